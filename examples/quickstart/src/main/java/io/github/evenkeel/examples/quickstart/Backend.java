package io.github.evenkeel.examples.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A small HTTP server on a port of its own that can be killed, and started again on the same port. */
final class Backend implements AutoCloseable {

    static {
        // The body leaves in a packet after that of the headers. With Nagle's algorithm on, it would wait for the
        // client's acknowledgement first, which the client delays by up to 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final InetSocketAddress address;
    private HttpServer server;
    private ExecutorService threads;

    private Backend() throws IOException {
        threads = Executors.newCachedThreadPool(Backend::daemon);
        server = serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), threads);
        address = server.getAddress();
    }

    /** A server on a free port of the loopback interface. */
    static Backend start() throws IOException {
        return new Backend();
    }

    String origin() {
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Dies as a process does: nobody is told, no request is finished, every connection is cut. */
    void kill() {
        server.stop(0);
        threads.shutdownNow();
        // A connection that was being accepted meanwhile slips through the first call, and would hang for ever.
        server.stop(0);
    }

    /** Starts again on the port it had; call it only after {@link #kill}. */
    void restart() throws IOException {
        threads = Executors.newCachedThreadPool(Backend::daemon);
        server = serve(address, threads);
    }

    @Override
    public void close() {
        kill();
    }

    private static HttpServer serve(InetSocketAddress address, ExecutorService threads) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", Backend::work);
        server.createContext("/health", exchange -> answer(exchange, "healthy"));
        server.start();
        return server;
    }

    /** Takes 3 to 7 ms, each server alike, so that a fair balancer gives each the same share. */
    private static void work(HttpExchange exchange) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(3, 8));
            answer(exchange, "done: " + exchange.getRequestURI());
        } catch (InterruptedException killed) {
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "backend");
        thread.setDaemon(true);
        return thread;
    }
}

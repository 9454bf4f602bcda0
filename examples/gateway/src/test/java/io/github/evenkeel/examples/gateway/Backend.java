package io.github.evenkeel.examples.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that can be killed and started again at the same address. Health checks are not among its hits. */
final class Backend implements AutoCloseable {
    private final HttpHandler handler;
    private final int port;
    private final AtomicInteger hits = new AtomicInteger();
    private final AtomicInteger checks = new AtomicInteger();
    private ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    private Backend(HttpHandler handler) throws IOException {
        this.handler = handler;
        this.server = serve(0);
        this.port = server.getAddress().getPort();
    }

    /** Answers everything with its name. */
    static Backend named(String name) throws IOException {
        return serving(exchange -> answer(exchange, 200, name));
    }

    static Backend serving(HttpHandler handler) throws IOException {
        return new Backend(handler);
    }

    private HttpServer serve(int at) throws IOException {
        HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 1024);
        fresh.setExecutor(threads);
        fresh.createContext("/", exchange -> {
            if (List.of("Evenkeel-Probe").equals(exchange.getRequestHeaders().get("User-Agent"))) {
                checks.incrementAndGet();
                answer(exchange, 200, "well");
            } else {
                hits.incrementAndGet();
                handler.handle(exchange);
            }
        });
        fresh.start();
        return fresh;
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    int hits() {
        return hits.get();
    }

    int checks() {
        return checks.get();
    }

    /** Ends it with everything it was doing. */
    void kill() {
        server.stop(0);
        threads.shutdownNow();
    }

    void restart() throws IOException {
        threads = Executors.newCachedThreadPool();
        server = serve(port);
    }

    @Override
    public void close() {
        kill();
    }
}

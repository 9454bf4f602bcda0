package io.github.evenkeel.examples.llmstreaming;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.evenkeel.core.server.ServerSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Answers every question with two events, unless it is in trouble. */
final class Provider implements AutoCloseable {

    /** What it does with its next requests instead of answering; written by the demonstration, read by the server. */
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

    private final String name;
    private final HttpServer server;

    Provider(String name) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, troubles.poll()));
        server.start();
    }

    void nextTime(String trouble) {
        troubles.add(trouble);
    }

    ServerSpec spec() {
        return ServerSpec.of("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange, @Nullable String trouble) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if ("busy".equals(trouble)) {
            exchange.getResponseHeaders().set("Retry-After", "5");
            exchange.sendResponseHeaders(429, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream events = exchange.getResponseBody();
        events.flush();
        if ("break before the first event".equals(trouble)) {
            throw new IOException(trouble); // makes this server cut the connection
        }
        events.write(("data: " + name + "-1\n\n").getBytes(StandardCharsets.UTF_8));
        events.flush();
        if (trouble != null) {
            throw new IOException(trouble);
        }
        events.write(("data: " + name + "-2\n\n").getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

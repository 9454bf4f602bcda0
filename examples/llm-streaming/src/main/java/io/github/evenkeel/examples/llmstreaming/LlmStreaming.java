package io.github.evenkeel.examples.llmstreaming;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.evenkeel.core.server.ServerSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Two providers of a model, of which the cheap one has all the troubles that there are. */
final class LlmStreaming {

    /** What the cheap provider does with its next requests instead of answering. */
    private static final Queue<String> TROUBLES = new ConcurrentLinkedQueue<>();

    public static void main(String[] arguments) throws Exception {
        HttpServer cheap = provider("cheap", TROUBLES);
        HttpServer dear = provider("dear", new ConcurrentLinkedQueue<>());
        try (Model model = new Model(List.of(spec(dear).withTier(1), spec(cheap)))) {
            ask(model, "all is well");
            TROUBLES.add("busy");
            ask(model, "429, try again in 5 s");
            ask(model, "a moment later");
            TimeUnit.SECONDS.sleep(6);
            ask(model, "6 s later");
            TROUBLES.add("break before the first event");
            ask(model, "broken before the first event");
            TROUBLES.add("break after the first event");
            ask(model, "broken after the first event");
        } finally {
            cheap.stop(0);
            dear.stop(0);
        }
    }

    private static void ask(Model model, String situation) throws InterruptedException {
        System.out.print(situation + ":");
        try {
            model.ask("Why?", event -> System.out.print(" " + event));
            System.out.println();
        } catch (IOException broken) {
            System.out.println(" and then " + broken.getClass().getSimpleName());
        }
    }

    private static ServerSpec spec(HttpServer server) {
        return ServerSpec.of("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static HttpServer provider(String name, Queue<String> troubles) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, name, troubles.poll()));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, String name, String trouble) throws IOException {
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
}

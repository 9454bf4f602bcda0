package io.github.evenkeel.examples.customstrategy;

import com.sun.net.httpserver.HttpServer;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Three servers of different prices, of which the cheapest gets what it can do, and the others the rest. */
final class CustomStrategy {

    public static void main(String[] arguments) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = server(threads, new CountDownLatch(10));
        String origin = "http://127.0.0.1:" + server.getAddress().getPort(); // one in place of three
        List<ServerSpec> servers = List.of(
                ServerSpec.of(origin).withId("large").withMetadata(Map.of("price", "5.00")),
                ServerSpec.of(origin).withId("small").withMetadata(Map.of("price", "0.10")),
                ServerSpec.of(origin).withId("medium").withMetadata(Map.of("price", "0.80")));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://models/answer")).build();

        try (LoadBalancedHttpClient http = LoadBalancedHttpClient.newBuilder()
                .pool("models", pool -> pool.servers(servers).strategy(new CheapestFirst(4)))
                .build()) {
            List<CompletableFuture<?>> atOnce = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                atOnce.add(http.sendAsync(request, BodyHandlers.discarding()));
            }
            atOnce.forEach(CompletableFuture::join);
            System.out.println("10 requests at once: " + requests(http));

            for (int i = 0; i < 10; i++) {
                http.send(request, BodyHandlers.discarding());
            }
            System.out.println("10 more, one by one: " + requests(http));
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static String requests(LoadBalancedHttpClient http) {
        return http.pool("models").statistics().servers().stream()
                .map(server -> server.id() + "=" + server.requests())
                .collect(Collectors.joining(" "));
    }

    /** Answers nobody before so many requests are there. */
    private static HttpServer server(ExecutorService threads, CountDownLatch missing) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                missing.countDown();
                missing.await();
                exchange.sendResponseHeaders(204, -1);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return server;
    }
}

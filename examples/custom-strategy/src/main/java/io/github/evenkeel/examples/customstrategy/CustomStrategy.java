package io.github.evenkeel.examples.customstrategy;

import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Three servers of different prices, of which the cheapest gets what it can do, and the others the rest. */
final class CustomStrategy {

    private static final HttpRequest REQUEST =
            HttpRequest.newBuilder(URI.create("http://models/answer")).build();

    public static void main(String[] arguments) throws Exception {
        try (Backend backend = new Backend(10); // one in place of three
                LoadBalancedHttpClient http = LoadBalancedHttpClient.newBuilder()
                        .pool(
                                "models",
                                pool -> pool.servers(List.of(
                                                server(backend, "large", "5.00"),
                                                server(backend, "small", "0.10"),
                                                server(backend, "medium", "0.80")))
                                        .strategy(new CheapestFirst(4)))
                        .build()) {
            List<CompletableFuture<?>> atOnce = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                atOnce.add(http.sendAsync(REQUEST, BodyHandlers.discarding()));
            }
            atOnce.forEach(CompletableFuture::join);
            System.out.println("10 requests at once: " + requests(http));

            for (int i = 0; i < 10; i++) {
                http.send(REQUEST, BodyHandlers.discarding());
            }
            System.out.println("10 more, one by one: " + requests(http));
        }
    }

    private static ServerSpec server(Backend backend, String name, String price) {
        return ServerSpec.of(backend.origin()).withId(name).withMetadata(Map.of("price", price));
    }

    private static String requests(LoadBalancedHttpClient http) {
        return http.pool("models").statistics().servers().stream()
                .map(server -> server.id() + "=" + server.requests())
                .collect(Collectors.joining(" "));
    }
}

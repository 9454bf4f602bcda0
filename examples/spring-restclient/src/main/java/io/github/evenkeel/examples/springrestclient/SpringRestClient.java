package io.github.evenkeel.examples.springrestclient;

import com.sun.net.httpserver.HttpServer;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Spring's RestClient over two servers, one of which dies. */
final class SpringRestClient {

    /** The part to copy: Spring takes any HttpClient. */
    private static RestClient restClient(HttpClient http) {
        return RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory(http))
                .baseUrl("http://orders")
                .build();
    }

    public static void main(String[] arguments) throws IOException {
        HttpServer first = server("first");
        HttpServer second = server("second");
        try (LoadBalancedHttpClient http = LoadBalancedHttpClient.newBuilder()
                .pool(
                        "orders",
                        pool -> pool.servers(origin(first), origin(second)).strategy(SelectionStrategy.roundRobin()))
                .build()) {
            RestClient orders = restClient(http);
            System.out.println("20 calls: " + answers(orders));
            first.stop(0);
            System.out.println("20 calls after the first has died: " + answers(orders));
        } finally {
            first.stop(0);
            second.stop(0);
        }
    }

    /** How many calls each server answered. */
    private static Map<String, Integer> answers(RestClient orders) {
        Map<String, Integer> answers = new TreeMap<>();
        for (int id = 0; id < 20; id++) {
            String answer = orders.get().uri("/api/{id}", id).retrieve().body(String.class);
            answers.merge(Objects.requireNonNull(answer), 1, Integer::sum);
        }
        return answers;
    }

    private static String origin(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static HttpServer server(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, name.length());
                exchange.getResponseBody().write(name.getBytes(StandardCharsets.US_ASCII));
            }
        });
        server.start();
        return server;
    }
}

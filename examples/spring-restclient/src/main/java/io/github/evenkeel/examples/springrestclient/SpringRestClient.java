package io.github.evenkeel.examples.springrestclient;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import java.io.IOException;
import java.net.http.HttpClient;
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
        try (Backend first = new Backend("first");
                Backend second = new Backend("second");
                LoadBalancedHttpClient http = LoadBalancedHttpClient.newBuilder()
                        .pool(
                                "orders",
                                pool -> pool.servers(first.origin(), second.origin())
                                        .strategy(SelectionStrategy.roundRobin()))
                        .build()) {
            RestClient orders = restClient(http);
            System.out.println("20 calls: " + answers(orders));
            first.die();
            System.out.println("20 calls after the first has died: " + answers(orders));
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
}

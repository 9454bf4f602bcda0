package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.InOrder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

/** What most tests say to and of a client whose one pool is {@code orders}. */
final class Clients {
    /** The default of 2 s is long, but not for a machine that does five other things. */
    private static final Duration BUSY_MACHINE = Duration.ofSeconds(20);

    private Clients() {}

    static LoadBalancedHttpClientBuilder builder() {
        return LoadBalancedHttpClient.newBuilder().connectTimeout(BUSY_MACHINE);
    }

    /** A client that tries the servers in the order given. */
    static LoadBalancedHttpClient inOrder(String... origins) {
        return inOrder(pool -> {}, origins);
    }

    static LoadBalancedHttpClient inOrder(Consumer<PoolBuilder> more, String... origins) {
        return builder()
                .pool("orders", pool -> more.accept(pool.servers(origins).strategy(InOrder.STRATEGY)))
                .build();
    }

    static HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://orders" + pathAndQuery));
    }

    static HttpRequest get() {
        return request("/").build();
    }

    static HttpRequest post(String body) {
        return with("POST", body);
    }

    static HttpRequest with(String method, String body) {
        return request("/")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    static LoadBalancedResponse<String> send(LoadBalancedHttpClient client, HttpRequest request) throws Exception {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return (LoadBalancedResponse<String>) response;
    }

    static PoolStatistics orders(LoadBalancedHttpClient client) {
        return client.pool("orders").statistics();
    }

    static ServerStatistics server(LoadBalancedHttpClient client, int index) {
        return orders(client).servers().get(index);
    }

    static int inFlight(LoadBalancedHttpClient client) {
        return orders(client).inFlight();
    }

    static void awaitIdle(LoadBalancedHttpClient client) {
        Await.number("requests in flight", 0, () -> inFlight(client));
    }

    static String outcomes(LoadBalancedHttpClient client) {
        return outcomes(client, 0);
    }

    /** What became of a server's requests, such as {@code 2 good, 1 BODY, 1 cancelled}. */
    static String outcomes(LoadBalancedHttpClient client, int index) {
        ServerStatistics server = server(client, index);
        StringBuilder text = new StringBuilder();
        add(text, server.successes(), "good");
        for (FailureKind kind : FailureKind.values()) {
            add(text, server.failuresByKind().get(kind), kind.name());
        }
        add(text, server.cancellations(), "cancelled");
        add(text, server.inFlight(), "in flight");
        return text.toString();
    }

    private static void add(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(text.length() == 0 ? "" : ", ")
                    .append(count)
                    .append(' ')
                    .append(what);
        }
    }
}

package io.github.evenkeel.benchmarks.endtoend;

import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;

/**
 * A client, and where it takes its requests.
 *
 * @param name in tables
 * @param client sends them
 * @param origins one after the other
 */
record Contender(String name, HttpClient client, List<String> origins) implements AutoCloseable {
    private static final String POOL = "orders";

    /** The JDK's client, which goes from server to server in turn. */
    static Contender bare(List<String> origins) {
        return new Contender("bare", HttpClient.newHttpClient(), origins);
    }

    /** Ours, as it is when nothing is set. */
    static Contender evenkeel(List<String> origins) {
        return evenkeel(LoadBalancedHttpClient.newBuilder()
                .pool(POOL, pool -> pool.servers(origins.toArray(String[]::new)))
                .build());
    }

    /** Ours. */
    static Contender evenkeel(LoadBalancedHttpClient client) {
        return new Contender("evenkeel", client, List.of("http://" + POOL));
    }

    static String pool() {
        return POOL;
    }

    List<HttpRequest> requests(Body body, HttpClient.Version version) {
        return origins.stream()
                .map(origin -> HttpRequest.newBuilder(URI.create(origin + body.path()))
                        .version(version)
                        .build())
                .toList();
    }

    /** What can be ended before JDK 21; a bare client there ends by itself once nobody refers to it. */
    @Override
    public void close() {
        if (client instanceof LoadBalancedHttpClient ours) {
            ours.close();
        }
    }
}

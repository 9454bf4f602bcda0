package io.github.evenkeel.examples.llmstreaming;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A language model that several providers serve, the cheap ones in tier 0, the others in tier 1. */
final class Model implements AutoCloseable {

    private final LoadBalancedHttpClient http;

    Model(List<ServerSpec> providers) {
        http = LoadBalancedHttpClient.newBuilder()
                .pool(
                        "llm",
                        pool -> pool.servers(providers)
                                .strategy(SelectionStrategy.tiers(SelectionStrategy.leastExpectedLatency()))
                                .retry(RetryPolicy.DEFAULT.withIdempotent(
                                        request -> true))) // a question may be asked twice
                .build();
    }

    /** Hands on the events of the answer as they come. Asks again while there was none, but not after the first. */
    void ask(String question, Consumer<String> events) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://llm/v1/completions"))
                .POST(BodyPublishers.ofString(question))
                .build();
        for (int attempt = 1; ; attempt++) {
            boolean begun = false;
            HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("no provider answers: " + response.statusCode());
                }
                for (String line : (Iterable<String>) lines::iterator) {
                    if (line.startsWith("data: ")) {
                        begun = true;
                        events.accept(line.substring("data: ".length()));
                    }
                }
                return;
            } catch (UncheckedIOException broken) {
                if (begun || attempt == 3) {
                    throw broken.getCause();
                }
            }
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

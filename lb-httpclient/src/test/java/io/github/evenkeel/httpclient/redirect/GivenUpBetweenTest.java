package io.github.evenkeel.httpclient.redirect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caller gives up when the response is there, but not yet his: nobody will read its body. */
class GivenUpBetweenTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theResponseIsDiscarded(boolean derived) {
        Late sender = new Late();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://orders/")).build();
        CompletableFuture<HttpResponse<String>> answer = new Redirects(Redirect.NORMAL, null, host -> true)
                .sendAsync(sender, request, BodyHandlers.ofString(), null);
        CompletableFuture<?> given = derived ? answer.thenApply(HttpResponse::body) : answer;
        assertTrue(given.cancel(true));
        sender.answer();
        assertEquals(1, sender.discarded.size());
        assertTrue(answer.isCancelled());
    }

    /** Cannot be told in time that its answer is not wanted. */
    private static final class Late implements Redirects.Sender {
        private final List<HttpResponse<?>> discarded = new ArrayList<>();
        private Runnable answering = () -> {};

        void answer() {
            answering.run();
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException {
            throw new IOException("not asked for");
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
            CompletableFuture<HttpResponse<T>> sent = new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    return false;
                }
            };
            answering = () -> sent.complete(null);
            return sent;
        }

        @Override
        public URI origin(HttpResponse<?> response) {
            return null;
        }

        @Override
        public <T> HttpResponse<T> present(HttpResponse<T> response, HttpRequest request, HttpResponse<T> previous) {
            return response;
        }

        @Override
        public void discard(HttpResponse<?> response) {
            discarded.add(response);
        }
    }
}

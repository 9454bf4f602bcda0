package io.github.evenkeel.httpclient.exchange;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Carries out what an exchange decides, without a thread that waits. */
final class AsynchronousDriver<T> {
    private final Exchange<T> exchange;
    private final HttpClient client;
    private final @Nullable PushPromiseHandler<T> pushes;
    private final Exchange.Presenter<T> presenter;
    private final ExchangeFuture<HttpResponse<T>> answer = new ExchangeFuture<>(this::abort);

    /**
     * The attempt under way. Written by each step before it looks whether the exchange was aborted, read by abort after
     * it said so: one of the two cancels.
     */
    private volatile @Nullable CompletableFuture<HttpResponse<T>> running;

    AsynchronousDriver(
            Exchange<T> exchange,
            HttpClient client,
            @Nullable PushPromiseHandler<T> pushes,
            Exchange.Presenter<T> presenter) {
        this.exchange = exchange;
        this.client = client;
        this.pushes = pushes;
        this.presenter = presenter;
    }

    CompletableFuture<HttpResponse<T>> start() {
        Attempt<T> first;
        try {
            first = exchange.first();
        } catch (IOException noServer) {
            answer.finishExceptionally(noServer);
            return answer;
        }
        begin(first);
        return answer;
    }

    /** Sends an attempt. What the client refuses to send at all it throws, as the JDK does. */
    @SuppressWarnings("FutureReturnValueIgnored") // step leaves nothing to ignore
    private void begin(Attempt<T> attempt) {
        CompletableFuture<HttpResponse<T>> sent;
        try {
            sent = client.sendAsync(attempt.request(), attempt, pushes);
        } catch (RuntimeException | Error refused) {
            attempt.failed(FailureClass.NEUTRAL);
            throw refused;
        }
        running = sent;
        if (exchange.isAborted()) {
            sent.cancel(true);
        }
        sent.whenComplete((response, failure) -> step(attempt, response, failure));
    }

    private void step(Attempt<T> attempt, HttpResponse<T> response, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : FailureClassifier.unwrap(failure);
        try {
            Attempt<T> next = exchange.after(attempt, cause);
            if (next != null) {
                begin(next);
            } else if (cause != null) {
                answer.finishExceptionally(cause);
            } else {
                handOver(attempt, response);
            }
        } catch (RuntimeException | Error e) {
            answer.finishExceptionally(e);
        }
    }

    private void handOver(Attempt<T> attempt, HttpResponse<T> response) {
        attempt.handedOver();
        if (!answer.finish(presenter.present(response, attempt))) {
            attempt.abandoned();
        }
    }

    private void abort() {
        exchange.abort();
        CompletableFuture<HttpResponse<T>> now = running;
        if (now != null) {
            now.cancel(true);
        }
    }
}

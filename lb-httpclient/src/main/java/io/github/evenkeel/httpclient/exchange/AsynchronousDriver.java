package io.github.evenkeel.httpclient.exchange;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what an exchange decides, without a thread that waits. The client is handed from step to step and not
 * kept: before JDK 21 it ends when nobody refers to it, so only a step under way may.
 */
final class AsynchronousDriver<T> {
    private final Exchange<T> exchange;
    private final @Nullable PushPromiseHandler<T> pushes;
    private final Exchange.Presenter<T> presenter;
    private final ExchangeFuture<HttpResponse<T>> answer = new ExchangeFuture<>(this::abort);

    /**
     * The attempt under way. Written by each step before it looks whether the exchange was aborted, read by abort after
     * it said so: one of the two cancels.
     */
    private volatile @Nullable CompletableFuture<HttpResponse<T>> running;

    AsynchronousDriver(Exchange<T> exchange, @Nullable PushPromiseHandler<T> pushes, Exchange.Presenter<T> presenter) {
        this.exchange = exchange;
        this.pushes = pushes;
        this.presenter = presenter;
    }

    CompletableFuture<HttpResponse<T>> start(HttpClient client) {
        Attempt<T> first;
        try {
            first = exchange.first();
        } catch (IOException noServer) {
            answer.finishExceptionally(noServer);
            return answer;
        }
        begin(first, client);
        return answer;
    }

    /** Sends an attempt. What the client refuses to send at all it throws, as the JDK does. */
    @SuppressWarnings("FutureReturnValueIgnored") // step leaves nothing to ignore
    private void begin(Attempt<T> attempt, HttpClient client) {
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
        sent.whenComplete((response, failure) -> step(attempt, client, response, failure));
    }

    private void step(Attempt<T> attempt, HttpClient client, HttpResponse<T> response, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : FailureClassifier.unwrap(failure);
        try {
            Attempt<T> next = exchange.after(attempt, cause);
            if (next != null) {
                begin(next, client);
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
        if (!exchange.isAborted() && answer.finish(presenter.present(response, attempt))) {
            attempt.handedOver();
        } else {
            attempt.abandoned();
            answer.cancel(false); // not complete yet if the caller completed one derived from it
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

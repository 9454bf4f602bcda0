package io.github.evenkeel.httpclient.exchange;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What servers push beside their response to a request, shown to the caller under the name that it asked for.
 *
 * @param <T> the type of the bodies
 * @param handler the caller's
 * @param pool where the request goes
 * @param request as the caller made it
 * @param presenter makes what the caller gets
 */
record Pushes<T>(PushPromiseHandler<T> handler, HttpPool pool, HttpRequest request, Presenter<T> presenter) {
    /** Takes what comes with the response to an attempt. */
    PushPromiseHandler<T> beside(Attempt<T> attempt) {
        return (physical, promised, acceptor) -> {
            RoutedRequest shown = new RoutedRequest(promised, asked(), promised.headers(), null, null, null);
            handler.applyPushPromise(request, shown, taker -> accept(taker, shown, attempt, acceptor));
        };
    }

    /** Servers push of their own only, so what they promise is under the name asked for. */
    private URI asked() {
        return URI.create(request.uri().getScheme() + "://" + request.uri().getRawAuthority());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // handOver leaves nothing to ignore
    private CompletableFuture<HttpResponse<T>> accept(
            BodyHandler<T> taker,
            RoutedRequest shown,
            Attempt<T> attempt,
            Function<BodyHandler<T>, CompletableFuture<HttpResponse<T>>> acceptor) {
        Pushed<T> pushed = new Pushed<>(taker, pool, attempt.server(), "pushed " + shown.name());
        ExchangeFuture<HttpResponse<T>> answer = new ExchangeFuture<>(pushed::abandon);
        acceptor.apply(pushed)
                .whenComplete((response, failure) -> handOver(
                        pushed,
                        answer,
                        response == null ? null : presenter.presentPushed(response, shown, attempt),
                        failure));
        return answer;
    }

    private static <T> void handOver(
            Pushed<T> pushed,
            ExchangeFuture<HttpResponse<T>> answer,
            @Nullable HttpResponse<T> response,
            @Nullable Throwable failure) {
        if (response != null && answer.finish(response)) {
            pushed.handedOver();
            return;
        }
        pushed.abandon();
        if (failure != null) {
            answer.finishExceptionally(FailureClassifier.unwrap(failure));
        } else {
            answer.cancel(false); // not complete yet if the caller completed one derived from it
        }
    }
}

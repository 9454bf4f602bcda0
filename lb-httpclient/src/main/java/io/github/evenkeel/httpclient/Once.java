package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.exchange.Attempt;
import io.github.evenkeel.httpclient.exchange.HttpPool;
import io.github.evenkeel.httpclient.exchange.Presenter;
import io.github.evenkeel.httpclient.redirect.Redirects;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends to a pool or past all of them, and follows nothing. */
final class Once implements Redirects.Sender {
    private final Pools pools;
    private final Delegate delegate;

    Once(Pools pools, Delegate delegate) {
        this.pools = pools;
        this.delegate = delegate;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpPool pool = pools.of(request);
        JdkClients clients = delegate.open();
        return pool == null
                ? clients.plain().send(request, handler)
                : pool.send(request, handler, clients, new Shown<>(request));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        HttpPool pool = pools.of(request);
        JdkClients clients;
        try {
            clients = delegate.open();
        } catch (IOException closed) {
            return CompletableFuture.failedFuture(closed);
        }
        return pool == null
                ? clients.plain().sendAsync(request, handler, pushes)
                : pool.sendAsync(request, handler, pushes, clients, new Shown<>(request));
    }

    /** Under the name that the caller asked. */
    private record Shown<T>(HttpRequest request) implements Presenter<T> {
        @Override
        public HttpResponse<T> present(HttpResponse<T> response, Attempt<T> attempt) {
            return new RoutedResponse<>(request, response, attempt, attempt.headers(response), Optional.empty());
        }

        @Override
        public HttpResponse<T> presentPushed(HttpResponse<T> pushed, HttpRequest promised, Attempt<T> attempt) {
            return new RoutedResponse<>(promised, pushed, attempt, pushed.headers(), Optional.empty());
        }
    }

    @Override
    public @Nullable URI origin(HttpResponse<?> response) {
        return response instanceof RoutedResponse<?> routed ? routed.server().origin() : null;
    }

    @Override
    public <T> HttpResponse<T> present(
            HttpResponse<T> response, HttpRequest request, @Nullable HttpResponse<T> previous) {
        Optional<HttpResponse<T>> before = Optional.ofNullable(previous);
        return response instanceof RoutedResponse<T> routed
                ? new RoutedResponse<>(request, routed.response(), routed.attempt(), routed.headers(), before)
                : new PassedResponse<>(request, response, before);
    }

    @Override
    public void discard(HttpResponse<?> response) throws Exception {
        if (response instanceof RoutedResponse<?> routed) {
            routed.attempt().abandoned();
        } else if (response.body() instanceof AutoCloseable unwanted) {
            unwanted.close();
        }
    }
}

package io.github.evenkeel.httpclient.redirect;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows redirects and keeps cookies in the JDK client's place, which knows servers' addresses only. Immutable.
 */
public final class Redirects {
    /** Sends a request once, wherever it belongs, and shows whence the response is. */
    public interface Sender {
        /**
         * Sends.
         *
         * @param <T> the type of the body
         * @param request what
         * @param handler for the response
         * @return the response
         * @throws IOException if there is none
         * @throws InterruptedException if the thread was interrupted
         */
        <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException, InterruptedException;

        /**
         * Sends.
         *
         * @param <T> the type of the body
         * @param request what
         * @param handler for the response
         * @param pushes takes pushed responses, or null to refuse them
         * @return the response to be; cancelling it ends the exchange
         */
        <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes);

        /**
         * The origin of the server of a pool that sent a response.
         *
         * @param response from this sender
         * @return its origin, null if the request went past all pools
         */
        @Nullable
        URI origin(HttpResponse<?> response);

        /**
         * Makes what the caller gets.
         *
         * @param <T> the type of the body
         * @param response from this sender
         * @param request what the caller asked for, or would have
         * @param previous the redirect that led to it, null for none
         * @return as the caller sees it
         */
        <T> HttpResponse<T> present(HttpResponse<T> response, HttpRequest request, @Nullable HttpResponse<T> previous);

        /**
         * Ends the body of a response that nobody will read.
         *
         * @param response from this sender
         * @throws Exception if the body is closed and fails at that
         */
        void discard(HttpResponse<?> response) throws Exception;
    }

    private final RedirectRules rules;
    private final Cookies cookies;

    /**
     * Follows by a policy.
     *
     * @param policy which redirects
     * @param cookies keeps them, null for none
     * @param isLogical whether a host, in lower case, stands for servers of ours
     */
    public Redirects(Redirect policy, @Nullable CookieHandler cookies, Predicate<String> isLogical) {
        this.rules = new RedirectRules(policy, isLogical);
        this.cookies = new Cookies(cookies);
    }

    /**
     * Sends on the calling thread.
     *
     * @param <T> the type of the body
     * @param sender sends each request
     * @param request the first
     * @param handler for the last response
     * @return the last response
     * @throws IOException if there is none
     * @throws InterruptedException if the thread was interrupted
     */
    public <T> HttpResponse<T> send(Sender sender, HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return new Followed<>(rules, cookies, request, handler).send(sender);
    }

    /**
     * Sends on the client's threads.
     *
     * @param <T> the type of the body
     * @param sender sends each request
     * @param request the first
     * @param handler for the last response
     * @param pushes takes pushed responses, or null to refuse them
     * @return the last response to be; completing it in any other way ends the exchange
     */
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            Sender sender, HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return new Followed<>(rules, cookies, request, handler).sendAsync(sender, pushes);
    }
}

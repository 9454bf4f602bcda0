package io.github.evenkeel.httpclient.redirect;

import io.github.evenkeel.httpclient.exchange.ExchangeFuture;
import io.github.evenkeel.httpclient.exchange.FailureClassifier;
import io.github.evenkeel.httpclient.redirect.Redirects.Sender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request of the caller and all the redirects that it meets, each hop an exchange of its own, one after another. */
final class Followed<T> {
    private final RedirectRules rules;
    private final Cookies cookies;
    private final HttpRequest first;
    private final BodyHandler<T> handler;
    private final long startNanos = System.nanoTime();
    private final ExchangeFuture<HttpResponse<T>> answer = new ExchangeFuture<>(this::abort);

    /** The hop's response before, as the caller sees it; written and read by one step at a time. */
    private @Nullable HttpResponse<T> previous;

    /*
     * Each step writes what is running before it looks whether the caller has another answer; abort says so before it
     * looks what is running: one of the two cancels.
     */
    private volatile @Nullable CompletableFuture<?> running;
    private volatile boolean aborted;

    Followed(RedirectRules rules, Cookies cookies, HttpRequest first, BodyHandler<T> handler) {
        this.rules = rules;
        this.cookies = cookies;
        this.first = first;
        this.handler = handler;
    }

    RedirectRules rules() {
        return rules;
    }

    Cookies cookies() {
        return cookies;
    }

    BodyHandler<T> handler() {
        return handler;
    }

    HttpResponse<T> send(Sender sender) throws IOException, InterruptedException {
        Hop<T> hop = new Hop<>(this, first, null);
        while (true) {
            HttpResponse<T> response;
            try {
                response = sender.send(cookies.addedTo(hop.request()), hop);
            } catch (IllegalArgumentException refused) {
                throw astray(refused);
            } finally {
                hop.over();
            }
            Hop<T> next = next(hop, response, sender);
            if (next == null) {
                return sender.present(response, hop.request(), previous);
            }
            previous = sender.present(response, hop.request(), previous);
            hop = next;
        }
    }

    CompletableFuture<HttpResponse<T>> sendAsync(Sender sender, @Nullable PushPromiseHandler<T> pushes) {
        try {
            begin(new Hop<>(this, first, null), sender, pushes);
        } catch (IOException e) {
            answer.finishExceptionally(e);
        }
        return answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // step leaves nothing to ignore
    private void begin(Hop<T> hop, Sender sender, @Nullable PushPromiseHandler<T> pushes) throws IOException {
        CompletableFuture<HttpResponse<T>> sent;
        try {
            sent = sender.sendAsync(cookies.addedTo(hop.request()), hop, pushes);
        } catch (IllegalArgumentException refused) {
            throw astray(refused);
        }
        running = sent;
        if (aborted) {
            sent.cancel(true);
        }
        sent.whenComplete((response, failure) -> step(hop, sender, pushes, response, failure));
    }

    private void step(
            Hop<T> hop,
            Sender sender,
            @Nullable PushPromiseHandler<T> pushes,
            HttpResponse<T> response,
            @Nullable Throwable failure) {
        hop.over();
        if (failure != null) {
            Throwable cause = FailureClassifier.unwrap(failure);
            boolean led = previous != null && cause instanceof IllegalArgumentException;
            answer.finishExceptionally(led ? astray((IllegalArgumentException) cause) : cause);
            return;
        }
        try {
            Hop<T> next = next(hop, response, sender);
            HttpResponse<T> shown = sender.present(response, hop.request(), previous);
            if (next != null) {
                previous = shown;
                begin(next, sender, pushes);
            } else if (aborted || !answer.finish(shown)) {
                sender.discard(response);
                answer.cancel(false); // not complete yet if the caller completed one derived from it
            }
        } catch (Exception | Error e) {
            answer.finishExceptionally(e);
        }
    }

    /** What the caller asked for itself is its own mistake; where a server leads it is not. */
    private IOException astray(IllegalArgumentException refused) {
        if (previous == null) {
            throw refused;
        }
        return new IOException("the redirect cannot be followed: " + refused.getMessage(), refused);
    }

    private void abort() {
        aborted = true;
        CompletableFuture<?> now = running;
        if (now != null) {
            now.cancel(true);
        }
    }

    /** What comes after a response, null if that is the caller's. */
    private @Nullable Hop<T> next(Hop<T> hop, HttpResponse<T> response, Sender sender) throws IOException {
        URI target = hop.target();
        if (target == null) {
            return null;
        }
        HttpRequest request = hop.request();
        int status = response.statusCode();
        return new Hop<>(this, rules.next(request, status, target, sender.origin(response), timeLeft()), hop);
    }

    /** The caller's timeout is for all hops together, as it is for all attempts of one. */
    private @Nullable Duration timeLeft() throws IOException {
        Duration timeout = first.timeout().orElse(null);
        if (timeout == null) {
            return null;
        }
        Duration left = timeout.minusNanos(System.nanoTime() - startNanos);
        if (left.isNegative() || left.isZero()) {
            throw new HttpTimeoutException("request timed out");
        }
        return left;
    }
}

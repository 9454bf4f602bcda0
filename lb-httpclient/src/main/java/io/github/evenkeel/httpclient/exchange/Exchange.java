package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerStatistics;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request of the caller and all it takes to answer it. Decides, after each attempt, what comes next; two drivers,
 * a blocking and an asynchronous one, carry it out. Decided in one place, driven in two: the blocking way costs no hop
 * between threads.
 *
 * @param <T> the type of the response body
 */
public final class Exchange<T> {
    /**
     * Makes what the caller gets of what the server sent.
     *
     * @param <T> the type of the response body
     */
    @FunctionalInterface
    public interface Presenter<T> {
        /**
         * Presents a response.
         *
         * @param response as the JDK client gave it
         * @param attempt the attempt that it answers
         * @return as the caller sees it
         */
        HttpResponse<T> present(HttpResponse<T> response, Attempt<T> attempt);
    }

    /** RFC 9110, section 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final HttpPool pool;
    private final HttpRequest request;
    private final BodyHandler<T> handler;
    private final @Nullable TrackedPublisher body;
    private final boolean idempotent;
    private final Deadline deadline;

    /** Failures of attempts that were followed by another; written by one driver step at a time. */
    private final List<Throwable> earlierFailures = new ArrayList<>(0);

    /** Set by whoever takes the answer away from us (cancel, timeout); read before each next step. */
    private volatile boolean aborted;

    /**
     * Nothing is sent yet.
     *
     * @param pool where it may go
     * @param request what the caller asked
     * @param handler what the caller does with the response
     */
    public Exchange(HttpPool pool, HttpRequest request, BodyHandler<T> handler) {
        this.pool = pool;
        this.request = request;
        this.handler = handler;
        this.body = request.bodyPublisher().map(TrackedPublisher::new).orElse(null);
        this.idempotent = IDEMPOTENT.contains(request.method());
        this.deadline = Deadline.in(request.timeout());
    }

    /**
     * Drives it on the calling thread.
     *
     * @param client sends the attempts
     * @param presenter makes what the caller gets
     * @return the response
     * @throws IOException if the last attempt failed; earlier failures are suppressed in it
     * @throws InterruptedException if the thread was interrupted; the attempt under way is then ended
     */
    public HttpResponse<T> send(HttpClient client, Presenter<T> presenter) throws IOException, InterruptedException {
        Attempt<T> attempt = first();
        while (true) {
            Attempt<T> next;
            try {
                HttpResponse<T> response = client.send(attempt.request(), attempt);
                next = after(attempt, null);
                if (next == null) {
                    attempt.handedOver();
                    return presenter.present(response, attempt);
                }
            } catch (IOException | InterruptedException | RuntimeException | Error failure) {
                next = after(attempt, failure);
                if (next == null) {
                    throw failure;
                }
            }
            attempt = next;
        }
    }

    /**
     * Drives it on the client's threads.
     *
     * @param client sends the attempts
     * @param pushes takes pushed responses, or null to refuse them
     * @param presenter makes what the caller gets
     * @return the response to be; completing it in any other way ends the exchange
     */
    public CompletableFuture<HttpResponse<T>> sendAsync(
            HttpClient client, @Nullable PushPromiseHandler<T> pushes, Presenter<T> presenter) {
        return new AsynchronousDriver<>(this, pushes, presenter).start(client);
    }

    /** The first attempt, its lease open. */
    Attempt<T> first() throws IOException {
        long now = System.nanoTime();
        pool.retries().deposit(now);
        Lease lease = acquire(null, now);
        if (lease == null) {
            throw noServer();
        }
        if (isPlain(lease.server().origin()) && !isPlain(request.uri())) {
            lease.cancel(System.nanoTime());
            throw new IllegalArgumentException(request.uri() + " asks for https but would be sent in plain text to "
                    + lease.server().origin() + "; ask for http, or list https servers");
        }
        return attempt(lease, 1);
    }

    /**
     * Ends an attempt and decides what follows.
     *
     * @param attempt the one that is over, as far as the driver can see
     * @param failure what it failed with, or null if it has a response
     * @return the next attempt, its lease open, or null if this outcome is the caller's
     */
    @Nullable
    Attempt<T> after(Attempt<T> attempt, @Nullable Throwable failure) {
        FailureClass failureClass = failure == null ? null : classify(attempt, failure);
        if (failureClass != null) {
            attempt.failed(failureClass);
        }
        Attempt<T> successor = attempt.end();
        if (successor != null) {
            if (aborted || failureClass == FailureClass.NEUTRAL) {
                successor.unused();
                return null;
            }
            return successor;
        }
        if (failure == null || failureClass == null) {
            return null;
        }
        Attempt<T> next = retry(attempt, failureClass);
        if (next == null) {
            suppressEarlierIn(failure);
        } else {
            earlierFailures.add(failure);
        }
        return next;
    }

    private @Nullable Attempt<T> retry(Attempt<T> attempt, FailureClass failureClass) {
        if (!failureClass.allowsRetry(idempotent) || !attempt.leftNoTrace() || !mayGoOn(attempt)) {
            return null;
        }
        long now = System.nanoTime();
        if (!pool.retries().affordable(now)) {
            return null;
        }
        Lease lease = acquire(attempt.lease(), now);
        if (lease == null) {
            lease = pool.servers().acquireLastResort(now, attempt.lease());
        }
        return next(attempt, lease, now);
    }

    /**
     * The attempt to make instead of handing over a response with this status, if there is to be one. Decided before
     * the caller's handler is asked for anything, and with the next server claimed: once the body is thrown away there
     * is no way back.
     */
    @Nullable
    Attempt<T> insteadOf(Attempt<T> attempt, int status) {
        if (!idempotent || !pool.retries().policy().statuses().contains(status) || !mayGoOn(attempt)) {
            return null;
        }
        long now = System.nanoTime();
        return pool.retries().affordable(now) ? next(attempt, acquire(attempt.lease(), now), now) : null;
    }

    /** The attempt on the server claimed, if there was one to claim and the budget still has something left for it. */
    private @Nullable Attempt<T> next(Attempt<T> attempt, @Nullable Lease claimed, long now) {
        if (claimed == null) {
            return null;
        }
        if (!pool.retries().begin(now)) {
            claimed.cancel(now);
            return null;
        }
        return attempt(claimed, attempt.number() + 1);
    }

    private boolean mayGoOn(Attempt<T> attempt) {
        return !aborted
                && !pool.closed().get()
                && attempt.number() < pool.retries().policy().attempts()
                && (body == null || body.canBeSent())
                && !deadline.isOver();
    }

    private FailureClass classify(Attempt<T> attempt, Throwable failure) {
        boolean callersBody = body != null && body.hasFailed();
        return callersBody ? FailureClass.NEUTRAL : FailureClassifier.classify(failure, attempt.responseBegun());
    }

    private @Nullable Lease acquire(@Nullable Lease tried, long now) {
        return pool.servers().acquire(0, now, ThreadLocalRandom.current(), tried);
    }

    private Attempt<T> attempt(Lease lease, int number) {
        URI origin = lease.server().origin();
        HttpClient.Version version = request.version().orElse(isPlain(origin) ? pool.plainVersion() : null);
        HttpRequest routed = new RoutedRequest(request, at(origin), body, deadline.left(), version);
        return new Attempt<>(this, lease, number, routed);
    }

    private static boolean isPlain(URI uri) {
        return uri.getScheme().equalsIgnoreCase("http");
    }

    private URI at(URI origin) {
        String path = request.uri().getRawPath();
        String query = request.uri().getRawQuery();
        return URI.create(origin + path + (query == null ? "" : "?" + query));
    }

    private void suppressEarlierIn(Throwable failure) {
        for (Throwable earlier : earlierFailures) {
            if (earlier != failure) {
                failure.addSuppressed(earlier);
            }
        }
    }

    private ConnectException noServer() {
        PoolStatistics now = pool.servers().statistics();
        String states = now.servers().stream()
                .collect(Collectors.groupingBy(ServerStatistics::state, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(state -> state.getValue() + " " + state.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new ConnectException("no server of pool '" + now.name() + "' is available: it has "
                + (states.isEmpty() ? "no servers" : states));
    }

    BodyHandler<T> handler() {
        return handler;
    }

    /** The caller has another answer: no further attempt is made. */
    void abort() {
        aborted = true;
    }

    boolean isAborted() {
        return aborted;
    }
}

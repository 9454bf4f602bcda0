package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.httpclient.configuration.Configuration;
import io.github.evenkeel.httpclient.configuration.ConfigurationException;
import io.github.evenkeel.httpclient.redirect.Redirects;
import io.github.evenkeel.httpclient.routing.Routes;
import io.github.evenkeel.httpclient.websocket.BalancedWebSocketBuilder;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HttpClient} that sends each request for a pool's name to the best of the pool's servers, and to another one
 * when that fails and a second try can do no harm. Requests for any other host pass through untouched.
 *
 * <pre>{@code
 * HttpClient http = LoadBalancedHttpClient.newBuilder()
 *     .pool("orders", pool -> pool.servers("http://10.0.0.1:8080", "http://10.0.0.2:8080").probe("/health"))
 *     .build();
 * http.send(HttpRequest.newBuilder(URI.create("http://orders/api/42")).build(), BodyHandlers.ofString());
 * }</pre>
 *
 * <p>Thread-safe. {@link #send} runs on the calling thread. Close the client to end its probes and connections: on JDK
 * 21 and later everything is ended; on older ones the JDK's own selector thread ends once the client is unreachable.
 */
public final class LoadBalancedHttpClient extends DescribedClient implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final Delegate delegate;
    private final Pools pools;
    private final Once once;

    /** Null if there is nothing to follow and no cookie to keep. */
    private final @Nullable Redirects redirects;

    /** The last good one. Written when the client is built and by reconfigure, which alone reads it. */
    private volatile @Nullable Configuration configuration;

    private final List<RunningPool> running = new ArrayList<>();

    /** Starts its one thread with the first probe. */
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, LoadBalancedHttpClient::daemon);

    LoadBalancedHttpClient(
            JdkClients clients,
            Map<String, PoolDescription> descriptions,
            Map<String, Routes> routes,
            Redirect redirectPolicy,
            @Nullable CookieHandler cookies,
            @Nullable Version plainVersion) {
        super(Settings.of(clients.plain()).with(redirectPolicy, cookies));
        List<ServerPool> serverPools = new ArrayList<>();
        this.delegate = new Delegate(clients, serverPools, new AtomicBoolean());
        descriptions.values().forEach(delegate::check);
        this.timer.setRemoveOnCancelPolicy(true);
        Map<String, RunningPool> built = new HashMap<>();
        try {
            descriptions.forEach((name, description) -> {
                RunningPool pool = new RunningPool(description, plainVersion, delegate, timer);
                running.add(pool);
                serverPools.add(pool.servers());
                built.put(name, pool);
            });
        } catch (RuntimeException | Error e) { // a strategy of the caller's
            shutdownNow();
            throw e;
        }
        this.pools = new Pools(built, routes);
        this.once = new Once(pools, delegate);
        this.redirects = redirectPolicy == Redirect.NEVER && cookies == null
                ? null
                : new Redirects(redirectPolicy, cookies, pools::has);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "evenkeel-probes");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a client. Unlike {@link HttpClient#newBuilder()}, which this hides, it knows pools.
     *
     * @return a builder
     */
    public static LoadBalancedHttpClientBuilder newBuilder() {
        return new LoadBalancedHttpClientBuilder();
    }

    /**
     * Starts a client that sends with a ready-made one, such as one that is instrumented. Prefer {@link #newBuilder()}:
     * a ready-made client must follow no redirects and keep no cookies, since it would do so by servers' addresses (set
     * both on the builder instead), pools cannot have https servers given as addresses, and only what the ready-made
     * client has set (connect timeout, version, TLS, proxy, ...) holds.
     *
     * @param client does the sending; it stays open when the new client closes, which then waits for requests to pools
     *     and ends none
     * @return a builder
     * @throws IllegalArgumentException if the client follows redirects or keeps cookies
     */
    public static LoadBalancedHttpClientBuilder newBuilder(HttpClient client) {
        if (client.followRedirects() != Redirect.NEVER) {
            throw new IllegalArgumentException("the client given follows redirects (" + client.followRedirects()
                    + "), and would past the balancer; build it with NEVER and set followRedirects("
                    + client.followRedirects() + ") on this builder");
        }
        if (client.cookieHandler().isPresent()) {
            throw new IllegalArgumentException("the client given keeps cookies, and would under each server's address; "
                    + "build it without a cookieHandler and set that on this builder");
        }
        return new LoadBalancedHttpClientBuilder(client);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        checkPresent(request, handler);
        return redirects == null ? once.send(request, handler) : redirects.send(once, request, handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Completing the future, or one derived from it, in any way of the caller's own ends the exchange: not only
     * {@code cancel(true)}, as with the JDK's, but {@code orTimeout} and {@code completeExceptionally} too.
     */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushPromiseHandler) {
        checkPresent(request, handler);
        return redirects == null
                ? once.sendAsync(request, handler, pushPromiseHandler)
                : redirects.sendAsync(once, request, handler, pushPromiseHandler);
    }

    /** A request of the caller's own class may lack even its URI. */
    private static void checkPresent(HttpRequest request, BodyHandler<?> handler) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(request.uri(), "request.uri()");
        Objects.requireNonNull(handler, "handler");
    }

    /**
     * One of the client's pools, for its figures and for changes of its servers.
     *
     * @param name the pool's name
     * @return the pool
     * @throws IllegalArgumentException if there is no such pool
     */
    public Pool pool(String name) {
        return pools.get(name).shown();
    }

    /**
     * Follows changed properties: each pool becomes what they say, in one step, and whoever stays in it keeps what is
     * known of it; requests under way go on as they began. All can change but the TLS names, and which pools and routed
     * hosts there are. If anything is wrong, nothing is changed. To be called by one thread at a time.
     *
     * @param next all properties from now on
     * @throws ConfigurationException naming everything that is wrong or that only a new client can have; the client then
     *     keeps its last good configuration
     * @throws IllegalStateException if the client was built without a configuration
     */
    public void reconfigure(Configuration next) {
        Configuration before = configuration;
        if (before == null) {
            throw new IllegalStateException("the client was built without a configuration; begin with one by"
                    + " configure(...), or change its pools with pool(...)");
        }
        configuration = new Reconfiguration(pools, before).to(next);
    }

    /** What the client begins with, if it has one. */
    LoadBalancedHttpClient configured(@Nullable Configuration first) {
        configuration = first;
        return this;
    }

    /**
     * Takes no new request and ends the probes; requests under way go on, but are not retried any more. Overrides what
     * HttpClient has since JDK 21.
     */
    public void shutdown() {
        endProbesAndLines();
        delegate.shutdown();
    }

    /**
     * Takes no new request and ends the probes and, on JDK 21 and later, the requests under way. Overrides what
     * HttpClient has since JDK 21.
     */
    public void shutdownNow() {
        endProbesAndLines();
        delegate.shutdownNow();
    }

    private void endProbesAndLines() {
        running.forEach(RunningPool::close);
        timer.shutdownNow();
    }

    /**
     * Whether it is shut down and nothing is under way. Overrides what HttpClient has since JDK 21.
     *
     * @return true once all is over
     */
    public boolean isTerminated() {
        return delegate.isTerminated() && timer.isTerminated();
    }

    /**
     * Waits until it is shut down and nothing is under way. Overrides what HttpClient has since JDK 21.
     *
     * @param duration how long to wait at most
     * @return true if all is over, false if the time was
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean awaitTermination(Duration duration) throws InterruptedException {
        long start = System.nanoTime();
        long nanos = duration.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT.toNanos() : duration.toNanos();
        if (!delegate.awaitTermination(Duration.ofNanos(nanos))) {
            return false;
        }
        return timer.awaitTermination(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
    }

    /**
     * Takes no new request, ends the probes and waits for the requests under way; if the thread is interrupted, ends
     * these too and waits on. A response body that nobody reads is a request under way.
     */
    @Override
    public void close() {
        shutdown();
        boolean interrupted = false;
        while (!isTerminated()) {
            try {
                awaitTermination(Duration.ofDays(1));
            } catch (InterruptedException e) {
                if (interrupted) {
                    break;
                }
                interrupted = true;
                shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * {@inheritDoc} A WebSocket to a pool, as {@code ws://orders/feed}, opens on the server with the fewest requests in
     * flight for its weight, or that of its affinity, on another one if that cannot be reached or refuses with a status
     * that is retried, and is in flight until it is closed or aborted. It is sent no cookies of a {@code cookieHandler}.
     */
    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return new BalancedWebSocketBuilder(pools::of, delegate::open);
    }

    @Override
    public String toString() {
        return "LoadBalancedHttpClient" + pools.names();
    }
}

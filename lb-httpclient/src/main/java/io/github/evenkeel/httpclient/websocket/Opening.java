package io.github.evenkeel.httpclient.websocket;

import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.exchange.Clients;
import io.github.evenkeel.httpclient.exchange.ExchangeFuture;
import io.github.evenkeel.httpclient.exchange.FailureClass;
import io.github.evenkeel.httpclient.exchange.FailureClassifier;
import io.github.evenkeel.httpclient.exchange.HttpPool;
import io.github.evenkeel.httpclient.exchange.NamedFailure;
import io.github.evenkeel.httpclient.exchange.RetryAfter;
import io.github.evenkeel.httpclient.exchange.StatusVerdict;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket on its way to be open: on the server with the fewest requests in flight for its weight, since it stays
 * there for long, or on that of its key; on the next one if that cannot be reached or refuses. Steps follow each other,
 * so nothing here is shared between threads but by the futures that lead from one to the next.
 */
final class Opening {
    /**
     * How long one that nobody wants any more may still take to open, and be aborted, before it is cancelled. The JDK's
     * client forgets one that it opens as it is cancelled, and then never terminates.
     */
    private static final long GRACE_MILLIS = 1000;

    private final HttpPool pool;
    private final Handshake handshake;
    private final long key;
    private final ExchangeFuture<WebSocket> answer = new ExchangeFuture<>(this::abort);
    private final Set<Server> tried = new HashSet<>();
    private final List<Throwable> earlier = new ArrayList<>();
    private @Nullable Lease latest;

    /*
     * The latest is written by each step before it looks whether the opening was aborted, and read by abort after it said
     * so: one of the two gives it up.
     */
    private volatile @Nullable CompletableFuture<WebSocket> opening;
    private volatile boolean aborted;

    Opening(HttpPool pool, Handshake handshake) {
        this.pool = pool;
        this.handshake = handshake;
        this.key = pool.key(handshake.request(), ThreadLocalRandom.current());
    }

    CompletableFuture<WebSocket> start(Clients clients) {
        pool.retries().deposit(System.nanoTime());
        Lease lease = claim();
        if (lease == null) {
            return CompletableFuture.failedFuture(pool.noServer(handshake.isSecure()));
        }
        open(lease, clients);
        return answer;
    }

    /** What the JDK refuses at once, such as a header that is its own, it throws, and so does this. */
    @SuppressWarnings("FutureReturnValueIgnored") // ended leaves nothing to ignore
    private void open(Lease lease, Clients clients) {
        Server server = lease.server();
        tried.add(server);
        latest = lease;
        BalancedListener listener = new BalancedListener(handshake.listener(), lease);
        CompletableFuture<WebSocket> opened;
        try {
            opened = handshake
                    .with(clients.to(server, pool.tlsName()))
                    .buildAsync(handshake.at(server.origin()), listener);
        } catch (RuntimeException | Error refused) {
            lease.cancel(System.nanoTime());
            throw refused;
        }
        opening = opened;
        if (aborted) {
            giveUp(opened);
        }
        opened.whenComplete((socket, failure) -> ended(lease, clients, listener, socket, failure));
    }

    private void ended(
            Lease lease, Clients clients, BalancedListener listener, WebSocket socket, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                failed(lease, clients, FailureClassifier.unwrap(failure));
            } else if (aborted || !answer.finish(listener.balanced(socket))) {
                listener.balanced(socket).abort();
                answer.cancel(false); // not complete yet if the caller completed one derived from it
            }
        } catch (RuntimeException | Error e) {
            answer.finishExceptionally(e);
        }
    }

    /** The caller has another answer. */
    private void abort() {
        aborted = true;
        CompletableFuture<WebSocket> now = opening;
        if (now != null) {
            giveUp(now);
        }
    }

    private static void giveUp(CompletableFuture<WebSocket> opening) {
        CompletableFuture.delayedExecutor(GRACE_MILLIS, TimeUnit.MILLISECONDS).execute(() -> opening.cancel(true));
    }

    private void failed(Lease lease, Clients clients, Throwable thrown) {
        String name = "WebSocket to " + lease.server().origin();
        Throwable cause = NamedFailure.of(thrown, name, pool.servers().name());
        if (!blame(lease, thrown) || !mayGoOn()) {
            fail(cause);
            return;
        }
        Lease next = claim();
        if (next == null || !pool.retries().begin(System.nanoTime())) {
            if (next != null) {
                next.withdraw(System.nanoTime());
            }
            fail(cause);
            return;
        }
        earlier.add(cause);
        open(next, clients);
    }

    /** Ends the lease by what went wrong. True if another server may do better. */
    private boolean blame(Lease lease, Throwable cause) {
        long now = System.nanoTime();
        if (cause instanceof WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            boolean paused = RetryAfter.heed(
                    lease.server(), status, refused.getResponse().headers());
            if (StatusVerdict.of(status, paused) == StatusVerdict.FAILURE) {
                lease.fail(FailureKind.STATUS, now);
            } else {
                lease.cancel(now);
            }
            return pool.retries().policy().statuses().contains(status);
        }
        if (FailureClassifier.saysClosed(cause)) {
            lease.cancel(now);
            return true; // the client was the server's own and ended as that left; if all are closed nobody goes on
        }
        FailureClass found = FailureClassifier.classify(cause, false);
        FailureKind blamed = found.blame();
        if (blamed == null) {
            lease.cancel(now);
        } else {
            lease.fail(blamed, now);
        }
        return found.allowsRetry(true);
    }

    private boolean mayGoOn() {
        return !aborted
                && !pool.closed().get()
                && tried.size() < pool.retries().policy().attempts()
                && pool.retries().affordable(System.nanoTime());
    }

    private void fail(Throwable cause) {
        earlier.stream().filter(each -> each != cause).forEach(cause::addSuppressed);
        answer.finishExceptionally(cause);
    }

    private @Nullable Lease claim() {
        long now = System.nanoTime();
        if (key != KeyHash.NO_KEY) {
            Lease lease = pool.servers().acquire(key, now, ThreadLocalRandom.current(), latest);
            if (lease != null && mayHave(lease.server())) {
                return lease;
            }
            withdraw(lease, now);
        }
        Lease lease = leastRequests(now);
        return lease != null ? lease : lastResort(now);
    }

    private @Nullable Lease leastRequests(long now) {
        List<ServerStatistics> all =
                new ArrayList<>(pool.servers().statistics(now).servers());
        Collections.shuffle(all, ThreadLocalRandom.current()); // the order of those that are as full
        all.sort(Comparator.comparingDouble(
                each -> (each.inFlight() + 1.0) / each.spec().weight()));
        List<Server> servers = pool.servers().servers();
        for (ServerStatistics each : all) {
            for (Server server : servers) {
                Lease lease = server.id().equals(each.id()) && mayHave(server)
                        ? pool.servers().acquireFrom(server, now)
                        : null;
                if (lease != null) {
                    return lease;
                }
            }
        }
        return null;
    }

    private @Nullable Lease lastResort(long now) {
        Lease lease = pool.servers().acquireLastResort(now, ThreadLocalRandom.current(), null);
        if (lease == null || mayHave(lease.server())) {
            return lease;
        }
        withdraw(lease, now);
        return null;
    }

    private static void withdraw(@Nullable Lease lease, long now) {
        if (lease != null) {
            lease.withdraw(now);
        }
    }

    private boolean mayHave(Server server) {
        return !tried.contains(server)
                && (!handshake.isSecure() || server.origin().getScheme().equalsIgnoreCase("https"));
    }
}

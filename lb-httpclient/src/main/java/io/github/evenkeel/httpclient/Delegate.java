package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.ServerPool;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The JDK client that does the sending, and its end. Since JDK 21 a client can be shut down; on older ones it ends when
 * nobody refers to it any more, so this lets go of it; requests under way keep it until they are over.
 */
final class Delegate {
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Collection<ServerPool> pools;

    /** Null once closed on JDKs before 21. */
    private volatile @Nullable HttpClient client;

    /** Set once; shared with those who must know but not hold the client. */
    private final AtomicBoolean closed;

    Delegate(HttpClient client, Collection<ServerPool> pools, AtomicBoolean closed) {
        this.client = client;
        this.pools = pools;
        this.closed = closed;
    }

    /** The client to send with. */
    HttpClient open() throws IOException {
        HttpClient now = client;
        if (closed.get() || now == null) {
            throw new IOException("the client is closed");
        }
        return now;
    }

    /** The client to send with, null once closed. */
    @Nullable
    HttpClient openOrNull() {
        return closed.get() ? null : client;
    }

    /** Takes no new request; those under way go on. */
    void shutdown() {
        end(LaterJdk::shutdown);
    }

    /** Takes no new request and ends those under way, where the JDK can. */
    void shutdownNow() {
        end(LaterJdk::shutdownNow);
    }

    private void end(Consumer<HttpClient> shutdown) {
        closed.set(true); // first, or a retry might run into the JDK's refusal
        HttpClient now = client;
        if (now != null && LaterJdk.clientsCanBeShutDown()) {
            shutdown.accept(now);
        } else {
            client = null;
        }
    }

    boolean isTerminated() {
        HttpClient now = client;
        boolean idle =
                (now != null && LaterJdk.clientsCanBeShutDown()) ? LaterJdk.isTerminated(now) : nothingInFlight();
        return closed.get() && idle;
    }

    boolean awaitTermination(Duration longest) throws InterruptedException {
        HttpClient now = client;
        return (now != null && LaterJdk.clientsCanBeShutDown())
                ? LaterJdk.awaitTermination(now, longest)
                : awaitNothingInFlight(longest);
    }

    /** JDK 17 tells nobody when a client is idle: look again, ever less often. */
    private boolean awaitNothingInFlight(Duration longest) throws InterruptedException {
        long start = System.nanoTime();
        long pause = TimeUnit.MILLISECONDS.toNanos(1);
        while (!isTerminated()) {
            long left = longest.toNanos() - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, pause));
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
        return true;
    }

    private boolean nothingInFlight() {
        return pools.stream().allMatch(pool -> pool.servers().stream().allMatch(server -> server.inFlight() == 0));
    }
}

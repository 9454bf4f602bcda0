package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.ServerPool;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The JDK client that does the sending, and its end. Since JDK 21 a client can be shut down; on older ones it ends when
 * nobody refers to it any more, so this lets go of it as soon as the pools have nothing in flight.
 */
final class Delegate {
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Collection<ServerPool> pools;

    /** Written once at build and once at the end; a request that still reads it runs to its end. */
    private volatile @Nullable HttpClient client;

    private volatile boolean closed;

    Delegate(HttpClient client, Collection<ServerPool> pools) {
        this.client = client;
        this.pools = pools;
    }

    /** The client to send with. */
    HttpClient open() throws IOException {
        HttpClient now = client;
        if (closed || now == null) {
            throw new IOException("the client is closed");
        }
        return now;
    }

    /** The client to send with, null once closed. */
    @Nullable
    HttpClient openOrNull() {
        return closed ? null : client;
    }

    /** Takes no new request; those under way go on. */
    void shutdown() {
        closed = true;
        HttpClient now = client;
        if (now != null && LaterJdk.clientsCanBeShutDown()) {
            LaterJdk.shutdown(now);
        }
    }

    /** Takes no new request and ends those under way, where the JDK can. */
    void shutdownNow() {
        closed = true;
        HttpClient now = client;
        if (now != null && LaterJdk.clientsCanBeShutDown()) {
            LaterJdk.shutdownNow(now);
        }
    }

    boolean isTerminated() {
        HttpClient now = client;
        if (!closed || now == null) {
            return closed;
        }
        boolean terminated = LaterJdk.clientsCanBeShutDown() ? LaterJdk.isTerminated(now) : nothingInFlight();
        if (terminated) {
            client = null;
        }
        return terminated;
    }

    boolean awaitTermination(Duration longest) throws InterruptedException {
        HttpClient now = client;
        if (now == null || isTerminated()) {
            return true;
        }
        if (LaterJdk.clientsCanBeShutDown()) {
            return LaterJdk.awaitTermination(now, longest) && (isTerminated() || closed);
        }
        return awaitNothingInFlight(longest);
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
        return pools.stream().allMatch(pool -> pool.statistics().inFlight() == 0);
    }
}

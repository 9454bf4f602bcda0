package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The JDK clients that do the sending, and their end. Since JDK 21 a client can be shut down; on older ones it ends when
 * nobody refers to it any more, so this lets go of it; requests under way keep it until they are over.
 */
final class Delegate {
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Collection<ServerPool> pools;

    /** Whether no client is the caller's; known beyond their end. */
    private final boolean ours;

    /**
     * Null once closed on JDKs before 21, once terminated on later ones: the JDK keeps requests beyond the end of their
     * connections, which lead here, and must not lead back to it.
     */
    private volatile @Nullable JdkClients clients;

    /** Set once; shared with those who must know but not hold the client. */
    private final AtomicBoolean closed;

    Delegate(JdkClients clients, Collection<ServerPool> pools, AtomicBoolean closed) {
        this.clients = clients;
        this.pools = pools;
        this.ours = clients.areOurs();
        this.closed = closed;
    }

    /** True once it takes no new request. */
    AtomicBoolean closed() {
        return closed;
    }

    /**
     * Checks that there can be clients for a pool.
     *
     * @throws IllegalArgumentException if not, saying why and what to do
     */
    void check(PoolDescription pool) {
        if (!ours && pool.clientPerServer()) {
            throw new IllegalArgumentException(
                    "pool '" + pool.name() + "' wants a client for each server, and a client "
                            + "that was given ready-made is but one; leave clientPerServer(...) out, or set up the client with "
                            + "newBuilder()");
        }
        pool.servers().forEach(this::check);
    }

    /**
     * Checks that there is a client for a server.
     *
     * @throws IllegalArgumentException if not, saying why and what to do
     */
    void check(ServerSpec server) {
        if (!ours && JdkClients.needsTlsName(server.origin())) {
            throw new IllegalArgumentException(
                    server.origin() + " is an address and has no name to prove, and a client "
                            + "that was given ready-made checks no other; give the server's host name, or set up the client "
                            + "with newBuilder()");
        }
    }

    /** The client for a server, null once closed. */
    @Nullable
    HttpClient to(Server server, String tlsName) {
        JdkClients open = openOrNull();
        return open == null ? null : open.to(server, tlsName);
    }

    /** The clients to send with. */
    JdkClients open() throws IOException {
        JdkClients now = clients;
        if (closed.get() || now == null) {
            throw new IOException("the client is closed");
        }
        return now;
    }

    /** The clients to send with, null once closed. */
    @Nullable
    JdkClients openOrNull() {
        return closed.get() ? null : clients;
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
        JdkClients now = clients;
        if (now != null && areToBeShutDown(now)) {
            now.end(shutdown);
        } else {
            clients = null;
        }
    }

    /** A client that the caller gave is the caller's to end. */
    private static boolean areToBeShutDown(JdkClients clients) {
        return clients.areOurs() && LaterJdk.clientsCanBeShutDown();
    }

    boolean isTerminated() {
        JdkClients now = clients;
        boolean idle = (now != null && areToBeShutDown(now))
                ? now.all().stream().allMatch(LaterJdk::isTerminated)
                : nothingInFlight();
        boolean terminated = closed.get() && idle;
        if (terminated) {
            clients = null;
        }
        return terminated;
    }

    boolean awaitTermination(Duration longest) throws InterruptedException {
        JdkClients now = clients;
        return (now != null && areToBeShutDown(now))
                ? awaitEach(now.all(), longest) && isTerminated()
                : awaitNothingInFlight(longest);
    }

    private static boolean awaitEach(Collection<HttpClient> clients, Duration longest) throws InterruptedException {
        long start = System.nanoTime();
        for (HttpClient client : clients) {
            long left = Math.max(0, longest.toNanos() - (System.nanoTime() - start));
            if (!LaterJdk.awaitTermination(client, Duration.ofNanos(left))) {
                return false;
            }
        }
        return true;
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

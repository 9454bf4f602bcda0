package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.Server;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A server's draining: no new requests, and a time by which those in flight should end. Thread-safe.
 *
 * <p>It ends with whatever comes first: the server is idle, the time is over, or it is called off. The server stays
 * drained after the first two, until it is removed or readmitted. That the time is over shows with the next pick or
 * {@link ServerPool#advance}, because a pool has no timer.
 */
public final class Drain {
    private final Server server;
    private final long deadlineNanos;
    private final CompletableFuture<DrainOutcome> outcome = new CompletableFuture<>();

    Drain(Server server, long deadlineNanos) {
        this.server = server;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Which server drains.
     *
     * @return the server
     */
    public Server server() {
        return server;
    }

    /**
     * How it ends. What depends on it runs on the thread that ends it, often one that has just ended a request: it must
     * not block.
     *
     * @return completed when the draining ends, never exceptionally
     */
    public CompletionStage<DrainOutcome> outcome() {
        return outcome.minimalCompletionStage();
    }

    /**
     * Whether it has ended.
     *
     * @return true once the outcome is there
     */
    public boolean isOver() {
        return outcome.isDone();
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** True for the one caller that ended it. */
    boolean end(DrainOutcome how) {
        return outcome.complete(how);
    }

    @Override
    public String toString() {
        return "Drain[" + server.id() + ", " + (isOver() ? "over" : server.inFlight() + " in flight") + "]";
    }
}

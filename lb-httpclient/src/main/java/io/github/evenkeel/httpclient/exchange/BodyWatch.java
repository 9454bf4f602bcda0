package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.httpclient.policy.Timeouts;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then at the bodies of one pool that are still open, and ends those that stand still for too long. A
 * round costs a look at each; a body costs nothing until it is watched, and no clock is read and no timer set as its
 * parts arrive. Thread-safe.
 */
public final class BodyWatch {
    private static final int ROUNDS_PER_LIMIT = 8;

    private final Timeouts timeouts;
    private final @Nullable Executor nextRound;
    private final Set<BodyAccount<?>> open = ConcurrentHashMap.newKeySet();

    /** Whether a round is to come. Set by whoever brings the first body, cleared by a round that finds none left. */
    private final AtomicBoolean roundToCome = new AtomicBoolean();

    /**
     * Nothing is watched yet.
     *
     * @param timeouts how long bodies may stand still
     */
    public BodyWatch(Timeouts timeouts) {
        this.timeouts = timeouts;
        Duration shortest = timeouts.shortestForBodies();
        this.nextRound = shortest == null
                ? null
                : CompletableFuture.delayedExecutor(
                        Deadline.boundedNanos(shortest) / ROUNDS_PER_LIMIT, TimeUnit.NANOSECONDS);
    }

    Timeouts timeouts() {
        return timeouts;
    }

    /** Whether servers have so much time to go on, so that bodies are to be watched from their beginning. */
    boolean limitsServers() {
        return timeouts.firstByte() != null || timeouts.idle() != null;
    }

    void add(BodyAccount<?> body) {
        if (nextRound != null) {
            open.add(body);
            callNextRound();
        }
    }

    void remove(BodyAccount<?> body) {
        open.remove(body);
    }

    private void callNextRound() {
        if (nextRound != null && !roundToCome.get() && roundToCome.compareAndSet(false, true)) {
            nextRound.execute(this::round);
        }
    }

    private void round() {
        long now = System.nanoTime();
        open.forEach(body -> body.look(now));
        roundToCome.set(false);
        if (!open.isEmpty()) {
            callNextRound();
        }
    }
}

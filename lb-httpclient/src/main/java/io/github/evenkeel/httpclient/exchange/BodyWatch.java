package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.httpclient.policy.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then at the bodies of one pool that are still open, and ends those that stand still for too long. A
 * round costs a look at each; a body costs nothing until it is watched, and no clock is read and no timer set as its
 * parts arrive. Thread-safe.
 */
public final class BodyWatch {
    private static final int ROUNDS_PER_LIMIT = 8;

    private final Timeouts timeouts;

    /** Null if there is no limit to keep. */
    private final @Nullable Rounds<Standstill> rounds;

    /**
     * Nothing is watched yet.
     *
     * @param timeouts how long bodies may stand still
     */
    public BodyWatch(Timeouts timeouts) {
        this.timeouts = timeouts;
        Duration shortest = timeouts.shortestForBodies();
        this.rounds = shortest == null
                ? null
                : new Rounds<>(Deadline.boundedNanos(shortest) / ROUNDS_PER_LIMIT, Standstill::look);
    }

    Timeouts timeouts() {
        return timeouts;
    }

    /** Whether servers have so much time to go on, so that bodies are to be watched from their beginning. */
    boolean limitsServers() {
        return timeouts.firstByte() != null || timeouts.idle() != null;
    }

    void add(Standstill standstill) {
        if (rounds != null) {
            rounds.add(standstill);
        }
    }

    void remove(Standstill standstill) {
        if (rounds != null) {
            rounds.remove(standstill);
        }
    }
}

package io.github.evenkeel.httpclient.probe;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The instants at which probes of a pool begin, several at once. A probe by itself wakes half a dozen sleeping threads,
 * which costs more than what they then do; those that follow on its heels find them awake. Immutable.
 */
final class Beat {
    /** How many beats there are in an interval: none waits more than so small a part of it for the others. */
    private static final int BEATS = 50;

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Clients on one machine share a clock, and are not to wake up all at the same instants. */
    private final long phase;

    Beat() {
        this(ThreadLocalRandom.current().nextLong(LONGEST_NANOS));
    }

    Beat(long phase) {
        this.phase = phase;
    }

    /** How long it is to the first beat that is at least so far away. */
    long waitNanos(long least, long intervalNanos, long nowNanos) {
        long between = Math.max(1, Math.min(intervalNanos / BEATS, LONGEST_NANOS));
        return least + Math.floorMod(phase - nowNanos - least, between);
    }
}

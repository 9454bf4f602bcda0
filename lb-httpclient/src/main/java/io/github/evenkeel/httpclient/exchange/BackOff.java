package io.github.evenkeel.httpclient.exchange;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before servers that have all failed are asked again: exponential back-off with full jitter, after
 * Marc Brooker's "Exponential Backoff And Jitter". Any time up to the ceiling, so that clients that failed together do
 * not come back together.
 */
final class BackOff {
    private static final long FIRST_CEILING_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long CEILING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** More doublings change nothing, and would overflow. */
    private static final int DOUBLINGS = 4;

    private BackOff() {}

    /**
     * Draws a time to wait.
     *
     * @param earlier how often the exchange has waited before
     * @param random the caller's
     * @return from 0 to 25 ms, doubling with each wait up to 250 ms
     */
    static long nanos(int earlier, RandomGenerator random) {
        return random.nextLong(ceiling(earlier) + 1);
    }

    static long ceiling(int earlier) {
        return Math.min(CEILING_NANOS, FIRST_CEILING_NANOS << Math.min(earlier, DOUBLINGS));
    }
}

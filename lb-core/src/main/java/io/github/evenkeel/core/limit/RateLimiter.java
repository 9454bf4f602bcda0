package io.github.evenkeel.core.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket: so many requests a second, and after a pause so many at once. Thread-safe, lock-free, allocates
 * nothing; a refusal only reads.
 *
 * <p>The algorithm is the generic cell rate algorithm of ATM (ITU-T I.371): instead of a number of tokens and the time
 * of the last refill, it keeps the one time at which the bucket will be full again. Therefore, in <em>any</em> span of
 * time {@code t}, at most {@code burst + t * rate} requests are admitted, exactly, whatever threads race. The time from
 * one token to the next is rounded up to whole nanoseconds, never down: 3 a second are 3 every 1.000000002 s.
 *
 * <p>Times are those of one monotonic clock, such as {@code System.nanoTime()}; they are compared by subtraction, so
 * they may be negative and may wrap. Threads may read the clock in one order and come here in another: the late one
 * finds what the earlier one left, never more.
 */
public final class RateLimiter {
    private static final double LOWEST_RATE = 0.001;
    private static final double HIGHEST_RATE = 1_000_000;
    private static final int LARGEST_BURST = 1_000_000;
    private static final double NANOS_PER_SECOND = 1_000_000_000;

    private final double perSecond;
    private final int burst;
    private final long tokenNanos;
    private final long bucketNanos;

    /** When the bucket is full again; a time in the past means now. Written by CAS, which admits; it only advances. */
    private final AtomicLong fullNanos;

    /**
     * A full bucket.
     *
     * @param perSecond tokens that flow in, 0.001 to 1 000 000 a second
     * @param burst tokens that a full bucket holds, 1 to 1 000 000
     * @param nowNanos the time
     * @throws IllegalArgumentException naming the value that is out of its range, and what to do instead
     */
    public RateLimiter(double perSecond, int burst, long nowNanos) {
        Ranges.check(
                "perSecond",
                perSecond,
                LOWEST_RATE,
                HIGHEST_RATE,
                "to admit nothing or everything, use no rate limiter");
        Ranges.check("burst", burst, 1, LARGEST_BURST, "1 admits requests one by one, evenly spaced");
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokenNanos = (long) Math.ceil(NANOS_PER_SECOND / perSecond);
        this.bucketNanos = burst * tokenNanos;
        this.fullNanos = new AtomicLong(nowNanos);
    }

    /**
     * Asks for admission of one request.
     *
     * @param nowNanos the time
     * @return true if there was a token, which is then taken; a refusal costs nothing
     */
    public boolean tryAcquire(long nowNanos) {
        while (true) {
            long before = fullNanos.get();
            long after = later(before, nowNanos) + tokenNanos;
            if (after - nowNanos > bucketNanos) {
                return false;
            }
            if (fullNanos.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /**
     * How long to wait for the next token. Nobody is promised it: whoever asks first, gets it.
     *
     * @param nowNanos the time
     * @return nanoseconds until {@link #tryAcquire} would succeed, 0 if it would now
     */
    public long nanosUntilNext(long nowNanos) {
        long full = later(fullNanos.get(), nowNanos) + tokenNanos;
        return Math.max(0, full - nowNanos - bucketNanos);
    }

    private static long later(long nanos, long otherNanos) {
        return nanos - otherNanos > 0 ? nanos : otherNanos;
    }

    @Override
    public String toString() {
        return "RateLimiter[" + perSecond + "/s, burst " + burst + "]";
    }
}

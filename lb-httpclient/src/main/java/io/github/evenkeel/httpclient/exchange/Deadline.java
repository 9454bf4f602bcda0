package io.github.evenkeel.httpclient.exchange;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When an exchange must have its answer: the request's timeout, counted once from the start over all attempts. (The
 * JDK's own timer starts anew with each attempt.)
 */
final class Deadline {
    /** Longer timeouts are none: nanoseconds end after 292 years. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    /** The JDK refuses a timeout of zero. */
    private static final long LEAST_NANOS = 1_000_000;

    private static final Deadline NONE = new Deadline(true, 0);

    private final boolean none;
    private final long endNanos;

    private Deadline(boolean none, long endNanos) {
        this.none = none;
        this.endNanos = endNanos;
    }

    /** Refuses what the JDK refuses, which may come from a request of the caller's own class. */
    static Deadline in(Optional<Duration> timeout) {
        if (timeout.isPresent() && (timeout.get().isNegative() || timeout.get().isZero())) {
            throw new IllegalArgumentException("a timeout of " + timeout.get() + "; give a positive one, or none");
        }
        if (timeout.isEmpty() || timeout.get().compareTo(FOREVER) > 0) {
            return NONE;
        }
        return new Deadline(false, System.nanoTime() + timeout.get().toNanos());
    }

    boolean isOver() {
        return !none && endNanos - System.nanoTime() <= 0;
    }

    /** Whether there is time left after a wait of so long. */
    boolean allows(long waitNanos) {
        return none || endNanos - System.nanoTime() > waitNanos;
    }

    /** What one more attempt may take, itself limited or not; null for any time. */
    @Nullable
    Duration left(@Nullable Duration limit) {
        if (none) {
            return limit;
        }
        Duration left = Duration.ofNanos(leftNanos());
        return limit != null && limit.compareTo(left) < 0 ? limit : left;
    }

    boolean isNone() {
        return none;
    }

    /** Never zero. */
    long leftNanos() {
        return Math.max(LEAST_NANOS, endNanos - System.nanoTime());
    }

    /** In nanoseconds, of which there are only so many. */
    static long boundedNanos(Duration duration) {
        return duration.compareTo(FOREVER) > 0 ? FOREVER.toNanos() : duration.toNanos();
    }
}

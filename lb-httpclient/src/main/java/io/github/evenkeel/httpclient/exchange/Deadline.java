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

    private final boolean none;
    private final long endNanos;

    private Deadline(boolean none, long endNanos) {
        this.none = none;
        this.endNanos = endNanos;
    }

    static Deadline in(Optional<Duration> timeout) {
        if (timeout.isEmpty() || timeout.get().compareTo(FOREVER) > 0) {
            return new Deadline(true, 0);
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

    /** What one more attempt may take, or null for any time. */
    @Nullable
    Duration left() {
        return none ? null : Duration.ofNanos(Math.max(LEAST_NANOS, endNanos - System.nanoTime()));
    }
}

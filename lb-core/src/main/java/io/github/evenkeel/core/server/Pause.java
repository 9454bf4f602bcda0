package io.github.evenkeel.core.server;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Until when a server wants no requests, as it said itself. Thread-safe, lock-free. */
final class Pause {
    private record Until(long nanos) {}

    /*
     * Written by CAS by whoever hears the server ask, and then only to a later time as long as a pause lasts; read when
     * the pool is judged. An old value read costs a few requests that the server will turn away. A box, since every long
     * is a time and none is left to mean "never"; made anew only when a server asks for more.
     */
    private final AtomicReference<@Nullable Until> latest = new AtomicReference<>();

    /**
     * Takes note that the server asked for a pause. The longest asked for counts.
     *
     * @return true if a pause begins with it, false if one lasts already or its end has passed
     */
    boolean begin(long untilNanos, long nowNanos) {
        if (untilNanos - nowNanos <= 0) {
            return false;
        }
        while (true) {
            Until before = latest.get();
            boolean lasts = before != null && before.nanos - nowNanos > 0;
            if (lasts && before.nanos - untilNanos >= 0) {
                return false;
            }
            if (latest.compareAndSet(before, new Until(untilNanos))) {
                return !lasts;
            }
        }
    }

    /** How long it still lasts, 0 if it does not. */
    long leftNanos(long nowNanos) {
        Until now = latest.get();
        return now == null ? 0 : Math.max(0, now.nanos - nowNanos);
    }
}

package io.github.evenkeel.core.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many of a server's requests did not end well. Written when one ends so, read for statistics: not on the path of a
 * good request, and exact. Thread-safe, lock-free.
 */
final class EndCounts {
    private static final FailureKind[] KINDS = FailureKind.values();

    private final AtomicLongArray failures = new AtomicLongArray(KINDS.length);
    private final AtomicLong cancellations = new AtomicLong();

    void failed(FailureKind kind) {
        failures.incrementAndGet(kind.ordinal());
    }

    void cancelled() {
        cancellations.incrementAndGet();
    }

    long failures() {
        long sum = 0;
        for (FailureKind kind : KINDS) {
            sum += failures.get(kind.ordinal());
        }
        return sum;
    }

    Map<FailureKind, Long> failuresByKind() {
        Map<FailureKind, Long> counts = new EnumMap<>(FailureKind.class);
        for (FailureKind kind : KINDS) {
            counts.put(kind, failures.get(kind.ordinal()));
        }
        return counts;
    }

    long cancellations() {
        return cancellations.get();
    }
}

package io.github.evenkeel.benchmarks.simulation;

import java.util.Arrays;

/**
 * What a server tells a probe of Prequal: the median of its latest latencies with about as many requests as now. What is
 * older than a second it forgets, or one that once was slow would never get a request to show that it is no more.
 */
final class LatencyByLoad {
    private static final int LOADS = 128;
    private static final int KEPT = 5;
    private static final long LONGEST_AGE = Timeline.SECONDS;

    private final long[][] latest = new long[LOADS][KEPT];
    private final int[] seen = new int[LOADS];
    private final long[] seenNanos = new long[LOADS];

    /** A request that found so many others has been served. */
    void record(int load, long nanos, long nowNanos) {
        int at = Math.min(load, LOADS - 1);
        latest[at][seen[at]++ % KEPT] = nanos;
        seenNanos[at] = nowNanos;
    }

    /** For the nearest load that was seen of late; 0 if none was. */
    long estimate(int load, long nowNanos) {
        int at = Math.min(load, LOADS - 1);
        for (int distance = 0; distance < LOADS; distance++) {
            if (at - distance >= 0 && isFresh(at - distance, nowNanos)) {
                return median(at - distance);
            }
            if (at + distance < LOADS && isFresh(at + distance, nowNanos)) {
                return median(at + distance);
            }
        }
        return 0;
    }

    private boolean isFresh(int load, long nowNanos) {
        return seen[load] > 0 && nowNanos - seenNanos[load] <= LONGEST_AGE;
    }

    private long median(int load) {
        long[] sorted = Arrays.copyOf(latest[load], Math.min(seen[load], KEPT));
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

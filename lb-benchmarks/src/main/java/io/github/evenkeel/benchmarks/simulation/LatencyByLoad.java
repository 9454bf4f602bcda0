package io.github.evenkeel.benchmarks.simulation;

import java.util.Arrays;

/** What a server tells a probe of Prequal: the median of its latest latencies with about as many requests as now. */
final class LatencyByLoad {
    private static final int LOADS = 128;
    private static final int KEPT = 5;

    private final long[][] latest = new long[LOADS][KEPT];
    private final int[] seen = new int[LOADS];

    /** A request that found so many others has been served. */
    void record(int load, long nanos) {
        int at = Math.min(load, LOADS - 1);
        latest[at][seen[at]++ % KEPT] = nanos;
    }

    /** For the nearest load that was ever seen; 0 if none was. */
    long estimate(int load) {
        int at = Math.min(load, LOADS - 1);
        for (int distance = 0; distance < LOADS; distance++) {
            if (at - distance >= 0 && seen[at - distance] > 0) {
                return median(at - distance);
            }
            if (at + distance < LOADS && seen[at + distance] > 0) {
                return median(at + distance);
            }
        }
        return 0;
    }

    private long median(int load) {
        long[] sorted = Arrays.copyOf(latest[load], Math.min(seen[load], KEPT));
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

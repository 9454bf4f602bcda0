package io.github.evenkeel.core.selection;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The latest 128 numbers of requests in flight that servers reported, and the one that 84 in a hundred do not exceed:
 * who does is hot. Not taken from the pool of probes, which holds the good ones left over, so that by it nobody would
 * ever be hot. Lock-free; allocates nothing.
 */
final class RifHistory {
    private static final int SIZE = 128;

    /** Prequal's choice, 2^-1/4. */
    private static final double QUANTILE = 0.84;

    /** So seldom the quantile is taken anew, once there are so many numbers: it costs some thousand steps. */
    private static final int PERIOD = 16;

    /** Each written by the report whose turn it is, read for the quantile; a stale one counts an older report. */
    private final AtomicIntegerArray latest = new AtomicIntegerArray(SIZE);

    private final AtomicLong reports = new AtomicLong();

    /**
     * Written by every sixteenth report, read by every pick; a stale one is as good as the one before was. One that was
     * sought while numbers came in lies somewhere between those.
     */
    private volatile int quantile;

    void add(int inFlight) {
        long report = reports.getAndIncrement();
        latest.set((int) (report & (SIZE - 1)), Math.min(inFlight, Probe.MOST_IN_FLIGHT));
        if (report < PERIOD || report % PERIOD == 0) {
            quantile = quantile((int) Math.min(SIZE, report + 1));
        }
    }

    /** The number not exceeded by 84 in a hundred; 0 before the first report. */
    int quantile() {
        return quantile;
    }

    /** By halving the range of what it can be: sorting would take a copy. */
    private int quantile(int size) {
        int wanted = (int) Math.ceil(QUANTILE * size);
        int low = 0;
        int high = Probe.MOST_IN_FLIGHT;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int below = 0;
            for (int i = 0; i < size; i++) {
                below += latest.get(i) <= middle ? 1 : 0;
            }
            if (below >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}

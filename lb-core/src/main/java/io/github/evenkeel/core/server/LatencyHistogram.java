package io.github.evenkeel.core.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * How long the responses of the last half to whole minute took: logarithmic buckets, eight to a doubling, so that a
 * percentile is at most 6 % off between 8 µs and 18 minutes. Thread-safe, lock-free, allocates nothing.
 *
 * <p>Lossy on purpose: of two responses that fall into one bucket at one instant, one may go uncounted. That costs a
 * percentile nothing and keeps the count from being one more contended addition per request; exact counts are kept
 * elsewhere.
 */
final class LatencyHistogram {
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle PERIOD;

    static {
        try {
            PERIOD = MethodHandles.lookup().findVarHandle(LatencyHistogram.class, "period", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The unit is 2^10 ns, about a microsecond. */
    private static final int UNIT_SHIFT = 10;

    private static final int STEPS_SHIFT = 3;
    private static final int STEPS = 1 << STEPS_SHIFT;

    /** Of the longest told apart, 2^30 units. */
    private static final int LONGEST_BITS = 30;

    static final int BUCKETS = (LONGEST_BITS - STEPS_SHIFT + 1) * STEPS;

    /** A period is 2^35 ns, 34 s. */
    private static final int PERIOD_SHIFT = 35;

    private static final int PERIODS = 4;

    /** The number of no period. */
    private static final long NONE_YET = Long.MIN_VALUE;

    /**
     * One array of counts for each of four periods in turn: the present one, the one before, which is read too, one in
     * reserve for a writer that was held up, and the next one, which is always clean.
     */
    private final int[][] counts = new int[PERIODS][BUCKETS];

    /*
     * The number of the present period. Written by the CAS of the first response that finds it over, who then cleans the
     * array of the period to come; read by every response. A stale read counts a response for the period before.
     */
    @SuppressWarnings("FieldMayBeFinal") // written through PERIOD
    private volatile long period = NONE_YET;

    void record(long nanos, long nowNanos) {
        int[] present = counts[slot(advance(nowNanos))];
        int bucket = bucket(nanos);
        COUNT.setOpaque(present, bucket, (int) COUNT.getOpaque(present, bucket) + 1);
    }

    /** Adds this period's counts and those of the one before to the counts of {@link #BUCKETS}. */
    void addTo(long[] sum, long nowNanos) {
        long now = advance(nowNanos);
        for (long each = now - 1; each <= now; each++) {
            int[] some = counts[slot(each)];
            for (int i = 0; i < BUCKETS; i++) {
                sum[i] += (int) COUNT.getOpaque(some, i);
            }
        }
    }

    private long advance(long nowNanos) {
        long now = nowNanos >> PERIOD_SHIFT;
        long known = period;
        while (known == NONE_YET || ahead(now, known) > 0) {
            if (known == NONE_YET) {
                PERIOD.compareAndSet(this, known, now);
            } else {
                // Of a long silence only the end, which is enough for every array to be cleaned.
                long next = ahead(now, known) < PERIODS ? known + 1 : now - PERIODS + 1;
                if (PERIOD.compareAndSet(this, known, next)) {
                    Arrays.fill(counts[slot(next + 1)], 0);
                }
            }
            known = period;
        }
        return known;
    }

    private static int slot(long period) {
        return (int) (period & (PERIODS - 1));
    }

    /** How many periods one is after the other, though their numbers wrap with the nanoseconds. */
    private static long ahead(long one, long other) {
        return ((one - other) << PERIOD_SHIFT) >> PERIOD_SHIFT;
    }

    private static int bucket(long nanos) {
        long units = Math.min(Math.max(0, nanos) >> UNIT_SHIFT, (1L << LONGEST_BITS) - 1);
        if (units < STEPS) {
            return (int) units;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(units) - STEPS_SHIFT;
        return (shift << STEPS_SHIFT) + (int) (units >> shift);
    }

    /** The middle of a bucket. */
    static double nanos(int bucket) {
        int shift = Math.max(0, (bucket >> STEPS_SHIFT) - 1);
        long units = bucket - ((long) shift << STEPS_SHIFT);
        return (units + 0.5) * (1L << (shift + UNIT_SHIFT));
    }
}

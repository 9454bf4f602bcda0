package io.github.evenkeel.core.health;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Successes and failures of the last while, in a fixed ring of buckets. Thread-safe, lock-free, allocates nothing after
 * construction (a linked window would: resilience4j's drags its dead nodes through every young collection).
 *
 * <p>The window covers between {@code BUCKETS - 1} and {@code BUCKETS} bucket lengths: the newest bucket is still
 * filling.
 */
final class FailureWindow {
    static final int BUCKETS = 10;

    /*
     * One word a bucket, one CAS a result:
     *
     *   63 .. 40 | 39 .. 20 | 19 .. 0
     *   tick     | failures | successes        (when one is full both are halved, which leaves the share as it is)
     *
     * The tick says which bucket length the counts belong to. A result that finds an earlier tick in its slot starts
     * the bucket anew; one that comes whole turns late is dropped. Ticks are known by their low 24 bits, so a slot that
     * nobody touched for half a wrap (97 days of seconds) seems to lie ahead: further than any result is late, which
     * tells it apart. An empty slot has no tick.
     */
    private static final int COUNT_BITS = 20;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int TICK_SHIFT = 2 * COUNT_BITS;
    private static final int TICK_BITS = 24;
    private static final int MOST_TICKS_LATE = 100 * BUCKETS;
    private static final long ONE_FAILURE = 1L << COUNT_BITS;
    private static final long ONE_SUCCESS = 1;

    private final long bucketNanos;
    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    FailureWindow(long windowNanos) {
        this.bucketNanos = Math.max(1, windowNanos / BUCKETS);
    }

    void record(boolean failed, long nowNanos) {
        long tick = Math.floorDiv(nowNanos, bucketNanos);
        int slot = (int) Math.floorMod(tick, (long) BUCKETS);
        while (true) {
            long before = buckets.get(slot);
            int behind = ticksBetween(tick, before >>> TICK_SHIFT);
            if (before != 0 && behind < 0 && behind >= -MOST_TICKS_LATE) {
                return; // the clock was read before the ring turned: a whole window late, it says nothing of now
            }
            long start = behind == 0 ? withRoom(before) : tick << TICK_SHIFT;
            long after = start + (failed ? ONE_FAILURE : ONE_SUCCESS);
            if (buckets.compareAndSet(slot, before, after)) {
                return;
            }
        }
    }

    /** Whether at least {@code minimum} requests are in the window and at least {@code percent} of them failed. */
    boolean failedShareReaches(int percent, int minimum, long nowNanos) {
        long tick = Math.floorDiv(nowNanos, bucketNanos);
        long failures = 0;
        long total = 0;
        for (int slot = 0; slot < BUCKETS; slot++) {
            long bucket = buckets.get(slot);
            int age = ticksBetween(tick, bucket >>> TICK_SHIFT);
            if (age < BUCKETS && age > -BUCKETS) {
                failures += failures(bucket);
                total += failures(bucket) + successes(bucket);
            }
        }
        return total >= minimum && failures * 100 >= total * percent;
    }

    /** How far {@code earlier} (24 bits) lies behind {@code tick}; negative when ahead. */
    private static int ticksBetween(long tick, long earlier) {
        int shift = Integer.SIZE - TICK_BITS;
        return (int) (tick - earlier) << shift >> shift;
    }

    private static long withRoom(long bucket) {
        if (failures(bucket) < COUNT_MASK && successes(bucket) < COUNT_MASK) {
            return bucket;
        }
        long tick = bucket >>> TICK_SHIFT;
        return (tick << TICK_SHIFT) + failures(bucket) / 2 * ONE_FAILURE + successes(bucket) / 2 * ONE_SUCCESS;
    }

    private static long failures(long bucket) {
        return bucket >>> COUNT_BITS & COUNT_MASK;
    }

    private static long successes(long bucket) {
        return bucket & COUNT_MASK;
    }
}

package io.github.evenkeel.core.health;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The requests of the last while. Counters only ever grow; what they stood at when each of the last ten buckets of time
 * began is kept, and the window is the difference.
 *
 * <p>It covers between {@code BUCKETS - 1} and {@code BUCKETS} bucket lengths: the newest bucket is still filling. Time
 * never goes back: a result whose clock was read before another's counts with that one.
 */
final class TimeWindow implements OutcomeWindow {
    static final int BUCKETS = 10;

    private final long originNanos;
    private final long bucketNanos;
    private final Count requests = new Count();
    private final Count failures = new Count();
    private final Count slow = new Count();

    /**
     * When the newest bucket ends. Written by the first result after that, by CAS; read by every result, which counts
     * in the bucket before if the value is stale.
     */
    private final AtomicLong endNanos;

    TimeWindow(long windowNanos, long nowNanos) {
        this.originNanos = nowNanos;
        this.bucketNanos = windowNanos / BUCKETS;
        this.endNanos = new AtomicLong(nowNanos + bucketNanos);
    }

    @Override
    public boolean record(boolean failed, boolean wasSlow, long nowNanos) {
        boolean turned = turn(nowNanos);
        requests.total.increment();
        if (failed) {
            failures.total.increment();
        }
        if (wasSlow) {
            slow.total.increment();
        }
        return turned;
    }

    /**
     * Begins the buckets up to now, if the newest one is over. Whoever finds that does the same work; the results of a
     * bucket are counted only after somebody's CAS has published it.
     */
    @Override
    public boolean turn(long nowNanos) {
        boolean turned = false;
        while (true) {
            long end = endNanos.get();
            long late = nowNanos - end;
            if (late < 0) {
                return turned;
            }
            turned = true;
            long turns = late / bucketNanos + 1;
            long newest = newest(end) + turns;
            for (long bucket = newest - Math.min(turns, BUCKETS) + 1; bucket <= newest; bucket++) {
                failures.begin(bucket, end);
                slow.begin(bucket, end);
                requests.begin(bucket, end); // last, see turns
            }
            endNanos.compareAndSet(end, end + turns * bucketNanos);
        }
    }

    /**
     * The end of the newest bucket and where the oldest began: neither goes back, so if the sum is the same both are. A
     * bucket is begun in the slot of one that is still read, with its requests last: until then failures are at worst
     * too few.
     */
    @Override
    public long turns() {
        long end = endNanos.get();
        return end + requests.start(end);
    }

    @Override
    public long requests() {
        return requests.inWindow();
    }

    @Override
    public long failures() {
        return failures.inWindow();
    }

    @Override
    public long slow() {
        return slow.inWindow();
    }

    /** The number of the bucket that ends then; the first is 0. */
    private long newest(long end) {
        return (end - originNanos) / bucketNanos - 1;
    }

    private static int slot(long bucket) {
        return (int) (bucket % BUCKETS);
    }

    /** A counter, and what it stood at when each bucket began. */
    private final class Count {
        final LongAdder total = new LongAdder();

        /** Written by whoever begins a bucket, read by whoever judges; who reads during a turn sees fewer requests. */
        private final AtomicLongArray starts = new AtomicLongArray(BUCKETS);

        /**
         * Notes where the bucket begins. The sum is taken before the look at the end: while that stands, nothing of the
         * new bucket has been counted. And as a start only grows, the CAS of a thread that slept over the turn fails.
         */
        void begin(long bucket, long end) {
            int slot = slot(bucket);
            long before = starts.get(slot);
            long start = total.sum();
            if (endNanos.get() == end) {
                starts.compareAndSet(slot, before, start);
            }
        }

        long inWindow() {
            long start = start(endNanos.get()); // before the sum, which then is no less
            return total.sum() - start;
        }

        long start(long end) {
            return starts.get(slot(Math.max(0, newest(end) - BUCKETS + 1)));
        }
    }
}

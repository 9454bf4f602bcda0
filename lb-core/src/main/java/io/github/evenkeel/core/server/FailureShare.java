package io.github.evenkeel.core.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The share of the latest requests that failed: each outcome weighs a tenth of what came before. Thread-safe,
 * lock-free, allocates nothing; a success on a server without failures only reads.
 */
final class FailureShare {
    /*
     * One word:
     *
     *   63 .. 32            | 31 .. 0
     *   share (float bits)  | time of the last failure, in ticks
     *
     * Of the last failure, not of the last outcome: a success must not make old failures count as new ones, or a server
     * that has recovered would be shunned anew after each request it serves well.
     */
    private static final float WEIGHT = 0.1f;

    /** Below this a share is nothing: the word goes back to zero and successes stop writing. */
    private static final float NOTHING = 0.001f;

    private final AtomicLong word = new AtomicLong();

    void record(boolean failed, long nowNanos) {
        while (true) {
            long before = word.get();
            if (before == 0 && !failed) {
                return;
            }
            float old = value(before);
            float share = old + ((failed ? 1 : 0) - old) * WEIGHT;
            int tick = failed ? Ticks.at(nowNanos) : (int) before;
            long after = share < NOTHING ? 0 : pack(share, tick);
            if (word.compareAndSet(before, after)) {
                return;
            }
        }
    }

    /** The share, 0 to 1; halved for each {@code halfLifeNanos} without a failure, or nobody would ever try again. */
    double share(long nowNanos, long halfLifeNanos) {
        long now = word.get();
        if (now == 0) {
            return 0;
        }
        long age = Ticks.nanosBetween((int) now, Ticks.at(nowNanos));
        return value(now) * Decay.halved(age, halfLifeNanos);
    }

    private static long pack(float share, int tick) {
        return (long) Float.floatToRawIntBits(share) << 32 | Integer.toUnsignedLong(tick);
    }

    private static float value(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }
}

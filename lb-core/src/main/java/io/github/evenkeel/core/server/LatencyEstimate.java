package io.github.evenkeel.core.server;

/**
 * How long a server takes to answer: an exponentially weighted moving average by time (not by count) with a time
 * constant of one second. Peaks do not stick: an average that jumps to every peak (Finagle's peak EWMA) mistakes a
 * garbage collection for a slow server. For the same reason a sample at most doubles the average: when a server that
 * stood still is back, what it owed arrives and would have it shunned now that it is well, while a server that has become
 * slow still shows after a few more samples.
 *
 * <p>Functions on one word, so that value and age always belong together and the word can lie beside the others that a
 * pick reads:
 *
 * <pre>
 *   63 .. 33                   | 32                 | 31 .. 0
 *   nanoseconds (float bits)   | not the first one  | time of the last sample, in ticks
 * </pre>
 *
 * A first sample of more than twenty times the second, or what the pool takes, does not count: what is cold is slow,
 * by a connection to open or code to compile on either side, and one such answer would keep a server from its next.
 *
 * <p>Zero means no sample yet. A server idle for 78 hours looks fresh for a minute, which costs one badly weighted sample.
 */
final class LatencyEstimate {
    private static final float TIME_CONSTANT_NANOS = 1_000_000_000;

    /** What a sample adds to the average at most, in terms of that. */
    private static final float MOST_GROWTH = 1;

    /** A first sample of more than so many times what is usual is not believed. */
    private static final float INCREDIBLE = 20;

    /** Set when the sample was not the first; the lowest bit of the float, which nobody misses. */
    private static final int SEVERAL = 1;

    private LatencyEstimate() {}

    /** The word after one more sample. */
    static long after(long before, long sampleNanos, long nowNanos) {
        int tick = Ticks.at(nowNanos);
        float nanos = Math.max(1, sampleNanos);
        boolean known = before != 0 && !(isYoung(before) && value(before) > INCREDIBLE * nanos);
        if (known) {
            // At least one tick, or requests that end within one would count for nothing.
            float elapsed = Math.max(Ticks.NANOS, Ticks.nanosBetween((int) before, tick));
            float share = elapsed / (elapsed + TIME_CONSTANT_NANOS);
            float old = value(before);
            nanos = old + Math.min((nanos - old) * share, old * MOST_GROWTH);
        }
        int high = ((Float.floatToRawIntBits(nanos) + SEVERAL) & ~SEVERAL) | (before == 0 ? 0 : SEVERAL);
        return (long) high << 32 | Integer.toUnsignedLong(tick);
    }

    /** The estimate in nanoseconds, 0 before the first sample. */
    static double nanos(long word) {
        return value(word);
    }

    /** The same, but that of a first sample far above the mean of the pool, which may be due to the start alone. */
    static double nanos(long word, double meanNanos) {
        double nanos = value(word);
        return isYoung(word) && nanos > INCREDIBLE * meanNanos ? meanNanos : nanos;
    }

    /** The lower of the estimate and a limit. Floats that are not negative are ordered as their bits are. */
    static double nanosAtMost(long word, float limitNanos) {
        return Float.intBitsToFloat(Math.min(bits(word), Float.floatToRawIntBits(limitNanos)));
    }

    private static boolean isYoung(long word) {
        return (word >>> 32 & SEVERAL) == 0;
    }

    private static float value(long word) {
        return Float.intBitsToFloat(bits(word));
    }

    private static int bits(long word) {
        return (int) (word >>> 32) & ~SEVERAL;
    }

    /** Time since the last sample; meaningless before the first. */
    static long ageNanos(long word, long nowNanos) {
        return Ticks.nanosBetween((int) word, Ticks.at(nowNanos));
    }
}

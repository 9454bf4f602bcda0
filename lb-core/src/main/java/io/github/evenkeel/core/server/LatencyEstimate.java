package io.github.evenkeel.core.server;

/**
 * How long a server takes to answer: an exponentially weighted moving average by time (not by count) with a time
 * constant of one second. Peaks do not stick: an average that jumps to every peak (Finagle's peak EWMA) mistakes a
 * garbage collection for a slow server.
 *
 * <p>Functions on one word, so that value and age always belong together and the word can lie beside the others that a
 * pick reads:
 *
 * <pre>
 *   63 .. 32                  | 31 .. 0
 *   nanoseconds (float bits)  | time of the last sample, in ticks
 * </pre>
 *
 * Zero means no sample yet. A server idle for 78 hours looks fresh for a minute, which costs one badly weighted sample.
 */
final class LatencyEstimate {
    private static final float TIME_CONSTANT_NANOS = 1_000_000_000;

    private LatencyEstimate() {}

    /** The word after one more sample. */
    static long after(long before, long sampleNanos, long nowNanos) {
        int tick = Ticks.at(nowNanos);
        float nanos = Math.max(1, sampleNanos);
        if (before != 0) {
            // At least one tick, or requests that end within one would count for nothing.
            float elapsed = Math.max(Ticks.NANOS, Ticks.nanosBetween((int) before, tick));
            float share = elapsed / (elapsed + TIME_CONSTANT_NANOS);
            float old = Float.intBitsToFloat((int) (before >>> 32));
            nanos = old + (nanos - old) * share;
        }
        return (long) Float.floatToRawIntBits(nanos) << 32 | Integer.toUnsignedLong(tick);
    }

    /** The estimate in nanoseconds, 0 before the first sample. */
    static double nanos(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }

    /** Time since the last sample; meaningless before the first. */
    static long ageNanos(long word, long nowNanos) {
        return Ticks.nanosBetween((int) word, Ticks.at(nowNanos));
    }
}

package io.github.evenkeel.core.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the server takes to answer: an exponentially weighted moving average by time (not by count) with a time
 * constant of one second. Peaks do not stick: an average that jumps to every peak (Finagle's peak EWMA) mistakes a
 * garbage collection for a slow server. Thread-safe, lock-free, allocates nothing.
 */
final class LatencyEstimate {
    /*
     * One word, so that value and age always belong together:
     *
     *   63 .. 32                  | 31 .. 0
     *   nanoseconds (float bits)  | time of the last sample, in ticks
     *
     * Zero means no sample yet. A server idle for 78 hours looks fresh for a minute, which costs one badly weighted
     * sample.
     */
    private static final float TIME_CONSTANT_NANOS = 1_000_000_000;

    private final AtomicLong word = new AtomicLong();

    void record(long sampleNanos, long nowNanos) {
        int tick = Ticks.at(nowNanos);
        float sample = Math.max(1, sampleNanos);
        while (true) {
            long before = word.get();
            float nanos = sample;
            if (before != 0) {
                // At least one tick, or requests that end within one would count for nothing.
                float elapsed = Math.max(Ticks.NANOS, Ticks.nanosBetween((int) before, tick));
                float share = elapsed / (elapsed + TIME_CONSTANT_NANOS);
                float old = value(before);
                nanos = old + (sample - old) * share;
            }
            long after = (long) Float.floatToRawIntBits(nanos) << 32 | Integer.toUnsignedLong(tick);
            if (word.compareAndSet(before, after)) {
                return;
            }
        }
    }

    /** The estimate in nanoseconds, 0 before the first sample. */
    double nanos() {
        return value(word.get());
    }

    /** Time since the last sample; meaningless before the first. */
    long ageNanos(long nowNanos) {
        return Ticks.nanosBetween((int) word.get(), Ticks.at(nowNanos));
    }

    private static float value(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }
}

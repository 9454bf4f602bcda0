package io.github.evenkeel.core.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the server takes to answer at its worst: Finagle's peak EWMA, a moving average that jumps to every greater
 * sample at once and falls off with a time constant of ten seconds, samples or none. Thread-safe, lock-free, allocates
 * nothing; reading it changes nothing.
 */
public final class PeakLatency {
    /*
     * One word, as in LatencyEstimate:
     *
     *   63 .. 32                  | 31 .. 0
     *   nanoseconds (float bits)  | time of the last sample, in ticks
     */
    private static final long TIME_CONSTANT_NANOS = 10_000_000_000L;

    private final AtomicLong word = new AtomicLong();

    PeakLatency() {}

    void record(long sampleNanos, long nowNanos) {
        int tick = Ticks.at(nowNanos);
        float sample = Math.max(1, sampleNanos);
        while (true) {
            long before = word.get();
            float peak = value(before);
            float nanos = sample;
            if (sample < peak) {
                nanos += (peak - sample) * (float) remaining(before, tick);
            }
            long after = (long) Float.floatToRawIntBits(nanos) << 32 | Integer.toUnsignedLong(tick);
            if (word.compareAndSet(before, after)) {
                return;
            }
        }
    }

    /**
     * What is left of it now.
     *
     * @param nowNanos the time
     * @return nanoseconds, 0 before the first response
     */
    public double nanos(long nowNanos) {
        long now = word.get();
        return now == 0 ? 0 : value(now) * remaining(now, Ticks.at(nowNanos));
    }

    private static double remaining(long word, int tick) {
        return Decay.exponential(Ticks.nanosBetween((int) word, tick), TIME_CONSTANT_NANOS);
    }

    private static float value(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }
}

package io.github.evenkeel.core.limit;

import java.util.Objects;

/**
 * Keeps a short queue at the server, as TCP Vegas does in the network: the round trip without load is the shortest seen;
 * what a round trip takes longer, times the limit, is the queue. Short queues let the limit grow, long ones shrink it.
 * The formulas are those of Netflix's {@code VegasLimit}, with {@code log = max(1, floor(log10(limit)))}:
 *
 * <pre>{@code
 *   queue = ceil(limit * (1 - shortest / rtt))
 *   queue <= log       limit + 6 log
 *   queue <  3 log     limit + log
 *   queue >  6 log     limit - log, or limit / 2
 *   dropped            the same, whatever the queue
 * }</pre>
 *
 * <p>Nothing grows while less than half of the limit is in use. After about 15 to 30 samples for each request of the
 * limit (at most 65 535) the next success is taken for the shortest round trip, whatever it was: a server that has
 * become slower for good would else be held back for ever. The number is spread by the very time measured, so that many
 * clients do not probe together, and a run repeats exactly.
 *
 * <p>Other than Netflix's, a dropped request is never taken for the shortest round trip: a server that refuses within a
 * millisecond would make each of its real answers look queued.
 *
 * @param initial where the limit starts, 1 to {@code most}
 * @param most where it stops rising, at most 65 535
 * @param smoothing which share of each change is made, 0.01 to 1
 * @param decrease how the limit shrinks
 */
public record VegasLimit(int initial, int most, double smoothing, Decrease decrease) implements LimitAlgorithm {
    /** How a limit shrinks. */
    public enum Decrease {
        /** By the logarithm of the limit, as it grows: gentle. */
        LOG10,
        /** By half: fast, for large limits that one overload must bring down within few round trips. */
        HALVE
    }

    private static final int ALPHA = 3;
    private static final int BETA = 6;
    private static final double SAMPLES_PER_PROBE = 30;

    /** From 20 up to 1000, every change made in full. */
    public static final VegasLimit DEFAULT = new VegasLimit(20, 1000, 1, Decrease.LOG10);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range, and what to do instead
     */
    public VegasLimit {
        Ranges.check("most", most, 1, LimitState.MAX_LIMIT, "for no limit at all, use none");
        Ranges.check("initial", initial, 1, most, "a limit of 0 would never see a sample");
        Ranges.check("smoothing", smoothing, 0.01, 1, "1 makes every change in full");
        Objects.requireNonNull(decrease, "decrease");
    }

    /**
     * The same between other limits.
     *
     * @param from where the limit starts
     * @param highest where it stops rising
     * @return changed algorithm
     */
    public VegasLimit withLimits(int from, int highest) {
        return new VegasLimit(from, highest, smoothing, decrease);
    }

    /**
     * The same with another smoothing.
     *
     * @param share which share of each change is made
     * @return changed algorithm
     */
    public VegasLimit withSmoothing(double share) {
        return new VegasLimit(initial, most, share, decrease);
    }

    /**
     * The same with another decrease.
     *
     * @param way how the limit shrinks
     * @return changed algorithm
     */
    public VegasLimit withDecrease(Decrease way) {
        return new VegasLimit(initial, most, smoothing, way);
    }

    @Override
    public long next(long state, long rttNanos, int inFlight, boolean dropped) {
        double limit = LimitState.limitEstimate(state);
        int shortest = LimitState.rtt(state);
        if (dropped) {
            return moved(limit, decreased(limit), LimitState.samples(state), shortest);
        }
        int rtt = LimitState.rttCode((double) rttNanos);
        int samples = Math.min(LimitState.samples(state) + 1, LimitState.MAX_SAMPLES);
        if (samples >= samplesToProbe(limit, shortest)) {
            return LimitState.pack(limit, 0, rtt);
        }
        if (shortest == 0 || rtt < shortest) {
            return LimitState.pack(limit, samples, rtt);
        }
        double target = inFlight * 2 < limit ? limit : target(limit, shortest, rtt);
        return moved(limit, target, samples, shortest);
    }

    private double target(double limit, int shortest, int rtt) {
        double queue = Math.ceil(limit * (1 - LimitState.rttNanos(shortest) / LimitState.rttNanos(rtt)));
        int log = log10(limit);
        if (queue <= log) {
            return limit + BETA * log;
        }
        if (queue < ALPHA * log) {
            return limit + log;
        }
        return queue > BETA * log ? decreased(limit) : limit;
    }

    private double decreased(double limit) {
        return decrease == Decrease.HALVE ? limit / 2 : limit - log10(limit);
    }

    private long moved(double limit, double target, int samples, int shortest) {
        return LimitState.pack(LimitState.smoothed(limit, target, smoothing, 1, most), samples, shortest);
    }

    /** After how many successes the next one is a probe. */
    static double samplesToProbe(double limit, int shortest) {
        double spread = ((shortest * 0x9E3779B97F4A7C15L) >>> 40) * 0x1p-24;
        return Math.min(LimitState.MAX_SAMPLES, (0.5 + spread / 2) * SAMPLES_PER_PROBE * limit);
    }

    private static int log10(double limit) {
        int log = 1;
        for (double rest = limit; rest >= 100; rest /= 10) {
            log++;
        }
        return log;
    }
}

package io.github.evenkeel.core.limit;

/**
 * Follows the trend of latency: while a round trip takes no more than 1.5 times the long-term average, the limit grows
 * by an allowed queue; beyond, it shrinks in proportion, by at most half. The formulas are those of Netflix's
 * {@code Gradient2Limit}:
 *
 * <pre>{@code
 *   average  = mean of the first 10 samples, then moving, each sample weighs 2/601
 *   gradient = tolerance * average / rtt, from 0.5 to 1
 *   limit    = limit * (1 - smoothing) + (limit * gradient + queue) * smoothing
 * }</pre>
 *
 * <p>Nothing moves while less than half of the limit is in use. An average more than twice a round trip loses a
 * twentieth with each such sample after the first, so that it comes down fast after an overload.
 *
 * <p>Netflix's grows to its highest limit while every request times out after the same time, since an unchanging round
 * trip has no gradient (its issue 137, open). Here a dropped request is a gradient of 0.5 with no queue allowed, and
 * does not enter the average: timeouts lower the limit, the more the more there are. What cannot be told apart is a
 * server that <em>succeeds</em>, always equally late: after some hundred samples that is its normal round trip.
 *
 * @param initial where the limit starts, {@code least} to {@code most}
 * @param least where it stops falling, at least 1 (Netflix's 20 would protect no server that can do 5)
 * @param most where it stops rising, at most 65 535
 * @param queue requests that may wait at the server, 1 to 1000
 * @param tolerance how many times the average a round trip may take, 1 to 10
 * @param smoothing which share of each change is made, 0.01 to 1
 */
public record Gradient2Limit(int initial, int least, int most, int queue, double tolerance, double smoothing)
        implements LimitAlgorithm {
    private static final int FIRST_SAMPLES = 10;
    private static final double SAMPLE_WEIGHT = 2.0 / 601;
    private static final double STEEPEST = 0.5;
    private static final double HIGH_AVERAGE = 2;
    private static final double HIGH_AVERAGE_DECAY = 0.95;

    /** From 20, between 1 and 200; 4 may queue, 1.5 times the average is tolerated, a fifth of each change is made. */
    public static final Gradient2Limit DEFAULT = new Gradient2Limit(20, 1, 200, 4, 1.5, 0.2);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range, and what to do instead
     */
    public Gradient2Limit {
        Ranges.check("most", most, 1, LimitState.MAX_LIMIT, "for no limit at all, use none");
        Ranges.check("least", least, 1, most, "a limit of 0 would never see another sample");
        Ranges.check("initial", initial, least, most, "start between least and most");
        Ranges.check("queue", queue, 1, 1000, "without a queue the limit could never grow");
        Ranges.check("tolerance", tolerance, 1, 10, "below 1 the limit would shrink at rest");
        Ranges.check("smoothing", smoothing, 0.01, 1, "1 makes every change in full");
    }

    /**
     * The same between other limits.
     *
     * @param from where the limit starts
     * @param lowest where it stops falling
     * @param highest where it stops rising
     * @return changed algorithm
     */
    public Gradient2Limit withLimits(int from, int lowest, int highest) {
        return new Gradient2Limit(from, lowest, highest, queue, tolerance, smoothing);
    }

    /**
     * The same with another queue.
     *
     * @param requests how many may wait at the server
     * @return changed algorithm
     */
    public Gradient2Limit withQueue(int requests) {
        return new Gradient2Limit(initial, least, most, requests, tolerance, smoothing);
    }

    /**
     * The same with another tolerance.
     *
     * @param times how many times the average a round trip may take
     * @return changed algorithm
     */
    public Gradient2Limit withTolerance(double times) {
        return new Gradient2Limit(initial, least, most, queue, times, smoothing);
    }

    /**
     * The same with another smoothing.
     *
     * @param share which share of each change is made
     * @return changed algorithm
     */
    public Gradient2Limit withSmoothing(double share) {
        return new Gradient2Limit(initial, least, most, queue, tolerance, share);
    }

    @Override
    public long next(long state, long rttNanos, int inFlight, boolean dropped) {
        double limit = LimitState.limitEstimate(state);
        int samples = LimitState.samples(state);
        if (dropped) {
            return LimitState.pack(moved(limit, limit * STEEPEST), samples, LimitState.rtt(state));
        }
        double rtt = (double) Math.max(1, rttNanos);
        double old = LimitState.rttNanos(LimitState.rtt(state));
        boolean first = samples < FIRST_SAMPLES;
        double average = old + (rtt - old) * (first ? 1.0 / (samples + 1) : SAMPLE_WEIGHT);
        boolean isHigh = average > HIGH_AVERAGE * rtt && samples >= FIRST_SAMPLES - 1; // a mean is one of all it is of
        double learnt = isHigh ? average * HIGH_AVERAGE_DECAY : average;
        double moved = limit;
        if (inFlight >= limit / 2) {
            double gradient = Math.max(STEEPEST, Math.min(1, tolerance * average / rtt));
            moved = moved(limit, limit * gradient + queue);
        }
        return LimitState.pack(moved, first ? samples + 1 : samples, LimitState.rttCode(learnt));
    }

    private double moved(double limit, double target) {
        return LimitState.smoothed(limit, target, smoothing, least, most);
    }
}

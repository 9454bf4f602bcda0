package io.github.evenkeel.core.limit;

/**
 * What a limit has learnt, in one word, so that one compare-and-set replaces all of it.
 *
 * <pre>
 *   63 .. 40            | 39 .. 24 | 23 .. 0
 *   limit, in 1/256     | samples  | a round trip time
 * </pre>
 *
 * What samples and the round trip mean is up to the algorithm. The time is a float of 6 exponent and 18 fraction bits
 * (4 millionths), from 1 ns up, 0 for none; a greater code is a longer time.
 */
final class LimitState {
    /** The highest limit: 16 bits. Nobody has more connections to one server either, for it has no more ports. */
    static final int MAX_LIMIT = (1 << 16) - 1;

    static final int MAX_SAMPLES = (1 << 16) - 1;

    private static final int RTT_BITS = 24;
    private static final int RTT_MASK = (1 << RTT_BITS) - 1;
    private static final int SAMPLE_BITS = 16;
    private static final int LIMIT_SHIFT = RTT_BITS + SAMPLE_BITS;
    private static final double FRACTION = 256;

    /** A float's low bits that a code leaves out: 23 fraction bits become 18. */
    private static final int FLOAT_SHIFT = 5;

    private static final int FLOAT_ROUND = 1 << (FLOAT_SHIFT - 1);
    private static final int ONE_NANO = Float.floatToRawIntBits(1);

    private LimitState() {}

    static long pack(double limit, int samples, int rtt) {
        return Math.round(limit * FRACTION) << LIMIT_SHIFT | (long) samples << RTT_BITS | rtt;
    }

    static long starting(int limit) {
        return pack(limit, 0, 0);
    }

    /** The limit as it applies: whole requests. */
    static int limit(long state) {
        return (int) limitEstimate(state);
    }

    /** The limit as the algorithm goes on with it. */
    static double limitEstimate(long state) {
        return (double) (state >>> LIMIT_SHIFT) / FRACTION;
    }

    static int samples(long state) {
        return (int) (state >>> RTT_BITS) & MAX_SAMPLES;
    }

    static int rtt(long state) {
        return (int) state & RTT_MASK;
    }

    /** The code of a time; what is below a nanosecond is a clock too coarse, and counts as one. */
    static int rttCode(double nanos) {
        int bits = Float.floatToRawIntBits((float) Math.max(1, nanos));
        return ((bits - ONE_NANO + FLOAT_ROUND) >> FLOAT_SHIFT) + 1;
    }

    static double rttNanos(int code) {
        return code == 0 ? 0 : Float.intBitsToFloat(((code - 1) << FLOAT_SHIFT) + ONE_NANO);
    }

    /**
     * The share {@code smoothing} of the way from one limit to another, within the bounds. Bounded last, or the limit
     * would creep up to its highest value and, cut to whole requests, stay one below.
     */
    static double smoothed(double limit, double target, double smoothing, int least, int most) {
        double smooth = limit * (1 - smoothing) + target * smoothing;
        return Math.max(least, Math.min(most, smooth));
    }
}

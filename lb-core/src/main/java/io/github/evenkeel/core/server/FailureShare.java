package io.github.evenkeel.core.server;

/**
 * The share of a server's latest requests that failed: each outcome weighs a tenth of what came before.
 *
 * <p>Functions on one word:
 *
 * <pre>
 *   63 .. 32            | 31 .. 0
 *   share (float bits)  | time of the last failure, in ticks
 * </pre>
 *
 * Of the last failure, not of the last outcome: a success must not make old failures count as new ones, or a server that
 * has recovered would be shunned anew after each request it serves well.
 */
final class FailureShare {
    private static final float WEIGHT = 0.1f;

    /** Below this a share is nothing: the word goes back to zero and successes stop changing it. */
    private static final float NOTHING = 0.001f;

    private FailureShare() {}

    /** The word after one more outcome: the same if it was zero and nothing failed. */
    static long after(long before, boolean failed, long nowNanos) {
        float old = value(before);
        float share = old + ((failed ? 1 : 0) - old) * WEIGHT;
        int tick = failed ? Ticks.at(nowNanos) : (int) before;
        return share < NOTHING ? 0 : (long) Float.floatToRawIntBits(share) << 32 | Integer.toUnsignedLong(tick);
    }

    /** The share, 0 to 1; halved for each {@code halfLifeNanos} without a failure, or nobody would ever try again. */
    static double share(long word, long nowNanos, long halfLifeNanos) {
        if (word == 0) {
            return 0;
        }
        long age = Ticks.nanosBetween((int) word, Ticks.at(nowNanos));
        return value(word) * Decay.halved(age, halfLifeNanos);
    }

    private static float value(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }
}

package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The server with the lowest score, of all or of a few distinct ones drawn at random; of several equals, any: the first
 * would get all of a light load.
 *
 * <p>Of those drawn the first stands anywhere, the others one in each of as many equal stretches of the rest. Seen from
 * the first all places are alike, so each server is drawn as often as any; of two choices, so is each pair. (Of more,
 * pairs of neighbours are drawn less often than others; choices from groups balance no worse than free ones: Vöcking,
 * "How Asymmetry Helps Load Balancing", 2003.)
 *
 * @param view the servers
 * @param candidates how many are looked at
 * @param score what the lowest is wanted of
 */
record Lowest(PoolView view, int candidates, Score score) implements Selector {
    static Selector ofAll(PoolView view, Score score) {
        return new Lowest(view, view.size(), score);
    }

    static Selector ofSome(int choices, PoolView view, Score score) {
        return new Lowest(view, Math.min(choices, view.size()), score);
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        double common = score.common(nowNanos);
        long bits = random.nextLong();
        int first = scaled(bits, view.size());
        double lowest = Double.POSITIVE_INFINITY;
        int chosen = NONE;
        int alike = 0;
        for (int i = 0; i < candidates; i++) {
            int index = i;
            if (candidates < view.size()) {
                bits = next(bits);
                index = i == 0 ? first : other(first, i, bits);
            }
            double value = score.of(index, common, nowNanos);
            if (value > lowest || Lease.tried(tried, view.server(index))) {
                continue;
            }
            alike = value < lowest ? 1 : alike + 1;
            lowest = value;
            bits = next(bits);
            // The k-th of the equals replaces the choice with chance 1/k, which leaves each with the same.
            if (scaled(bits, alike) == 0) {
                chosen = index;
            }
        }
        return chosen == NONE ? Untried.any(view, random, tried) : chosen;
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        return score.of(index, score.common(nowNanos), nowNanos);
    }

    @Override
    public String rule() {
        String among = candidates < view.size() ? "of " + candidates + " drawn at random" : "of all";
        return "the lowest " + among + " of: " + score.words();
    }

    /** One from the i-th stretch of the servers that follow the first, all round. */
    private int other(int first, int i, long bits) {
        int rest = view.size() - 1;
        int from = (int) ((long) (i - 1) * rest / (candidates - 1));
        int to = (int) ((long) i * rest / (candidates - 1));
        int index = first + 1 + from + scaled(bits, to - from);
        return index <= rest ? index : index - view.size();
    }

    /** From 0 to {@code bound - 1}, by multiplication of the upper half (Lemire 2019; the bias is bound / 2^32). */
    static int scaled(long bits, int bound) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** From 0 to below 1. */
    static double fraction(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    /**
     * All random numbers of a pick come from one draw by a congruential generator (multiplier: Steele and Vigna,
     * "Computationally Easy, Spectrally Good Multipliers", 2021): a draw for each of many equals would cost more than
     * their scores.
     */
    static long next(long bits) {
        return bits * 0xD1342543DE82EF95L + 1;
    }
}

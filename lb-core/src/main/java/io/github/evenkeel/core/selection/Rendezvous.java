package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Every server draws a number for the key, a function of both, and the highest wins: {@code -weight / ln(h)}, with h
 * uniform in (0, 1), wins as often as the weight says, and no change of another server changes it. The draws in falling
 * order are the key's own order of preference, which other strategies fall back on too.
 */
final class Rendezvous {
    static final SelectionStrategy STRATEGY = (view, previous, random) -> new Selection(
            of(view), Keyless.prepare(view, previous instanceof Selection before ? before.keyless : null, random));

    /** Covers the rounding of both sides of a comparison, so that no winner is missed. */
    private static final double SLACK = 1 + 1e-12;

    private static final Room EVERYWHERE = (index, load) -> true;

    private final PoolView view;
    private final long[] seeds;
    private final double[] weights;
    private final boolean equal;

    private Rendezvous(PoolView view) {
        this.view = view;
        this.seeds = Identity.seeds(view);
        this.weights = Weights.scaled(view);
        this.equal = Weights.areEqual(view);
    }

    static Rendezvous of(PoolView view) {
        return new Rendezvous(view);
    }

    /** Which servers may be chosen, given the load of all. Called with the same load for each. */
    @FunctionalInterface
    interface Room {
        boolean on(int index, long load);
    }

    /** The first untried server in the order of whatever hashes to this position. */
    int first(long position, @Nullable Lease tried) {
        return first(position, tried, EVERYWHERE, 0);
    }

    /** The first of them that has room. */
    int first(long position, @Nullable Lease tried, Room room, long load) {
        return equal ? highest(position, tried, room, load) : highestWeighted(position, tried, room, load);
    }

    /** With equal weights the order of the draws is that of h, and no logarithm is needed. */
    private int highest(long position, @Nullable Lease tried, Room room, long load) {
        long best = 0;
        int bestIndex = Selector.NONE;
        for (int i = 0; i < seeds.length; i++) {
            long hash = Mixer.mix(position ^ seeds[i]);
            if ((bestIndex == Selector.NONE || Long.compareUnsigned(hash, best) > 0)
                    && !Lease.tried(tried, view.server(i))
                    && room.on(i, load)) {
                best = hash;
                bestIndex = i;
            }
        }
        return bestIndex;
    }

    private int highestWeighted(long position, @Nullable Lease tried, Room room, long load) {
        double best = -1;
        int bestIndex = Selector.NONE;
        for (int i = 0; i < seeds.length; i++) {
            double h = fraction(Mixer.mix(position ^ seeds[i]));
            // -ln(h) >= 1 - h, so most servers are out before their logarithm is taken.
            if (weights[i] * SLACK > best * (1 - h)) {
                double draw = -weights[i] / StrictMath.log(h); // strict: all clients must draw the same
                if (draw > best && !Lease.tried(tried, view.server(i)) && room.on(i, load)) {
                    best = draw;
                    bestIndex = i;
                }
            }
        }
        return bestIndex;
    }

    /** How many servers come before one in the order, if this home comes before all. */
    int rank(int index, long position, int home) {
        if (index == home) {
            return 0;
        }
        int rank = home == Selector.NONE ? 0 : 1;
        double draw = draw(index, position);
        for (int i = 0; i < seeds.length; i++) {
            rank += i != home && draw(i, position) > draw ? 1 : 0;
        }
        return rank;
    }

    /** The first server in the order that is none of these. */
    int firstBut(long position, int one, int two, int three) {
        double best = -1;
        int bestIndex = Selector.NONE;
        for (int i = 0; i < seeds.length; i++) {
            if (i != one && i != two && i != three) {
                double draw = draw(i, position);
                if (draw > best) {
                    best = draw;
                    bestIndex = i;
                }
            }
        }
        return bestIndex;
    }

    private double draw(int index, long position) {
        return -weights[index] / StrictMath.log(fraction(Mixer.mix(position ^ seeds[index])));
    }

    /** Uniform, neither 0 nor 1: the middles of 2^52 equal parts. */
    static double fraction(long hash) {
        return ((hash >>> 12) + 0.5) * 0x1.0p-52;
    }

    private record Selection(Rendezvous order, Selector keyless) implements KeyOrder {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            return key == KeyHash.NO_KEY
                    ? keyless.select(key, nowNanos, random, tried)
                    : order.first(Mixer.mix(key), tried);
        }

        @Override
        public int firstBut(long key, int one, int two, int three) {
            return order.firstBut(Mixer.mix(key), one, two, three);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return key == KeyHash.NO_KEY
                    ? keyless.score(index, key, nowNanos)
                    : order.rank(index, Mixer.mix(key), NONE);
        }

        @Override
        public String rule() {
            return "the highest draw for the key; without a key in turn";
        }
    }
}

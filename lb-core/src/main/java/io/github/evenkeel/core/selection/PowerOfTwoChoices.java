package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The less loaded of two distinct servers drawn at random. */
record PowerOfTwoChoices(PoolView view) implements Selector {
    static final SelectionStrategy STRATEGY = (view, previous, random) ->
            Weights.areEqual(view) ? new PowerOfTwoChoices(view) : new ByWeight(view, new AliasTable(view));

    private static final String RULE = "fewest requests in flight of two drawn at random";

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        int size = view.size();
        if (size < 2) {
            return size == 0 || Lease.tried(tried, view.server(0)) ? NONE : 0;
        }
        // One draw serves both: its halves, scaled to the range by multiplication (Lemire 2019; the bias is n / 2^32).
        long draw = random.nextLong();
        int first = (int) (((draw >>> 32) * size) >>> 32);
        int second = other(first, draw & LOW_HALF, size);
        if (tried != null && isTried(view, first, second, tried)) {
            return untried(view, first, second, random, tried);
        }
        // Of equals the first, which was drawn as randomly as the second.
        return view.server(first).inFlight() <= view.server(second).inFlight() ? first : second;
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        return view.server(index).inFlight();
    }

    @Override
    public String rule() {
        return RULE;
    }

    /** Any but the first, by 32 random bits: drawing the same server twice would compare it with itself. */
    private static int other(int first, long bits, int size) {
        int second = (int) ((bits * (size - 1)) >>> 32);
        return second - ((first - 1 - second) >> 31); // plus one from the first on, without a branch taken by chance
    }

    /** Whether one of a pair was tried, which leaves nothing to compare. */
    private static boolean isTried(PoolView view, int first, int second, Lease tried) {
        return Lease.tried(tried, view.server(first)) || Lease.tried(tried, view.server(second));
    }

    /** Of a pair one of which was tried, the other, however loaded. */
    private static int untried(PoolView view, int first, int second, RandomGenerator random, Lease tried) {
        if (!Lease.tried(tried, view.server(first))) {
            return first;
        }
        return Lease.tried(tried, view.server(second)) ? Untried.any(view, random, tried) : second;
    }

    /**
     * A server of weight w stands for w servers of weight 1: it is drawn as often as they would be, and is as loaded as
     * one of them. Of two that are idle the first is taken, since both are drawn by weight already. Else they compare by
     * what they have in flight and part of the request to come, for the weight: the whole of it would send all to the
     * heavier until its load exceeds that of one request on the lighter, nothing of it would prefer the lighter whenever
     * that is idle; a part drawn anew for each pick serves both by their weights.
     */
    private record ByWeight(PoolView view, AliasTable table) implements Selector {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            int first = table.draw(random.nextLong());
            long draw = random.nextLong();
            int second = table.draw(draw);
            if (second == first) {
                second = other(first, draw & LOW_HALF, view.size());
            }
            if (tried != null && isTried(view, first, second, tried)) {
                return untried(view, first, second, random, tried);
            }
            int load = view.server(first).inFlight();
            int otherLoad = view.server(second).inFlight();
            if ((load | otherLoad) == 0) {
                return first;
            }
            double part = Lowest.fraction(Lowest.next(draw));
            return (load + part) * view.weight(second) <= (otherLoad + part) * view.weight(first) ? first : second;
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return (view.server(index).inFlight() + 1) / view.weight(index);
        }

        @Override
        public String rule() {
            return RULE + ", drawn and compared by weight";
        }
    }
}

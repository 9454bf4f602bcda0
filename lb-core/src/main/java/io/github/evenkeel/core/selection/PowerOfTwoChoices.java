package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The less loaded of two distinct servers drawn at random. */
record PowerOfTwoChoices(PoolView view) implements Selector {
    static final SelectionStrategy STRATEGY = (view, previous, random) -> new PowerOfTwoChoices(view);

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
        int second = (int) (((draw & LOW_HALF) * (size - 1)) >>> 32);
        if (second >= first) {
            second++; // distinct by construction: drawing the same server twice would compare it with itself
        }
        if (tried != null) {
            boolean firstTried = Lease.tried(tried, view.server(first));
            boolean secondTried = Lease.tried(tried, view.server(second));
            if (firstTried || secondTried) {
                return firstTried && secondTried ? Untried.any(view, random, tried) : firstTried ? second : first;
            }
        }
        return lessLoaded(first, second);
    }

    /**
     * Compares (in flight + 1) / weight, so that weights matter among idle servers too. Of equals it takes the first,
     * which was drawn as randomly as the second.
     */
    private int lessLoaded(int first, int second) {
        Server one = view.server(first);
        Server other = view.server(second);
        double load = (one.inFlight() + 1) * view.weight(second);
        double otherLoad = (other.inFlight() + 1) * view.weight(first);
        return load <= otherLoad ? first : second;
    }
}

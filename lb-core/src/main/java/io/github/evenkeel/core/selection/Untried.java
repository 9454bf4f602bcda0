package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a retry falls back to when the strategy's own choice has been tried already. Two passes, no collection. */
final class Untried {
    private Untried() {}

    /**
     * Any untried server with equal chance: the next in order would give the neighbour of a failed server all of its
     * traffic.
     */
    static int any(PoolView view, RandomGenerator random, @Nullable Lease tried) {
        int untried = 0;
        for (int i = 0; i < view.size(); i++) {
            if (!Lease.tried(tried, view.server(i))) {
                untried++;
            }
        }
        if (untried == 0) {
            return Selector.NONE;
        }
        int skip = random.nextInt(untried);
        for (int i = 0; i < view.size(); i++) {
            if (!Lease.tried(tried, view.server(i)) && skip-- == 0) {
                return i;
            }
        }
        return Selector.NONE; // not reached: the chain of tried servers does not change while we count
    }

    /** Any untried server with a chance proportional to its weight. */
    static int byWeight(PoolView view, RandomGenerator random, @Nullable Lease tried) {
        return byWeight(view, null, random, tried);
    }

    /** The same with other weights than those of the view, if there are any. */
    static int byWeight(PoolView view, int @Nullable [] weights, RandomGenerator random, @Nullable Lease tried) {
        double sum = 0;
        for (int i = 0; i < view.size(); i++) {
            if (!Lease.tried(tried, view.server(i))) {
                sum += weights == null ? view.weight(i) : weights[i];
            }
        }
        double place = random.nextDouble() * sum;
        int last = Selector.NONE;
        for (int i = 0; i < view.size(); i++) {
            if (!Lease.tried(tried, view.server(i))) {
                last = i;
                place -= weights == null ? view.weight(i) : weights[i];
                if (place < 0) {
                    break;
                }
            }
        }
        return last; // the last one too if rounding, or a sum beyond all numbers, puts the place past the end
    }
}

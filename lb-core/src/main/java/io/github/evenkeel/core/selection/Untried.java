package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a retry falls back to when the strategy's own choice has been tried already. */
final class Untried {
    private Untried() {}

    /**
     * Any untried server with equal chance: the next in order would give the neighbour of a failed server all of its
     * traffic. Two passes, no collection.
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
}

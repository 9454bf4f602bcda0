package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where a request without a key goes: hashed like any other, all of them would go to one server. With equal weights to
 * one after the other, else to any by weight.
 */
final class Keyless {
    private Keyless() {}

    static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return Weights.areEqual(view)
                ? RoundRobin.STRATEGY.prepare(view, previous, random)
                : new ByWeight(view, new Shares(view));
    }

    private record ByWeight(PoolView view, Shares shares) implements Selector {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            int index = shares.owner(random.nextLong());
            return Lease.tried(tried, view.server(index)) ? Untried.any(view, random, tried) : index;
        }
    }
}

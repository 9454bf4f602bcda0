package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Any server with equal chance. */
record RandomChoice(PoolView view) implements Selector {
    static final SelectionStrategy STRATEGY = (view, previous, random) -> new RandomChoice(view);

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        int size = view.size();
        if (size == 0) {
            return NONE;
        }
        int index = random.nextInt(size);
        return tried != null && Lease.tried(tried, view.server(index)) ? Untried.any(view, random, tried) : index;
    }

    @Override
    public String rule() {
        return "any with equal chance";
    }
}

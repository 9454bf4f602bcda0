package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One server after the other. */
record RoundRobin(PoolView view, Rotation rotation) implements Rotation.Rotating {
    static final SelectionStrategy STRATEGY =
            (view, previous, random) -> new RoundRobin(view, Rotation.continued(previous, view, random));

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        if (tried != null) {
            // Without a turn: of two servers, one failing, the failing one would else get every first attempt.
            return Untried.any(view, random, tried);
        }
        return view.size() == 0 ? NONE : rotation.next(view.size());
    }

    @Override
    public String rule() {
        return "one after the other";
    }
}

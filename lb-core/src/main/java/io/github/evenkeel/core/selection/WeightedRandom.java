package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Any server with a chance proportional to its weight. */
final class WeightedRandom implements Selector {
    static final SelectionStrategy STRATEGY = (view, previous, random) -> new WeightedRandom(view);

    private final PoolView view;
    private final AliasTable table;

    private WeightedRandom(PoolView view) {
        this.view = view;
        this.table = new AliasTable(view);
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        return tried == null && view.size() > 0 ? table.draw(random.nextLong()) : Untried.byWeight(view, random, tried);
    }

    @Override
    public String rule() {
        return "any with a chance by its weight";
    }
}

package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * nginx's smooth weighted round robin, one whole period of it laid out in a table: where nginx adds up all weights
 * under a lock for each pick, this reads the next entry.
 */
final class WeightedRoundRobin implements Rotation.Rotating {
    static final SelectionStrategy STRATEGY = WeightedRoundRobin::prepare;

    private final PoolView view;
    private final Rotation rotation;
    private final int[] period;

    private WeightedRoundRobin(PoolView view, Rotation rotation, int[] period) {
        this.view = view;
        this.rotation = rotation;
        this.period = period;
    }

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return of(view, Rotation.continued(previous, view, random));
    }

    static Selector of(PoolView view, Rotation rotation) {
        int[] period = SmoothPeriod.of(view);
        if (period == null) {
            return new AliasRounds(view, rotation);
        }
        return period.length == view.size()
                ? new RoundRobin(view, rotation) // weights are equal
                : new WeightedRoundRobin(view, rotation, period);
    }

    @Override
    public Rotation rotation() {
        return rotation;
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        return tried == null ? period[rotation.next(period.length)] : Untried.byWeight(view, random, tried);
    }

    @Override
    public String rule() {
        return "in turn, by weight, as evenly spread as can be";
    }
}

package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's least request for servers of unequal weights: earliest deadline first, where a server picked is due again after
 * the inverse of its weight, which counts for less the more it has in flight ({@code weight / (active + 1)}).
 */
final class EnvoyWeightedLeastRequest implements SelectionStrategy {
    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        double[] deadlines = new double[view.size()];
        // Envoy begins with a random number of picks, so that its clients do not begin alike.
        for (int i = 0; i < deadlines.length; i++) {
            deadlines[i] = random.nextDouble() / view.weight(i);
        }
        return (key, nowNanos, draws, tried) -> select(view, deadlines, tried);
    }

    private static int select(PoolView view, double[] deadlines, @Nullable Lease tried) {
        int next = Choice.first(view, tried, i -> deadlines[i]);
        if (next != Selector.NONE) {
            deadlines[next] += (view.server(next).inFlight() + 1) / view.weight(next);
        }
        return next;
    }
}

package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Angie's {@code least_time}, after its module of that name: at random, in inverse proportion to the average time to
 * respond, whatever is in flight. A new answer counts a tenth of the average ({@code response_time_factor} 90); a server
 * without one counts as the average of the others did at the pick before, and nobody gets less than a hundredth of that.
 */
final class AngieLeastTime implements SelectionStrategy, Feedback {
    private static final double NEW = 0.1;
    private static final double LEAST_PORTION = 0.01;

    private final double[] averageNanos;
    private double lastAverageNanos;

    AngieLeastTime(World world) {
        this.averageNanos = new double[world.scenario().fleet().servers()];
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return (key, nowNanos, draws, tried) -> select(view, draws, tried);
    }

    private int select(PoolView view, RandomGenerator random, @Nullable Lease tried) {
        double sum = 0;
        double known = 0;
        int count = 0;
        for (int i = 0; i < view.size(); i++) {
            if (!Lease.tried(tried, view.server(i))) {
                sum += portion(view, i);
                double average = averageNanos[World.index(view.server(i))];
                known += average;
                count += average > 0 ? 1 : 0;
            }
        }
        double left = random.nextDouble() * sum;
        int chosen = Selector.NONE;
        for (int i = 0; i < view.size() && left >= 0; i++) {
            if (!Lease.tried(tried, view.server(i))) {
                chosen = i;
                left -= portion(view, i);
            }
        }
        lastAverageNanos = count == 0 ? lastAverageNanos : known / count;
        return chosen;
    }

    private double portion(PoolView view, int index) {
        double average = averageNanos[World.index(view.server(index))];
        double usual = lastAverageNanos == 0 ? 1 : 1 / lastAverageNanos;
        return average == 0 ? usual : Math.max(1 / average, usual * LEAST_PORTION);
    }

    @Override
    public void sent(int backend, long nowNanos) {
        // Angie does not look at what is in flight.
    }

    @Override
    public void ended(int backend, long startNanos, long nowNanos, boolean good, int queue, double serviceNanos) {
        if (good) {
            double took = nowNanos - startNanos;
            double before = averageNanos[backend];
            averageNanos[backend] = before == 0 ? took : before * (1 - NEW) + took * NEW;
        }
    }
}

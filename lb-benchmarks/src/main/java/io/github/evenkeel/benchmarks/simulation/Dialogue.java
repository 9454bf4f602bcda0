package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Dialogue's balanced strategy: requests in flight, and ten for each failure, which fade with a half-life of 30 s. */
final class Dialogue implements SelectionStrategy, Feedback {
    private static final double FAILURE = 10;
    private static final double TIME_CONSTANT_NANOS = 30e9 / 0.6931471805599453;

    private final double[] failures;
    private final long[] updated;

    Dialogue(World world) {
        int servers = world.scenario().fleet().servers();
        this.failures = new double[servers];
        this.updated = new long[servers];
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return (key, nowNanos, draws, tried) -> Choice.least(
                view,
                draws,
                tried,
                i -> view.server(i).inFlight() + Math.round(FAILURE * faded(World.index(view.server(i)), nowNanos)));
    }

    private double faded(int server, long nowNanos) {
        return failures[server] * StrictMath.exp(-(nowNanos - updated[server]) / TIME_CONSTANT_NANOS);
    }

    @Override
    public void sent(int backend, long nowNanos) {
        // In flight is the pool's to count.
    }

    @Override
    public void ended(int backend, long startNanos, long nowNanos, boolean good, int queue, double serviceNanos) {
        if (!good) {
            failures[backend] = faded(backend, nowNanos) + 1;
            updated[backend] = nowNanos;
        }
    }
}

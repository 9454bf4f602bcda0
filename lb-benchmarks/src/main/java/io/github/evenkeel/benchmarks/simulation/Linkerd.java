package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Linkerd's balancer with its penalty: P2C by peak EWMA of 10 s from 30 ms on, where a failure counts as a latency of
 * 5 s.
 */
final class Linkerd implements SelectionStrategy, Feedback {
    private static final double DECAY_NANOS = 10e9;
    private static final double FIRST_NANOS = 30e6;
    private static final double PENALTY_NANOS = 5e9;

    private final double[] peak;
    private final long[] updated;
    private final int[] pending;

    Linkerd(World world) {
        int servers = world.scenario().fleet().servers();
        this.peak = new double[servers];
        this.updated = new long[servers];
        this.pending = new int[servers];
        Arrays.fill(peak, FIRST_NANOS);
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return (key, nowNanos, draws, tried) ->
                Choice.ofTwo(view, draws, tried, false, i -> cost(World.index(view.server(i)), nowNanos));
    }

    private double cost(int server, long nowNanos) {
        return faded(server, nowNanos) * (pending[server] + 1);
    }

    private double faded(int server, long nowNanos) {
        return peak[server] * StrictMath.exp(-(nowNanos - updated[server]) / DECAY_NANOS);
    }

    @Override
    public void sent(int backend, long nowNanos) {
        pending[backend]++;
    }

    @Override
    public void ended(int backend, long startNanos, long nowNanos, boolean good, int queue, double serviceNanos) {
        pending[backend]--;
        double sample = good ? nowNanos - startNanos : PENALTY_NANOS;
        double weight = StrictMath.exp(-(nowNanos - updated[backend]) / DECAY_NANOS);
        double mean = peak[backend] * weight + sample * (1 - weight);
        peak[backend] = Math.max(sample, mean);
        updated[backend] = nowNanos;
    }
}

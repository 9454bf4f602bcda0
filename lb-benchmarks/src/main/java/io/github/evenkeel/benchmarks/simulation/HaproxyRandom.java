package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * HAProxy's {@code balance random}, its default: the fewer requests in flight of two drawn with replacement; of equals
 * whoever was sent fewer in the latest second.
 */
final class HaproxyRandom implements SelectionStrategy, Feedback {
    private static final double RATES = 1e6;

    private final int[] sent;
    private final int[] sentBefore;
    private final long[] second;

    HaproxyRandom(World world) {
        int servers = world.scenario().fleet().servers();
        this.sent = new int[servers];
        this.sentBefore = new int[servers];
        this.second = new long[servers];
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return (key, nowNanos, draws, tried) -> Choice.ofTwo(
                view,
                draws,
                tried,
                true,
                i -> view.server(i).inFlight() + rate(World.index(view.server(i)), nowNanos) / RATES);
    }

    /** Of the second under way and the part of the one before that makes it a whole one. */
    private double rate(int server, long nowNanos) {
        turn(server, nowNanos);
        double rest = 1 - (double) (nowNanos % Timeline.SECONDS) / Timeline.SECONDS;
        return sent[server] + sentBefore[server] * rest;
    }

    private void turn(int server, long nowNanos) {
        long passed = nowNanos / Timeline.SECONDS - second[server];
        if (passed > 0) {
            sentBefore[server] = passed == 1 ? sent[server] : 0;
            sent[server] = 0;
            second[server] += passed;
        }
    }

    @Override
    public void sent(int backend, long nowNanos) {
        turn(backend, nowNanos);
        sent[backend]++;
    }

    @Override
    public void ended(int backend, long startNanos, long nowNanos, boolean good, int queue, double serviceNanos) {
        // In flight is the pool's to count.
    }
}

package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Server;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The lowest product of latency and requests in flight for the weight. A server without an estimate counts as the mean
 * of the others; an estimate above the mean fades towards it, since a server shunned for its latency gets no samples
 * and would else be shunned for ever.
 *
 * @param view the servers
 * @param mean of their latencies
 */
record LeastResponseTime(PoolView view, MeanLatency mean) implements Score {
    static final SelectionStrategy STRATEGY = LeastResponseTime::prepare;

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return Lowest.ofAll(view, new LeastResponseTime(view, new MeanLatency(view)));
    }

    @Override
    public double common(long nowNanos) {
        return mean.nanos(nowNanos);
    }

    @Override
    public double of(int index, double meanNanos, long nowNanos) {
        Server server = view.server(index);
        return server.latencyNanos(meanNanos, nowNanos) * (server.inFlight() + 1) / view.weight(index);
    }
}

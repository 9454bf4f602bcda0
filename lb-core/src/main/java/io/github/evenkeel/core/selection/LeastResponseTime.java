package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Server;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The lowest product of latency and requests in flight for the weight. A server without an estimate counts as the mean
 * of the others; an estimate above the mean fades towards it, since a server shunned for its latency gets no samples
 * and would else be shunned for ever. A server that fails part of its requests must answer so many more of them to
 * serve one well, and counts as that much slower: one that never succeeded has no latency to be shunned for.
 *
 * @param view the servers
 * @param mean of their latencies
 */
record LeastResponseTime(PoolView view, MeanLatency mean) implements Score {
    static final SelectionStrategy STRATEGY = LeastResponseTime::prepare;

    private static final long FAILURE_HALF_LIFE_NANOS = 2_000_000_000L;

    /** Fewer failures than this count for nothing: the lowest score decides, and a trace would shun a server for ever. */
    private static final double FEW_FAILURES = 0.05;

    /** Keeps the score finite for a server that failed all it was given. */
    private static final double LEAST_SUCCESS = 0.01;

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
        double failed = server.failureShare(nowNanos, FAILURE_HALF_LIFE_NANOS);
        double success = failed < FEW_FAILURES ? 1 : Math.max(LEAST_SUCCESS, 1 - failed);
        return server.latencyNanos(meanNanos, nowNanos) * (server.inFlight() + 1) / (success * view.weight(index));
    }

    @Override
    public String words() {
        return "latency times requests in flight and this one, by weight";
    }
}

package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * ServiceTalk's P2C, after the source of its {@code DefaultRequestTracker}: a peak EWMA in whole milliseconds that fades
 * with a half-life of 10 s, at least as long as the server has owed an answer, times what is in flight and one. A failure
 * counts as ten times the longer of its latency and the average.
 */
final class ServiceTalk implements SelectionStrategy, Feedback {
    private static final double TIME_CONSTANT_NANOS = 10e9 / 0.6931471805599453;
    private static final long FAILURE = 10;
    private static final long NEVER = Long.MIN_VALUE;

    private final long[] averageMillis;
    private final long[] updated;
    private final long[] owingSince;
    private final int[] pending;

    ServiceTalk(World world) {
        int servers = world.scenario().fleet().servers();
        this.averageMillis = new long[servers];
        this.updated = new long[servers];
        this.owingSince = new long[servers];
        this.pending = new int[servers];
        Arrays.fill(owingSince, NEVER);
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return (key, nowNanos, draws, tried) ->
                Choice.ofTwo(view, draws, tried, false, i -> cost(World.index(view.server(i)), nowNanos));
    }

    private double cost(int server, long nowNanos) {
        long millis = (long) Math.ceil(averageMillis[server] * kept(server, nowNanos));
        if (millis == 0) {
            return pending[server] == 0 ? 0 : Double.MAX_VALUE;
        }
        if (owingSince[server] != NEVER) {
            millis = Math.max(millis, (nowNanos - owingSince[server]) / Timeline.MILLIS);
        }
        return (double) millis * (1 + pending[server]);
    }

    private double kept(int server, long nowNanos) {
        return StrictMath.exp(-(nowNanos - updated[server]) / TIME_CONSTANT_NANOS);
    }

    @Override
    public void sent(int backend, long nowNanos) {
        pending[backend]++;
        if (owingSince[backend] == NEVER) {
            owingSince[backend] = nowNanos;
        }
    }

    @Override
    public void ended(int backend, long startNanos, long nowNanos, boolean good, int queue, double serviceNanos) {
        pending[backend]--;
        owingSince[backend] = NEVER;
        long before = averageMillis[backend];
        long took = (nowNanos - startNanos) / Timeline.MILLIS;
        long sample = good ? took : FAILURE * Math.max(before, took);
        double kept = kept(backend, nowNanos);
        averageMillis[backend] = sample > before ? sample : (long) Math.ceil(before * kept + sample * (1 - kept));
        updated[backend] = nowNanos;
    }
}

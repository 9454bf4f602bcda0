package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * nginx's {@code least_time header}, after {@code ngx_http_upstream_least_time_module.c}, for servers of equal weight:
 * the least product of the average time to the head of a response and what is in flight with this one. Averages are
 * whole milliseconds in which a new answer counts a twentieth, compared in steps of 20 ms and none above 5 s; of a server
 * not picked for {@code fail_timeout} they halve, again and again. Failed requests do not count. Of equals it is the next
 * in smooth round robin.
 */
final class NginxLeastTime implements SelectionStrategy, Feedback {
    private static final double NEW = 0.05;
    private static final long STEP_MILLIS = 20;
    private static final long MOST_MILLIS = 5000;
    private static final long FAIL_TIMEOUT_SECONDS = 10;
    private static final long NEVER_SECONDS = -(1L << 32);

    private final long[] averageMillis;
    private final long[] checkedSeconds;
    private final int[] current;

    NginxLeastTime(World world) {
        int servers = world.scenario().fleet().servers();
        this.averageMillis = new long[servers];
        this.checkedSeconds = new long[servers];
        this.current = new int[servers];
        Arrays.fill(checkedSeconds, NEVER_SECONDS);
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return (key, nowNanos, draws, tried) -> select(view, nowNanos / Timeline.SECONDS, tried);
    }

    private int select(PoolView view, long nowSeconds, @Nullable Lease tried) {
        int best = Choice.first(view, tried, i -> estimate(view, i, nowSeconds));
        if (best == Selector.NONE) {
            return best;
        }
        long least = estimate(view, best, nowSeconds);
        int turns = 0;
        int chosen = best;
        for (int i = best; i < view.size(); i++) {
            if (estimate(view, i, nowSeconds) == least && !Lease.tried(tried, view.server(i))) {
                turns++;
                if (++current[server(view, i)] > current[server(view, chosen)]) {
                    chosen = i;
                }
            }
        }
        int server = server(view, chosen);
        current[server] -= turns;
        if (nowSeconds - checkedSeconds[server] > FAIL_TIMEOUT_SECONDS) {
            checkedSeconds[server] = nowSeconds;
        }
        return chosen;
    }

    private long estimate(PoolView view, int index, long nowSeconds) {
        int server = server(view, index);
        long millis = averageMillis[server];
        long unchecked = nowSeconds - checkedSeconds[server];
        if (unchecked > FAIL_TIMEOUT_SECONDS) {
            millis >>= Math.min(Long.SIZE - 1, unchecked / (FAIL_TIMEOUT_SECONDS + 1));
        }
        long step = millis > MOST_MILLIS ? MOST_MILLIS : millis + STEP_MILLIS - millis % STEP_MILLIS;
        return step * (1 + view.server(index).inFlight());
    }

    private static int server(PoolView view, int index) {
        return World.index(view.server(index));
    }

    @Override
    public void sent(int backend, long nowNanos) {
        // In flight is the pool's to count.
    }

    @Override
    public void ended(int backend, long startNanos, long nowNanos, boolean good, int queue, double serviceNanos) {
        if (good) {
            long took = nowNanos / Timeline.MILLIS - startNanos / Timeline.MILLIS;
            long before = averageMillis[backend];
            averageMillis[backend] = before == 0 ? took : (long) (0.5 + NEW * took + (1 - NEW) * before);
        }
    }
}

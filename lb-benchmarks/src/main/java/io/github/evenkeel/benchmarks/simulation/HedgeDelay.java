package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.LatencyPercentiles;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.policy.Hedging;
import org.jspecify.annotations.Nullable;

/** How long a client waits before it hedges: as lb-httpclient does, worked out anew each second from what it has met. */
final class HedgeDelay {
    static final long NEVER = -1;

    private static final int LEAST_RESPONSES = 20;

    private final @Nullable Hedging policy;
    private final ServerPool pool;
    private long nanos = NEVER;
    private long dueNanos;

    HedgeDelay(@Nullable Hedging policy, ServerPool pool) {
        this.policy = policy;
        this.pool = pool;
    }

    /** How long to wait, or never. */
    long nanos(long nowNanos) {
        if (policy != null && nowNanos >= dueNanos) {
            nanos = brownOut(nowNanos) ? NEVER : slow(policy, nowNanos);
            dueNanos = nowNanos + Timeline.SECONDS;
        }
        return nanos;
    }

    private long slow(Hedging hedging, long nowNanos) {
        long slow = LatencyPercentiles.nanos(pool.servers(), hedging.percentile(), LEAST_RESPONSES, nowNanos);
        return slow == 0 ? NEVER : Math.max(slow, hedging.floor().toNanos());
    }

    private boolean brownOut(long nowNanos) {
        PoolStatistics now = pool.statistics(nowNanos);
        long active = now.servers().stream()
                .filter(server -> server.state() == ServerState.ACTIVE)
                .count();
        return now.failOpen() || active < 2 || active * 10 < now.servers().size() * 9L;
    }
}

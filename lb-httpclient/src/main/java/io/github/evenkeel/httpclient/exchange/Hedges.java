package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.LatencyPercentiles;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.HedgingStatistics;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The hedges of one pool: when to make one, and how many there were. Thread-safe, lock-free. */
public final class Hedges {
    static final long NO_HEDGE = -1;

    /** Fewer responses say nothing of a percentile. */
    private static final int LEAST_RESPONSES = 20;

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable Hedging policy;
    private final ServerPool servers;
    private final LongAdder hedges;
    private final LongAdder won;

    /** How long to wait, worked out once a second by the first request that finds it older; read by all others. */
    private record Delay(long sinceNanos, long nanos) {}

    private final AtomicReference<@Nullable Delay> delay = new AtomicReference<>();

    /**
     * None yet.
     *
     * @param policy when to make one, null for never
     * @param servers who could answer
     */
    public Hedges(@Nullable Hedging policy, ServerPool servers) {
        this(policy, servers, new LongAdder(), new LongAdder());
    }

    private Hedges(@Nullable Hedging policy, ServerPool servers, LongAdder hedges, LongAdder won) {
        this.policy = policy;
        this.servers = servers;
        this.hedges = hedges;
        this.won = won;
    }

    /**
     * The same with another policy; counts go on.
     *
     * @param next when to make one, null for never
     * @return for requests that begin from now on
     */
    public Hedges with(@Nullable Hedging next) {
        return new Hedges(next, servers, hedges, won);
    }

    /** How long a request that can be hedged waits before it is, or {@link #NO_HEDGE}. */
    long delayNanos(long nowNanos) {
        if (policy == null) {
            return NO_HEDGE;
        }
        Delay known = delay.get();
        if (known != null && nowNanos - known.sinceNanos < FRESH_NANOS) {
            return known.nanos;
        }
        Delay fresh = new Delay(nowNanos, brownOut(nowNanos) ? NO_HEDGE : slow(policy, nowNanos));
        delay.compareAndSet(known, fresh); // or somebody else has just worked it out
        return fresh.nanos;
    }

    private long slow(Hedging hedging, long nowNanos) {
        long nanos = LatencyPercentiles.nanos(servers.servers(), hedging.percentile(), LEAST_RESPONSES, nowNanos);
        return nanos == 0 ? NO_HEDGE : Math.max(nanos, Deadline.boundedNanos(hedging.floor()));
    }

    private boolean brownOut(long nowNanos) {
        PoolStatistics now = servers.statistics(nowNanos);
        long inService = now.servers().stream()
                .filter(server -> server.state() != ServerState.DRAINING)
                .count();
        long active = now.servers().stream()
                .filter(server -> server.state() == ServerState.ACTIVE)
                .count();
        return now.failOpen() || active < 2 || active * 10 < inService * 9;
    }

    void begun() {
        hedges.increment();
    }

    void won() {
        won.increment();
    }

    /**
     * The figures.
     *
     * @return a copy
     */
    public HedgingStatistics statistics() {
        return new HedgingStatistics(hedges.sum(), won.sum());
    }
}

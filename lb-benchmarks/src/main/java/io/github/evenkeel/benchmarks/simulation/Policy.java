package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.selection.SelectionStrategy;

/**
 * One way to balance.
 *
 * @param name as in the tables
 * @param kind whose it is
 * @param guarded whether breaker, outlier detection and slow start are at work with it, all by default, or none
 * @param maker makes the strategy of one client's pool
 */
record Policy(String name, Kind kind, boolean guarded, Maker maker) {
    /** Whose. */
    enum Kind {
        /** A strategy of lb-core. */
        OURS,
        /** Somebody else's, written from what its documentation or source says. */
        MODEL,
        /** Somebody else's that needs the servers to help: they report their state. */
        HELPED,
        /** Nobody's: it sees all servers and all clients. */
        ORACLE
    }

    /** Makes a strategy. */
    @FunctionalInterface
    interface Maker {
        /** One for the pool of one client. */
        SelectionStrategy make(World world, long seed);
    }

    private static final PoolConfig BARE = PoolConfig.DEFAULT
            .withBreaker(BreakerSettings.DEFAULT
                    .withConsecutiveFailures(Integer.MAX_VALUE)
                    .withoutRates())
            .withOutliers(OutlierSettings.OFF)
            .withSlowStart(SlowStart.NONE);

    static Policy guarded(String name, SelectionStrategy strategy) {
        return new Policy(name, Kind.OURS, true, (world, seed) -> strategy);
    }

    static Policy bare(String name, SelectionStrategy strategy) {
        return new Policy(name, Kind.OURS, false, (world, seed) -> strategy);
    }

    static Policy model(String name, SelectionStrategy strategy) {
        return new Policy(name, Kind.MODEL, false, (world, seed) -> strategy);
    }

    PoolConfig config(SelectionStrategy strategy) {
        return (guarded ? PoolConfig.DEFAULT : BARE).withStrategy(strategy);
    }
}

package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.policy.Hedging;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One way to balance.
 *
 * @param name as in the tables
 * @param kind whose it is
 * @param config breaker, outlier detection and slow start
 * @param hedging when a second server is asked too, null for never
 * @param maker makes the strategy of one client's pool
 */
record Policy(
        String name, Kind kind, PoolConfig config, @Nullable Hedging hedging, Maker maker) {
    /** Makes what one client balances with. */
    interface Maker {
        SelectionStrategy make(World world, int client);
    }

    /** Whose. */
    enum Kind {
        /** A strategy of lb-core. */
        OURS,
        /** Somebody else's, which lb-core has too. */
        PEER,
        /** Somebody else's, written from what its documentation or source says. */
        MODEL,
        /** Somebody else's that needs the servers to help: they report their state. */
        HELPED,
        /** Nobody's: it sees all servers and all clients. */
        ORACLE
    }

    /** The strategy alone. */
    static final PoolConfig BARE = PoolConfig.DEFAULT
            .withBreaker(BreakerSettings.DEFAULT
                    .withConsecutiveFailures(Integer.MAX_VALUE)
                    .withoutRates())
            .withOutliers(OutlierSettings.OFF)
            .withSlowStart(SlowStart.NONE);

    static Policy of(String name, Kind kind, SelectionStrategy strategy) {
        return ofEach(name, kind, (world, client) -> strategy);
    }

    static Policy ofEach(String name, Kind kind, Maker maker) {
        return new Policy(name, kind, BARE, null, maker);
    }

    static Policy of(String name, Kind kind, Function<World, SelectionStrategy> maker) {
        return ofEach(name, kind, (world, client) -> maker.apply(world));
    }

    /** The same with a breaker, or more. */
    Policy with(PoolConfig newConfig) {
        return new Policy(name, kind, newConfig, hedging, maker);
    }

    /** The same with hedges, under the name of both. */
    Policy with(String how, Hedging newHedging) {
        return new Policy(name + ", " + how, kind, config, newHedging, maker);
    }

    /** Whether the default has to beat it. */
    boolean isPeer() {
        return kind == Kind.PEER || kind == Kind.MODEL;
    }

    PoolConfig config(SelectionStrategy strategy) {
        return config.withStrategy(strategy);
    }
}

package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import java.time.Duration;
import java.util.Objects;

/**
 * How a pool chooses and judges its servers. Immutable; change one value with its {@code with} method.
 *
 * @param strategy which of the eligible servers a request goes to
 * @param thresholds how many probe results change the verdict on a server
 * @param breaker when a server is ejected for failed requests and for how long
 * @param outliers when a server is ejected for being much worse than the others
 * @param slowStart how the traffic of a server that has come, or come back, grows to its full share
 * @param probeFirst how long a server that joins others, or comes back after draining, waits for a first probe to pass
 *     before it gets requests beside them; zero, for pools that nobody probes, is not at all; at most an hour
 * @param failOpen whether, when too few servers are eligible, the least bad ones are used too; otherwise, when none is,
 *     nothing is picked
 * @param panicPercent how many servers of a hundred, those that drain aside, must be eligible; 0 to 100, where 0 is
 *     just one
 */
public record PoolConfig(
        SelectionStrategy strategy,
        HealthThresholds thresholds,
        BreakerSettings breaker,
        OutlierSettings outliers,
        SlowStart slowStart,
        Duration probeFirst,
        boolean failOpen,
        int panicPercent) {
    private static final Duration LONGEST_PROBE_FIRST = Duration.ofHours(1);

    /** Least expected latency, the default thresholds, breaker, outliers and slow start, fail open when none is
     * eligible. */
    public static final PoolConfig DEFAULT = new PoolConfig(
            SelectionStrategy.leastExpectedLatency(),
            HealthThresholds.DEFAULT,
            BreakerSettings.DEFAULT,
            OutlierSettings.DEFAULT,
            SlowStart.DEFAULT,
            Duration.ZERO,
            true,
            0);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException if the panic percentage is none, or probeFirst out of its range
     */
    public PoolConfig {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(thresholds, "thresholds");
        Objects.requireNonNull(breaker, "breaker");
        Objects.requireNonNull(outliers, "outliers");
        Objects.requireNonNull(slowStart, "slowStart");
        Objects.requireNonNull(probeFirst, "probeFirst");
        if (probeFirst.isNegative() || probeFirst.compareTo(LONGEST_PROBE_FIRST) > 0) {
            throw new IllegalArgumentException(
                    "probeFirst must be from PT0S to " + LONGEST_PROBE_FIRST + " but was " + probeFirst);
        }
        if (panicPercent < 0 || panicPercent > 100) {
            throw new IllegalArgumentException("panicPercent must be from 0 to 100 but was " + panicPercent);
        }
    }

    /**
     * The same with another strategy.
     *
     * @param newStrategy which of the eligible servers a request goes to
     * @return changed configuration
     */
    public PoolConfig withStrategy(SelectionStrategy newStrategy) {
        return new PoolConfig(
                newStrategy, thresholds, breaker, outliers, slowStart, probeFirst, failOpen, panicPercent);
    }

    /**
     * The same with other thresholds.
     *
     * @param newThresholds how many probe results change the verdict on a server
     * @return changed configuration
     */
    public PoolConfig withThresholds(HealthThresholds newThresholds) {
        return new PoolConfig(
                strategy, newThresholds, breaker, outliers, slowStart, probeFirst, failOpen, panicPercent);
    }

    /**
     * The same with another breaker.
     *
     * @param newBreaker when a server is ejected for failed requests and for how long
     * @return changed configuration
     */
    public PoolConfig withBreaker(BreakerSettings newBreaker) {
        return new PoolConfig(
                strategy, thresholds, newBreaker, outliers, slowStart, probeFirst, failOpen, panicPercent);
    }

    /**
     * The same with another idea of outliers.
     *
     * @param newOutliers when a server is ejected for being much worse than the others
     * @return changed configuration
     */
    public PoolConfig withOutliers(OutlierSettings newOutliers) {
        return new PoolConfig(
                strategy, thresholds, breaker, newOutliers, slowStart, probeFirst, failOpen, panicPercent);
    }

    /**
     * The same with another slow start.
     *
     * @param newSlowStart how the traffic of a server that has come, or come back, grows to its full share
     * @return changed configuration
     */
    public PoolConfig withSlowStart(SlowStart newSlowStart) {
        return new PoolConfig(
                strategy, thresholds, breaker, outliers, newSlowStart, probeFirst, failOpen, panicPercent);
    }

    /**
     * The same with another wait for a first probe.
     *
     * @param newProbeFirst how long a newcomer waits for one, zero for not at all
     * @return changed configuration
     * @throws IllegalArgumentException if it is negative or above an hour
     */
    public PoolConfig withProbeFirst(Duration newProbeFirst) {
        return new PoolConfig(
                strategy, thresholds, breaker, outliers, slowStart, newProbeFirst, failOpen, panicPercent);
    }

    /**
     * The same, failing open or not.
     *
     * @param newFailOpen whether the least bad servers are used when too few are eligible
     * @return changed configuration
     */
    public PoolConfig withFailOpen(boolean newFailOpen) {
        return new PoolConfig(
                strategy, thresholds, breaker, outliers, slowStart, probeFirst, newFailOpen, panicPercent);
    }

    /**
     * The same with another measure of too few.
     *
     * @param percent how many servers of a hundred must be eligible, 0 to 100, where 0 is just one
     * @return changed configuration
     * @throws IllegalArgumentException if it is none
     */
    public PoolConfig withPanicPercent(int percent) {
        return new PoolConfig(strategy, thresholds, breaker, outliers, slowStart, probeFirst, failOpen, percent);
    }
}

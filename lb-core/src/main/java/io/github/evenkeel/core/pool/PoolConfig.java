package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.selection.SelectionStrategy;
import java.util.Objects;

/**
 * How a pool chooses and judges its servers. Immutable; change one value with its {@code with} method.
 *
 * @param strategy which of the eligible servers a request goes to
 * @param thresholds how many probe results change the verdict on a server
 * @param breaker when a server is ejected for failed requests and for how long
 * @param failOpen whether, when no server is eligible, the least bad ones are used; otherwise nothing is picked
 */
public record PoolConfig(
        SelectionStrategy strategy, HealthThresholds thresholds, BreakerSettings breaker, boolean failOpen) {

    /** Least expected latency, the default thresholds and breaker, fail open. */
    public static final PoolConfig DEFAULT = new PoolConfig(
            SelectionStrategy.leastExpectedLatency(), HealthThresholds.DEFAULT, BreakerSettings.DEFAULT, true);

    /** Checks that nothing is missing. */
    public PoolConfig {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(thresholds, "thresholds");
        Objects.requireNonNull(breaker, "breaker");
    }

    /**
     * The same with another strategy.
     *
     * @param newStrategy which of the eligible servers a request goes to
     * @return changed configuration
     */
    public PoolConfig withStrategy(SelectionStrategy newStrategy) {
        return new PoolConfig(newStrategy, thresholds, breaker, failOpen);
    }

    /**
     * The same with other thresholds.
     *
     * @param newThresholds how many probe results change the verdict on a server
     * @return changed configuration
     */
    public PoolConfig withThresholds(HealthThresholds newThresholds) {
        return new PoolConfig(strategy, newThresholds, breaker, failOpen);
    }

    /**
     * The same with another breaker.
     *
     * @param newBreaker when a server is ejected for failed requests and for how long
     * @return changed configuration
     */
    public PoolConfig withBreaker(BreakerSettings newBreaker) {
        return new PoolConfig(strategy, thresholds, newBreaker, failOpen);
    }

    /**
     * The same, failing open or not.
     *
     * @param newFailOpen whether the least bad servers are used when no server is eligible
     * @return changed configuration
     */
    public PoolConfig withFailOpen(boolean newFailOpen) {
        return new PoolConfig(strategy, thresholds, breaker, newFailOpen);
    }
}

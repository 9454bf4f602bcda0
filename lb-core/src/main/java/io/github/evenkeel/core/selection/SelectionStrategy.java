package io.github.evenkeel.core.selection;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How to choose among servers: a function from the servers of the moment to a {@link Selector} for them. Everything
 * that takes long (tables, rings, sums) happens in {@link #prepare}, on change; a pick only reads.
 *
 * <p>A strategy is stateless and may serve several pools. What must outlive a change of membership, such as the
 * position of a rotation, the new selector takes over from the previous one.
 */
@FunctionalInterface
public interface SelectionStrategy {
    /**
     * Prepares a selector. May be called by several threads at once for the same change, of whose results one is used:
     * it must leave {@code previous} working as before.
     *
     * @param view the servers to choose from, possibly none
     * @param previous the selector this strategy prepared for the pool last, or null the first time
     * @param random for a start that differs from client to client; used by no other thread meanwhile
     * @return a selector for that view
     */
    Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random);

    /**
     * One after the other, from a random start that survives every change of membership. Ignores weights.
     *
     * @return the strategy
     */
    static SelectionStrategy roundRobin() {
        return RoundRobin.STRATEGY;
    }

    /**
     * Any with equal chance. Ignores weights.
     *
     * @return the strategy
     */
    static SelectionStrategy random() {
        return RandomChoice.STRATEGY;
    }

    /**
     * The less loaded, by requests in flight for its weight, of two distinct servers drawn at random: constant time at
     * any size, and near the best for many clients with the same view (Mitzenmacher, "The Power of Two Choices in
     * Randomized Load Balancing", 2001).
     *
     * @return the strategy
     */
    static SelectionStrategy powerOfTwoChoices() {
        return PowerOfTwoChoices.STRATEGY;
    }

    /**
     * The default: where the request will probably be answered first, judged by latency, requests in flight, weight and
     * recent failures of all servers (of a sample of 16 beyond 64); among nearly equal ones any.
     *
     * @return the strategy
     */
    static SelectionStrategy leastExpectedLatency() {
        return LeastExpectedLatency.STRATEGY;
    }
}

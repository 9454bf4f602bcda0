package io.github.evenkeel.core.limit;

import java.time.Duration;
import java.util.Objects;

/**
 * How many retries and hedges a budget allows. Immutable; change one value with its {@code with} method.
 *
 * @param sharePercent retries and hedges allowed for each 100 requests of the window, 0 to 1000
 * @param floorPerSecond what is allowed beside that share, for clients with few requests: 0 to 1 000 000 a second, as a
 *     sum over the window that may be spent all at once. With a share of 0 as well, nothing is ever retried
 * @param window how long requests and retries count, 1 s to 1 h
 */
public record RetryBudgetSettings(int sharePercent, int floorPerSecond, Duration window) {
    private static final int MAX_SHARE_PERCENT = 1_000;
    private static final int MAX_FLOOR_PER_SECOND = 1_000_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** A fifth of the requests plus ten a second, over 10 s: what Finagle, tower and Linkerd made customary. */
    public static final RetryBudgetSettings DEFAULT = new RetryBudgetSettings(20, 10, Duration.ofSeconds(10));

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range, and what to do instead
     */
    public RetryBudgetSettings {
        Ranges.check(
                "sharePercent", sharePercent, 0, MAX_SHARE_PERCENT, "above 100, limit each request's attempts instead");
        Ranges.check(
                "floorPerSecond",
                floorPerSecond,
                0,
                MAX_FLOOR_PER_SECOND,
                "express what grows with the traffic as sharePercent");
        Objects.requireNonNull(window, "window");
        Ranges.check("window", window, SHORTEST, LONGEST, "shorter ones judge chance, longer ones outlive an outage");
    }

    /**
     * The same with another share.
     *
     * @param percent retries and hedges allowed for each 100 requests
     * @return changed settings
     */
    public RetryBudgetSettings withSharePercent(int percent) {
        return new RetryBudgetSettings(percent, floorPerSecond, window);
    }

    /**
     * The same with another floor.
     *
     * @param perSecond retries and hedges allowed beside the share
     * @return changed settings
     */
    public RetryBudgetSettings withFloorPerSecond(int perSecond) {
        return new RetryBudgetSettings(sharePercent, perSecond, window);
    }

    /**
     * The same with another window.
     *
     * @param length how long requests and retries count
     * @return changed settings
     */
    public RetryBudgetSettings withWindow(Duration length) {
        return new RetryBudgetSettings(sharePercent, floorPerSecond, length);
    }
}

package io.github.evenkeel.core.health;

import java.time.Duration;
import java.util.Objects;

/**
 * When a server counts as worse than its pool. Immutable; change one value with its {@code with} method.
 *
 * @param interval how much of the past one judgement looks at, 1 s to 1 h; the next one starts from nothing
 * @param minimumRequests requests within the interval below which a server is not judged and no measure for others, at
 *     least 5
 * @param significance the most that the chance of a false verdict may be in an interval in which all servers of a pool
 *     are equally good, 0 (no verdict for failures) to 0.05
 * @param failureGapPercent by how many percentage points a server must fail more of its requests than the typical one,
 *     1 to 100: traffic is never so even that any difference, however sure, is worth an ejection
 * @param latencyRatio how many times slower than the typical server is too slow, from 2; infinity for never
 * @param latencyGap how much slower, too, at most 1 h: a ratio of microseconds hurts nobody
 * @param keepPercent share of the pool, rounded up and at least one server, that is never ejected, 0 to 100
 * @param dryRun whether verdicts are only reported
 */
public record OutlierSettings(
        Duration interval,
        int minimumRequests,
        double significance,
        int failureGapPercent,
        double latencyRatio,
        Duration latencyGap,
        int keepPercent,
        boolean dryRun) {
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final Duration MOST_LATENCY_GAP = Duration.ofHours(1);
    private static final int FEWEST_REQUESTS = 5;
    private static final int MOST_REQUESTS = 1_000_000;
    private static final double MOST_SIGNIFICANCE = 0.05;
    private static final double LEAST_LATENCY_RATIO = 2;

    /**
     * Every 10 s, from 20 requests: 10 percentage points more failures than the typical server, with a chance of a
     * false verdict of one interval in 100 000; or five times and 50 ms slower. Half of the pool is kept.
     */
    public static final OutlierSettings DEFAULT =
            new OutlierSettings(Duration.ofSeconds(10), 20, 1e-5, 10, 5, Duration.ofMillis(50), 50, false);

    /** Judges nobody. */
    public static final OutlierSettings OFF = DEFAULT.withSignificance(0).withLatencyRatio(Double.POSITIVE_INFINITY);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range, and what to do instead
     */
    public OutlierSettings {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(latencyGap, "latencyGap");
        Ranges.check("interval", interval, SHORTEST_INTERVAL, LONGEST_INTERVAL, "a breaker is what reacts faster");
        Ranges.check(
                "minimumRequests", minimumRequests, FEWEST_REQUESTS, MOST_REQUESTS, "a breaker counts every failure");
        Ranges.check("significance", significance, 0.0, MOST_SIGNIFICANCE, "0 is no verdict for failures");
        Ranges.check("failureGapPercent", failureGapPercent, 1, 100, "a significance of 0 is no verdict for failures");
        Ranges.check(
                "latencyRatio",
                latencyRatio,
                LEAST_LATENCY_RATIO,
                Double.POSITIVE_INFINITY,
                "a strategy by latency is what smaller differences need");
        Ranges.check("latencyGap", latencyGap, Duration.ZERO, MOST_LATENCY_GAP, "an infinite latencyRatio is never");
        Ranges.check("keepPercent", keepPercent, 0, 100, "dryRun keeps everybody and still reports");
    }

    /**
     * Whether nobody is ever judged by these settings.
     *
     * @return true if neither failures nor latency count
     */
    public boolean isOff() {
        return significance == 0 && Double.isInfinite(latencyRatio);
    }

    /**
     * How many servers of a pool are never ejected.
     *
     * @param servers all servers of the pool
     * @return at least 1
     */
    public int keepAtLeast(int servers) {
        return (int) Math.max(1, ((long) servers * keepPercent + 99) / 100);
    }

    /**
     * The same with another interval.
     *
     * @param length how much of the past one judgement looks at
     * @param requests requests within it below which a server is not judged
     * @return changed settings
     */
    public OutlierSettings withInterval(Duration length, int requests) {
        return new OutlierSettings(
                length, requests, significance, failureGapPercent, latencyRatio, latencyGap, keepPercent, dryRun);
    }

    /**
     * The same with another significance.
     *
     * @param chance the most that the chance of a false verdict may be in an interval, 0 for no verdict for failures
     * @return changed settings
     */
    public OutlierSettings withSignificance(double chance) {
        return new OutlierSettings(
                interval, minimumRequests, chance, failureGapPercent, latencyRatio, latencyGap, keepPercent, dryRun);
    }

    /**
     * The same with another gap between failure rates.
     *
     * @param percent by how many percentage points a server must fail more than the typical one
     * @return changed settings
     */
    public OutlierSettings withFailureGapPercent(int percent) {
        return new OutlierSettings(
                interval, minimumRequests, significance, percent, latencyRatio, latencyGap, keepPercent, dryRun);
    }

    /**
     * The same with another ratio of latencies.
     *
     * @param ratio how many times slower than the typical server is too slow, infinity for never
     * @return changed settings
     */
    public OutlierSettings withLatencyRatio(double ratio) {
        return withLatency(ratio, latencyGap);
    }

    /**
     * The same with another idea of slow.
     *
     * @param ratio how many times slower than the typical server is too slow, infinity for never
     * @param gap how much slower, too
     * @return changed settings
     */
    public OutlierSettings withLatency(double ratio, Duration gap) {
        return new OutlierSettings(
                interval, minimumRequests, significance, failureGapPercent, ratio, gap, keepPercent, dryRun);
    }

    /**
     * The same with another share to keep.
     *
     * @param percent share of the pool that is never ejected
     * @return changed settings
     */
    public OutlierSettings withKeepPercent(int percent) {
        return new OutlierSettings(
                interval, minimumRequests, significance, failureGapPercent, latencyRatio, latencyGap, percent, dryRun);
    }

    /**
     * The same, in earnest or not.
     *
     * @param onlyReport whether verdicts are only reported
     * @return changed settings
     */
    public OutlierSettings withDryRun(boolean onlyReport) {
        return new OutlierSettings(
                interval,
                minimumRequests,
                significance,
                failureGapPercent,
                latencyRatio,
                latencyGap,
                keepPercent,
                onlyReport);
    }
}

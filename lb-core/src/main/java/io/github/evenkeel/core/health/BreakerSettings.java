package io.github.evenkeel.core.health;

import java.time.Duration;
import java.util.Objects;

/**
 * When a circuit breaker opens and for how long. Immutable; change one value with its {@code with} method.
 *
 * @param consecutiveFailures failures in a row that open it, at least 1
 * @param failureRatePercent share of failed requests within the window that opens it, 1 to 100
 * @param minimumRequests requests within the window below which the share says nothing, at least 1
 * @param window how far back the share looks, at least 10 ms
 * @param openTime how long it first stays open before a trial, positive; doubles with every failed trial
 * @param maxOpenTime the longest it stays open, at least {@code openTime}
 * @param trialTime how long a trial may stay without a result before another is admitted, positive
 */
public record BreakerSettings(
        int consecutiveFailures,
        int failureRatePercent,
        int minimumRequests,
        Duration window,
        Duration openTime,
        Duration maxOpenTime,
        Duration trialTime) {

    /** Before the default below, which is checked against it. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Opens after 5 failures in a row or half of at least 20 requests in 10 s; 5 s doubling to 60 s. */
    public static final BreakerSettings DEFAULT = new BreakerSettings(
            5, 50, 20, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(30));

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public BreakerSettings {
        atLeastOne("consecutiveFailures", consecutiveFailures);
        if (failureRatePercent < 1 || failureRatePercent > 100) {
            throw new IllegalArgumentException(
                    "failureRatePercent must be from 1 to 100 but was " + failureRatePercent);
        }
        atLeastOne("minimumRequests", minimumRequests);
        between("window", window, Duration.ofMillis(FailureWindow.BUCKETS));
        between("openTime", openTime, Duration.ofNanos(1));
        between("maxOpenTime", maxOpenTime, openTime);
        between("trialTime", trialTime, Duration.ofNanos(1));
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
        }
    }

    private static void between(String name, Duration value, Duration least) {
        Objects.requireNonNull(value, name);
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be from " + least + " to " + LONGEST + " but was " + value);
        }
    }

    /**
     * The same with another run of failures.
     *
     * @param failures failures in a row that open the breaker, at least 1
     * @return changed settings
     */
    public BreakerSettings withConsecutiveFailures(int failures) {
        return new BreakerSettings(
                failures, failureRatePercent, minimumRequests, window, openTime, maxOpenTime, trialTime);
    }

    /**
     * The same with another failure rate.
     *
     * @param percent share of failed requests that opens the breaker, 1 to 100
     * @param minimum requests within the window below which the share says nothing, at least 1
     * @param span how far back the share looks
     * @return changed settings
     */
    public BreakerSettings withFailureRate(int percent, int minimum, Duration span) {
        return new BreakerSettings(consecutiveFailures, percent, minimum, span, openTime, maxOpenTime, trialTime);
    }

    /**
     * The same with another open time.
     *
     * @param first how long it first stays open
     * @param longest where the doubling ends
     * @return changed settings
     */
    public BreakerSettings withOpenTime(Duration first, Duration longest) {
        return new BreakerSettings(
                consecutiveFailures, failureRatePercent, minimumRequests, window, first, longest, trialTime);
    }

    /**
     * The same with another time for a trial.
     *
     * @param time how long a trial may stay without a result before another is admitted
     * @return changed settings
     */
    public BreakerSettings withTrialTime(Duration time) {
        return new BreakerSettings(
                consecutiveFailures, failureRatePercent, minimumRequests, window, openTime, maxOpenTime, time);
    }
}

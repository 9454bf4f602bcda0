package io.github.evenkeel.core.health;

import java.time.Duration;
import java.util.Objects;

/**
 * When a circuit breaker opens, for how long, and what closes it again. Immutable; change the {@link #DEFAULT} with the
 * {@code with} methods.
 *
 * @param consecutiveFailures failures in a row that open it, at least 1; {@link Integer#MAX_VALUE} for never
 * @param window the requests that the rates are about
 * @param minimumRequests requests in the window below which the rates say nothing, at least 1 and no more than it holds
 * @param failureRatePercent share of failed requests that opens it, 1 to 100
 * @param slowRatePercent share of slow requests that opens it, 1 to 100
 * @param slowTime a request is slow if the head of its response, or its failure, takes longer than this; positive
 * @param openTime how long it first stays open before a trial, positive; doubles with every failed trial
 * @param maxOpenTime the longest it stays open, at least {@code openTime}
 * @param trials how many trials decide whether it closes, 1 to 1000, by the same two rates
 * @param trialTime how long a trial may stay without a result before its place goes to another, positive
 */
public record BreakerSettings(
        int consecutiveFailures,
        BreakerWindow window,
        int minimumRequests,
        int failureRatePercent,
        int slowRatePercent,
        Duration slowTime,
        Duration openTime,
        Duration maxOpenTime,
        int trials,
        Duration trialTime) {

    private static final int MOST_TRIALS = 1000;
    private static final Duration SHORTEST = Duration.ofNanos(1);

    /** Before the default below, which is checked against it. */
    static final Duration LONGEST = Duration.ofDays(365);

    /**
     * Opens after 5 failures in a row or half of at least 20 requests in 10 s; 5 s doubling to 60 s; one trial, given
     * up after 30 s. No request is slow.
     */
    public static final BreakerSettings DEFAULT = new BreakerSettings(
            5,
            BreakerWindow.time(Duration.ofSeconds(10)),
            20,
            50,
            100,
            LONGEST,
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            1,
            Duration.ofSeconds(30));

    /**
     * What nginx calls {@code max_fails} and {@code fail_timeout}: so many failures in a row take a server out for that
     * time, each time the same; then one request tries it. (nginx counts failures within that time, not in a row, so
     * that a busy server with the odd failure goes in and out.)
     *
     * @param maxFails failures in a row, 0 for never
     * @param failTimeout how long the server stays out
     * @return settings without rates
     */
    public static BreakerSettings maxFails(int maxFails, Duration failTimeout) {
        return DEFAULT.withoutRates()
                .withConsecutiveFailures(maxFails == 0 ? Integer.MAX_VALUE : maxFails)
                .withOpenTime(failTimeout, failTimeout);
    }

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public BreakerSettings {
        Ranges.check("consecutiveFailures", consecutiveFailures, 1, Integer.MAX_VALUE, "take the most for never");
        Objects.requireNonNull(window, "window");
        Ranges.check("minimumRequests", minimumRequests, 1, most(window), "no rate would ever be judged");
        Ranges.check(
                "failureRatePercent",
                failureRatePercent,
                1,
                100,
                "take withoutRates() or a very large minimumRequests for never");
        Ranges.check("slowRatePercent", slowRatePercent, 1, 100, "take a longer slowTime for never");
        check("slowTime", slowTime, SHORTEST, "take the longest for never");
        check("openTime", openTime, SHORTEST, "it doubles by itself");
        check("maxOpenTime", maxOpenTime, openTime, "it must not end before openTime does");
        Ranges.check("trials", trials, 1, MOST_TRIALS, "one is enough for most servers");
        check("trialTime", trialTime, SHORTEST, "take the time after which a request has surely been given up");
    }

    private static int most(BreakerWindow window) {
        return window instanceof BreakerWindow.Requests last ? last.count() : Integer.MAX_VALUE;
    }

    private static void check(String name, Duration value, Duration least, String remedy) {
        Objects.requireNonNull(value, name);
        Ranges.check(name, value, least, LONGEST, remedy);
    }

    /**
     * The same with another run of failures.
     *
     * @param failures failures in a row that open the breaker, at least 1; {@link Integer#MAX_VALUE} for never
     * @return changed settings
     */
    public BreakerSettings withConsecutiveFailures(int failures) {
        return new BreakerSettings(
                failures,
                window,
                minimumRequests,
                failureRatePercent,
                slowRatePercent,
                slowTime,
                openTime,
                maxOpenTime,
                trials,
                trialTime);
    }

    /**
     * The same with another failure rate over a window of time.
     *
     * @param percent share of failed requests that opens the breaker, 1 to 100
     * @param minimum requests in the window below which the rates say nothing, at least 1
     * @param span how far back the window reaches
     * @return changed settings
     */
    public BreakerSettings withFailureRate(int percent, int minimum, Duration span) {
        return withFailureRate(percent, minimum, BreakerWindow.time(span));
    }

    /**
     * The same with another failure rate.
     *
     * @param percent share of failed requests that opens the breaker, 1 to 100
     * @param minimum requests in the window below which the rates say nothing, at least 1 and no more than it holds
     * @param requests the requests that the failure rate and the slow rate are about
     * @return changed settings
     */
    public BreakerSettings withFailureRate(int percent, int minimum, BreakerWindow requests) {
        return new BreakerSettings(
                consecutiveFailures,
                requests,
                minimum,
                percent,
                slowRatePercent,
                slowTime,
                openTime,
                maxOpenTime,
                trials,
                trialTime);
    }

    /**
     * The same without rates: failures in a row alone open the breaker, and no request costs it any counting.
     *
     * @return changed settings
     */
    public BreakerSettings withoutRates() {
        return withFailureRate(failureRatePercent, minimumRequests, BreakerWindow.none());
    }

    /**
     * The same with slow requests opening the breaker too, over the window of the failure rate.
     *
     * @param percent share of slow requests that opens it, 1 to 100
     * @param slowerThan a request is slow if the head of its response, or its failure, takes longer
     * @return changed settings
     */
    public BreakerSettings withSlowRate(int percent, Duration slowerThan) {
        return new BreakerSettings(
                consecutiveFailures,
                window,
                minimumRequests,
                failureRatePercent,
                percent,
                slowerThan,
                openTime,
                maxOpenTime,
                trials,
                trialTime);
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
                consecutiveFailures,
                window,
                minimumRequests,
                failureRatePercent,
                slowRatePercent,
                slowTime,
                first,
                longest,
                trials,
                trialTime);
    }

    /**
     * The same with another number of trials.
     *
     * @param number how many trials decide whether the breaker closes, 1 to 1000
     * @return changed settings
     */
    public BreakerSettings withTrials(int number) {
        return new BreakerSettings(
                consecutiveFailures,
                window,
                minimumRequests,
                failureRatePercent,
                slowRatePercent,
                slowTime,
                openTime,
                maxOpenTime,
                number,
                trialTime);
    }

    /**
     * The same with another time for a trial.
     *
     * @param time how long a trial may stay without a result before its place goes to another
     * @return changed settings
     */
    public BreakerSettings withTrialTime(Duration time) {
        return new BreakerSettings(
                consecutiveFailures,
                window,
                minimumRequests,
                failureRatePercent,
                slowRatePercent,
                slowTime,
                openTime,
                maxOpenTime,
                trials,
                time);
    }
}

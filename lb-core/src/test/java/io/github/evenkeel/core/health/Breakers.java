package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.MILLIS;

import java.time.Duration;

/** Circuit breakers for tests. */
public final class Breakers {
    /** Opens after two failures in a row for 1 s, doubling to 100 s (the settings of linkerd's own test). */
    public static final BreakerSettings TWO_IN_A_ROW = BreakerSettings.DEFAULT
            .withConsecutiveFailures(2)
            .withFailureRate(100, 1_000_000, Duration.ofSeconds(10))
            .withOpenTime(Duration.ofSeconds(1), Duration.ofSeconds(100))
            .withTrialTime(Duration.ofSeconds(30));

    /** Opens when half of at least five requests within 10 s failed. */
    public static final BreakerSettings HALF_OF_FIVE = BreakerSettings.DEFAULT
            .withConsecutiveFailures(Integer.MAX_VALUE)
            .withFailureRate(50, 5, Duration.ofSeconds(10));

    /** As that, and when 60 % took longer than 4 s (the settings of resilience4j's own test, where slow ones are 60 %). */
    static final BreakerSettings SLOW_TOO = HALF_OF_FIVE.withSlowRate(60, Duration.ofSeconds(4));

    private Breakers() {}

    static CircuitBreaker closed(BreakerSettings settings) {
        return new CircuitBreaker(settings, 1, 0);
    }

    /** A breaker that two failures have opened just now. */
    static CircuitBreaker opened(long nowNanos) {
        return opened(TWO_IN_A_ROW, nowNanos);
    }

    /** A breaker that somebody has opened just now. */
    static CircuitBreaker opened(BreakerSettings settings, long nowNanos) {
        CircuitBreaker breaker = new CircuitBreaker(settings, 1, nowNanos);
        if (settings.consecutiveFailures() > 2) {
            breaker.trip(nowNanos);
        } else {
            record(breaker, "EE", nowNanos);
        }
        return breaker;
    }

    /** Results one after the other: E failed, S succeeded, and the small letters were slow. */
    static void record(CircuitBreaker breaker, String results, long nowNanos) {
        for (char result : results.toCharArray()) {
            boolean slow = Character.isLowerCase(result);
            if (Character.toUpperCase(result) == 'E') {
                breaker.fail(breaker.permit(), slow, nowNanos);
            } else {
                breaker.succeed(breaker.permit(), slow, nowNanos);
            }
        }
    }

    /** The same straight into a window. */
    static void record(OutcomeWindow window, String results, long nowNanos) {
        for (char result : results.toCharArray()) {
            window.record(Character.toUpperCase(result) == 'E', Character.isLowerCase(result), nowNanos);
        }
    }

    /** Fails trial after trial, each as soon as it is due, and returns the time at which the last failed. */
    static long failTrials(CircuitBreaker breaker, int trials) {
        long now = breaker.trialDueNanos();
        for (int i = 0; i < trials; i++) {
            now = breaker.trialDueNanos();
            int trial = breaker.tryTrial(now);
            now += MILLIS;
            breaker.fail(trial, now);
        }
        return now;
    }
}

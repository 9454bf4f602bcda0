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
    public static final BreakerSettings HALF_OF_FIVE =
            BreakerSettings.DEFAULT.withConsecutiveFailures(1_000_000).withFailureRate(50, 5, Duration.ofSeconds(10));

    private Breakers() {}

    /** A breaker that two failures have opened just now. */
    static CircuitBreaker opened(long nowNanos) {
        CircuitBreaker breaker = new CircuitBreaker(TWO_IN_A_ROW, 1);
        breaker.fail(breaker.permit(), nowNanos);
        breaker.fail(breaker.permit(), nowNanos);
        return breaker;
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

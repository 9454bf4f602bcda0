package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.health.Breakers.record;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BreakerMetricsTest {
    private static final BreakerSettings SETTINGS =
            Breakers.SLOW_TOO.withConsecutiveFailures(3).withTrials(2);

    private static BreakerMetrics of(
            State state,
            long since,
            Tally tally,
            double failed,
            double slow,
            long openings,
            @Nullable OpeningCause cause) {
        return new BreakerMetrics(
                state,
                since,
                tally.requests(),
                tally.failures(),
                tally.slow(),
                failed,
                slow,
                0,
                openings,
                cause,
                0,
                OptionalLong.empty());
    }

    @Test
    void aNewBreakerKnowsNothing() {
        BreakerMetrics none = new CircuitBreaker(SETTINGS, 1, 7).metrics(8);
        assertEquals(of(State.CLOSED, 7, Tally.NONE, -1, -1, 0, null), none);
    }

    @Test
    void closedTheyAreThoseOfTheWindow() {
        CircuitBreaker breaker = new CircuitBreaker(SETTINGS, 1, 0);
        record(breaker, "SSSSSSeE", 0);
        BreakerMetrics metrics = breaker.metrics(0);
        assertEquals(25, metrics.failureRatePercent());
        assertEquals(12.5, metrics.slowRatePercent());
        assertEquals(2, metrics.failuresInARow());
        assertEquals(8, metrics.requests());
        assertEquals(of(State.CLOSED, 0, Tally.NONE, -1, -1, 0, null).lastCause(), metrics.lastCause());
        assertEquals(-1, breaker.metrics(10 * SECONDS).failureRatePercent(), "nothing is left of it");
    }

    @Test
    void openTheyAreWhatItOpenedOn() {
        CircuitBreaker breaker = new CircuitBreaker(SETTINGS, 1, 0);
        record(breaker, "SSSSEEE", 5);
        breaker.tryAcquire(5);
        breaker.tryAcquire(5);
        BreakerMetrics metrics = breaker.metrics(100 * SECONDS);
        assertEquals(State.OPEN, metrics.state());
        assertEquals(5, metrics.sinceNanos());
        assertEquals(new Tally(7, 3, 0), new Tally(metrics.requests(), metrics.failures(), metrics.slow()));
        assertEquals(300.0 / 7, metrics.failureRatePercent());
        assertEquals(OpeningCause.CONSECUTIVE_FAILURES, metrics.lastCause());
        assertEquals(1, metrics.openings());
        assertEquals(2, metrics.notPermitted());
        assertEquals(OptionalLong.of(breaker.trialDueNanos()), metrics.trialDueNanos());
        assertEquals(0, metrics.failuresInARow());
    }

    @Test
    void halfOpenTheyAreThoseOfTheTrials() {
        CircuitBreaker breaker = Breakers.opened(SETTINGS.withTrials(3), 0);
        long due = breaker.trialDueNanos();
        breaker.succeed(breaker.tryTrial(due), due);
        breaker.tryTrial(due);
        BreakerMetrics metrics = breaker.metrics(due);
        assertEquals(State.HALF_OPEN, metrics.state());
        assertEquals(due, metrics.sinceNanos());
        assertEquals(new Tally(1, 0, 0), new Tally(metrics.requests(), metrics.failures(), metrics.slow()));
        assertEquals(-1, metrics.failureRatePercent());
        assertEquals(OpeningCause.TRIPPED, metrics.lastCause());
        assertEquals(OptionalLong.of(due), metrics.trialDueNanos());
    }

    @Test
    void afterTrialsThatFailedTheyAreTheirs() {
        CircuitBreaker breaker = Breakers.opened(SETTINGS, 0);
        long due = breaker.trialDueNanos();
        breaker.succeed(breaker.tryTrial(due), true, due);
        breaker.fail(breaker.tryTrial(due), due);
        BreakerMetrics metrics = breaker.metrics(due);
        assertEquals(State.OPEN, metrics.state());
        assertEquals(50, metrics.failureRatePercent(), "two are enough");
        assertEquals(50, metrics.slowRatePercent());
        assertEquals(OpeningCause.TRIAL, metrics.lastCause());
        assertEquals(2, metrics.openings());
    }

    @Test
    void forcedOpenAndDisabledTheyAreNothing() {
        CircuitBreaker breaker = new CircuitBreaker(SETTINGS, 1, 0);
        record(breaker, "SSSSEE", 0);
        breaker.forceOpen(3);
        assertEquals(of(State.FORCED_OPEN, 3, Tally.NONE, -1, -1, 1, OpeningCause.FORCED), breaker.metrics(4));
        breaker.disable(5);
        assertEquals(of(State.DISABLED, 5, Tally.NONE, -1, -1, 1, OpeningCause.FORCED), breaker.metrics(6));
    }

    /** Opened on something once, which is not what is going on now. */
    @Test
    void disabledTheyAreNotWhatItOpenedOn() {
        CircuitBreaker breaker = new CircuitBreaker(SETTINGS, 1, 0);
        record(breaker, "SSSSEEE", 0);
        breaker.disable(5);
        assertEquals(
                of(State.DISABLED, 5, Tally.NONE, -1, -1, 1, OpeningCause.CONSECUTIVE_FAILURES), breaker.metrics(6));
    }

    @Test
    void closedAgainTheMinimumIsThatOfRequestsNotOfTrials() {
        CircuitBreaker breaker = Breakers.opened(SETTINGS, 0);
        long due = breaker.trialDueNanos();
        breaker.succeed(breaker.tryTrial(due), true, due);
        breaker.fail(breaker.tryTrial(due), due);
        due = breaker.trialDueNanos();
        breaker.succeed(breaker.tryTrial(due), due);
        breaker.succeed(breaker.tryTrial(due), due);
        record(breaker, "SSSE", due);
        assertEquals(-1, breaker.metrics(due).failureRatePercent());
        record(breaker, "S", due);
        assertEquals(20, breaker.metrics(due).failureRatePercent());
    }
}

package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.health.Breakers.record;
import static io.github.evenkeel.core.health.CircuitBreaker.NO_PERMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.evenkeel.core.Race;
import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What resilience4j 2.4.0 was found to do wrong. */
class Resilience4jDefectsTest {
    private static final BreakerSettings TWO_TRIALS = Breakers.TWO_IN_A_ROW.withTrials(2);

    @Test
    void lockFreeCountWindowOfOneFailedWithItsSecondResult() {
        CircuitBreaker breaker =
                Breakers.closed(Breakers.HALF_OF_FIVE.withFailureRate(100, 1, BreakerWindow.requests(1)));
        record(breaker, "SSSS", 0);
        assertEquals(0, breaker.metrics(0).failureRatePercent());
        record(breaker, "E", 0);
        assertEquals(State.OPEN, breaker.state());
    }

    @Test
    void lockFreeShortestTimeWindowFailedWhenItMovedOn() {
        CircuitBreaker breaker = Breakers.closed(Breakers.HALF_OF_FIVE.withFailureRate(100, 1, Duration.ofMillis(10)));
        for (long now = 0; now < SECONDS; now += 999_999) {
            record(breaker, "S", now);
        }
        record(breaker, "E", 2 * SECONDS);
        assertEquals(State.OPEN, breaker.state());
    }

    @Test
    void lockFreeTimeWindowIgnoredTheClockItWasGiven() {
        CircuitBreaker breaker = Breakers.closed(Breakers.HALF_OF_FIVE.withFailureRate(50, 5, Duration.ofSeconds(5)));
        record(breaker, "ES", 0);
        assertEquals(2, breaker.metrics(0).requests());
        assertEquals(0, breaker.metrics(60 * SECONDS).requests());
    }

    @Test
    void halfOpenWithPermitsThatNeverCameBackAdmittedNobodyEver() {
        CircuitBreaker breaker = Breakers.opened(TWO_TRIALS, 0);
        long due = breaker.trialDueNanos();
        breaker.tryTrial(due);
        breaker.tryTrial(due);
        assertEquals(NO_PERMIT, breaker.tryTrial(due + 30 * SECONDS - 1));
        long later = due + 30 * SECONDS;
        breaker.succeed(breaker.tryTrial(later), later);
        breaker.succeed(breaker.tryTrial(later), later);
        assertEquals(State.CLOSED, breaker.state());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void spuriousReleasesBoughtPermits(int trials) {
        CircuitBreaker breaker = Breakers.opened(Breakers.TWO_IN_A_ROW.withTrials(trials), 0);
        long due = breaker.trialDueNanos();
        int released = breaker.tryTrial(due);
        breaker.release(released, due);
        for (int i = 0; i < trials; i++) {
            assertNotEquals(NO_PERMIT, breaker.tryTrial(due));
        }
        for (int i = -1; i < 5; i++) {
            assertFalse(breaker.release(released, due));
            assertFalse(breaker.release(i <= 2 ? i : 100 + i, due), "nor one that nobody has");
            assertEquals(NO_PERMIT, breaker.tryTrial(due));
        }
    }

    @Test
    void successesFromBeforeTheOpeningClosedItWithoutATrial() {
        CircuitBreaker breaker = Breakers.closed(TWO_TRIALS);
        int one = breaker.permit();
        int other = breaker.permit();
        record(breaker, "EE", 0);
        long due = breaker.trialDueNanos();
        breaker.tryTrial(due);
        assertFalse(breaker.succeed(one, due));
        assertFalse(breaker.succeed(other, due));
        assertEquals(State.HALF_OPEN, breaker.state());
        assertEquals(0, breaker.metrics(due).requests());
    }

    /** Its issue 1090 (open): permits of the half-open state and its end raced. */
    @Tag("long")
    @Test
    void moreTrialsThanPermittedWereAdmittedInARace() throws Exception {
        for (int round = 0; round < 500; round++) {
            CircuitBreaker breaker = Breakers.opened(TWO_TRIALS, 0);
            long due = breaker.trialDueNanos();
            long admitted = Race.run((thread, barrier) -> breaker.tryAcquire(due) == NO_PERMIT ? 0 : 1);
            assertEquals(2, admitted);
            assertEquals(2, breaker.metrics(due).notPermitted());
        }
    }
}

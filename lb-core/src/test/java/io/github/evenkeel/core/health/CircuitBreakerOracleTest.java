package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.health.Breakers.record;
import static io.github.evenkeel.core.health.CircuitBreaker.NO_PERMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What other breakers do, in their own tests (oracle cases T19, T21 and T23). */
class CircuitBreakerOracleTest {
    @Test
    void t19Resilience4jRateOfTheLastFour() {
        RequestWindow window = new RequestWindow(4);
        double[] percents = {100, 50, 100 / 3.0, 25, 0};
        for (int i = 0; i < percents.length; i++) {
            record(window, i == 0 ? "E" : "S", 0);
            Tally tally = Tally.of(window);
            assertEquals(percents[i], 100.0 * tally.failures() / tally.requests());
        }
    }

    @Test
    void t19Resilience4jTheSameAsMetrics() {
        CircuitBreaker breaker =
                Breakers.closed(BreakerSettings.DEFAULT.withFailureRate(100, 2, BreakerWindow.requests(4)));
        double[] percents = {BreakerMetrics.UNKNOWN, 50, 100 / 3.0, 25, 0};
        for (int i = 0; i < percents.length; i++) {
            record(breaker, i == 0 ? "E" : "S", 0);
            assertEquals(percents[i], breaker.metrics(0).failureRatePercent());
        }
    }

    @Test
    void t21Resilience4jOpensWithTheFifthResult() {
        CircuitBreaker breaker = Breakers.closed(Breakers.HALF_OF_FIVE);
        record(breaker, "EEES", 0);
        assertEquals(State.CLOSED, breaker.state());
        assertEquals(-1, breaker.metrics(0).failureRatePercent());
        record(breaker, "S", 0);
        assertEquals(State.OPEN, breaker.state());
        assertEquals(60, breaker.metrics(0).failureRatePercent());
        assertEquals(0, breaker.metrics(0).notPermitted());
        assertEquals(NO_PERMIT, breaker.tryAcquire(0));
        assertEquals(1, breaker.metrics(0).notPermitted());
    }

    /** The failure rate is 40 % in the end, the slow rate 60 %. */
    @Test
    void t21Resilience4jOpensByTheSlowRate() {
        CircuitBreaker breaker = Breakers.closed(Breakers.SLOW_TOO);
        assertFalse(breaker.isSlow(4 * SECONDS));
        assertTrue(breaker.isSlow(4 * SECONDS + 1));
        record(breaker, "esES", 0);
        assertEquals(State.CLOSED, breaker.state());
        assertEquals(-1, breaker.metrics(0).slowRatePercent());
        assertTrue(breaker.succeed(breaker.permit(), true, 0));
        assertEquals(State.OPEN, breaker.state());
        BreakerMetrics metrics = breaker.metrics(0);
        assertEquals(60, metrics.slowRatePercent());
        assertEquals(40, metrics.failureRatePercent());
        assertEquals(OpeningCause.SLOW_RATE, metrics.lastCause());
    }

    @Test
    void t21Resilience4jFourTrials() {
        CircuitBreaker breaker = Breakers.opened(Breakers.HALF_OF_FIVE.withTrials(4), 0);
        long due = breaker.trialDueNanos();
        int released = NO_PERMIT;
        for (int i = 0; i < 4; i++) {
            released = breaker.tryAcquire(due);
            assertNotEquals(NO_PERMIT, released);
        }
        assertEquals(NO_PERMIT, breaker.tryAcquire(due));
        breaker.release(released, due);
        assertNotEquals(NO_PERMIT, breaker.tryAcquire(due));
        assertEquals(NO_PERMIT, breaker.tryAcquire(due));
    }

    /** Two 502 shut; a permit after 1 s; the probe fails: shut for 2 s; a stray 200 is ignored; a probe's 200 opens. */
    @Test
    void t23LinkerdShutProbationShutProbationOpen() {
        CircuitBreaker breaker = Breakers.closed(Breakers.TWO_IN_A_ROW);
        int stray = breaker.permit();
        record(breaker, "EE", 0);
        assertEquals(State.OPEN, breaker.state());
        long first = breaker.trialDueNanos();
        assertEquals(1.0 * SECONDS, first, SECONDS / 10.0);
        int probe = breaker.tryTrial(first);
        assertNotEquals(NO_PERMIT, probe);
        assertEquals(NO_PERMIT, breaker.tryTrial(first), "exactly one");
        assertTrue(breaker.fail(probe, first));
        long second = breaker.trialDueNanos();
        assertEquals(2.0 * SECONDS, second - first, SECONDS / 5.0);
        assertFalse(breaker.succeed(stray, second - 1));
        assertEquals(NO_PERMIT, breaker.tryTrial(second - 1));
        assertTrue(breaker.succeed(breaker.tryTrial(second), second));
        assertEquals(State.CLOSED, breaker.state());
    }

    /** A failing server hidden from the run of failures by the successes between them, of linkerd's "unified". */
    @Test
    void t23LinkerdInterleavedSuccessesHideNoHalfFailingServer() {
        CircuitBreaker breaker = Breakers.closed(
                BreakerSettings.DEFAULT.withConsecutiveFailures(7).withFailureRate(50, 10, Duration.ofSeconds(10)));
        record(breaker, "ESESESESE", 0);
        assertEquals(State.CLOSED, breaker.state());
        record(breaker, "S", 0);
        assertEquals(State.OPEN, breaker.state());
    }
}

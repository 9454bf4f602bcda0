package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.HOURS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What was found to be wrong in Envoy's outlier detection, as tests of the breaker that does its work here. */
class EnvoyDefectsTest {
    private final CircuitBreaker breaker = Breakers.closed(Breakers.TWO_IN_A_ROW);

    private void fails(long nowNanos) {
        Breakers.record(breaker, "EE", nowNanos);
        assertEquals(CircuitBreaker.State.OPEN, breaker.state());
    }

    private void trial(boolean good, long nowNanos) {
        int trial = breaker.tryTrial(nowNanos);
        assertNotEquals(CircuitBreaker.NO_PERMIT, trial);
        if (good) {
            breaker.succeed(trial, nowNanos);
        } else {
            breaker.fail(trial, nowNanos);
        }
    }

    /** #21142: with every sweep in which a host was in, its back-off fell, though it had served nothing. */
    @Test
    void backOffWasForgottenWithoutAnyEvidence() {
        fails(0);
        long now = 0;
        for (double expected = 1; expected <= 64; expected *= 2) {
            double open = breaker.trialDueNanos() - now;
            assertEquals(expected * SECONDS, open, expected * SECONDS / 10);
            now = breaker.trialDueNanos() + HOURS; // nobody asked for it all the time: that proves nothing
            trial(false, now);
        }
    }

    /** The same server, readmitted by one lucky trial each time, and failing again at once. */
    @Test
    void backOffGrowsThoughEveryTrialSucceeds() {
        long now = 0;
        for (double expected = 1; expected <= 32; expected *= 2) {
            fails(now);
            double open = breaker.trialDueNanos() - now;
            assertEquals(expected * SECONDS, open, expected * SECONDS / 10);
            now = breaker.trialDueNanos();
            trial(true, now);
        }
    }

    /** #1491: the count was not reset with the ejection, so that it never met its threshold again. */
    @Test
    void countThatWasNotResetWithTheEjectionEjectedNeverAgain() {
        long now = 0;
        for (int i = 0; i < 100; i++) {
            fails(now);
            now = breaker.trialDueNanos();
            trial(true, now);
            Breakers.record(breaker, "ES", now);
            assertEquals(CircuitBreaker.State.CLOSED, breaker.state(), "one is not two");
        }
    }

    /** The count was compared with {@code ==}, and two threads could step over it. */
    @Test
    void countThatPassedItsThresholdEjectedNever() {
        int[] permits = {breaker.permit(), breaker.permit(), breaker.permit(), breaker.permit()};
        for (int permit : permits) {
            breaker.fail(permit, 0);
        }
        assertEquals(CircuitBreaker.State.OPEN, breaker.state());
        assertTrue(breaker.trialDueNanos() <= 1.1 * SECONDS, "once, not twice");
    }
}

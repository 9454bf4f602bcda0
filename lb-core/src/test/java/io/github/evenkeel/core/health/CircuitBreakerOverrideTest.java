package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.DAYS;
import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.health.Breakers.record;
import static io.github.evenkeel.core.health.CircuitBreaker.NO_PERMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What operators and outlier detectors say. */
class CircuitBreakerOverrideTest {
    private final CircuitBreaker breaker = Breakers.closed(Breakers.TWO_IN_A_ROW);

    private static CircuitBreaker halfOpen() {
        CircuitBreaker opened = Breakers.opened(0);
        opened.tryTrial(opened.trialDueNanos());
        return opened;
    }

    static Stream<Named<Supplier<CircuitBreaker>>> everyState() {
        return Stream.of(
                Named.of("closed", () -> Breakers.closed(Breakers.TWO_IN_A_ROW)),
                Named.of("open", () -> Breakers.opened(0)),
                Named.of("half-open", CircuitBreakerOverrideTest::halfOpen));
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void forcedOpenAdmitsNobodyAndNoTrialUntilReset(Supplier<CircuitBreaker> state) {
        CircuitBreaker forced = state.get();
        int permit = forced.permit();
        assertTrue(forced.forceOpen(SECONDS));
        assertEquals(State.FORCED_OPEN, forced.state());
        for (long later : new long[] {SECONDS, 100 * SECONDS, 300 * DAYS}) {
            assertEquals(NO_PERMIT, forced.permit());
            assertEquals(NO_PERMIT, forced.tryAcquire(later));
            assertEquals(NO_PERMIT, forced.tryTrial(later));
            assertFalse(forced.bringTrialForward(later));
            assertFalse(forced.trip(later));
            assertFalse(forced.forceOpen(later), "already");
            for (int any = permit; any < 5; any++) {
                assertFalse(forced.succeed(any, later));
                assertFalse(forced.fail(any, later));
                assertFalse(forced.release(any, later));
            }
        }
        assertTrue(forced.reset(SECONDS));
        assertEquals(State.CLOSED, forced.state());
        assertNotEquals(NO_PERMIT, forced.tryAcquire(SECONDS));
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void disabledAdmitsEverybodyAndJudgesNobody(Supplier<CircuitBreaker> state) {
        CircuitBreaker disabled = state.get();
        assertTrue(disabled.disable(SECONDS));
        assertFalse(disabled.disable(SECONDS), "already");
        for (int i = 0; i < 100; i++) {
            int permit = disabled.tryAcquire(SECONDS);
            assertNotEquals(NO_PERMIT, permit);
            assertEquals(permit, disabled.permit());
            assertFalse(disabled.fail(permit, SECONDS));
            assertFalse(disabled.release(permit, SECONDS));
        }
        assertEquals(NO_PERMIT, disabled.tryTrial(1000 * SECONDS));
        assertFalse(disabled.trip(SECONDS));
        assertEquals(State.DISABLED, disabled.state());
        int late = disabled.permit();
        assertTrue(disabled.reset(SECONDS));
        assertFalse(disabled.fail(late, SECONDS), "what it admitted then is not judged later");
        assertFalse(disabled.fail(late, SECONDS));
        assertEquals(State.CLOSED, disabled.state());
    }

    @Test
    void forcedOpenMayBeDisabledAndTheOtherWayRound() {
        assertTrue(breaker.forceOpen(0));
        assertTrue(breaker.disable(0));
        assertTrue(breaker.forceOpen(0));
        assertEquals(State.FORCED_OPEN, breaker.state());
    }

    @Test
    void resetForgetsWhatWasCounted() {
        CircuitBreaker byRate = Breakers.closed(Breakers.HALF_OF_FIVE.withConsecutiveFailures(5));
        record(byRate, "EEEE", 0);
        int before = byRate.permit();
        assertFalse(byRate.reset(0), "it was closed");
        assertEquals(0, byRate.metrics(0).requests());
        assertFalse(byRate.fail(before, 0), "from before");
        record(byRate, "EEEE", 0);
        assertEquals(State.CLOSED, byRate.state());
        record(byRate, "E", 0);
        assertEquals(State.OPEN, byRate.state());
    }

    @Test
    void resetForgetsTheBackOff() {
        CircuitBreaker shut = Breakers.opened(0);
        long failed = Breakers.failTrials(shut, 4);
        assertTrue(shut.reset(failed));
        record(shut, "EE", failed);
        assertEquals(1.0 * SECONDS, shut.trialDueNanos() - failed, SECONDS / 10.0);
        assertEquals(6, shut.metrics(failed).openings(), "but not the openings themselves");
    }

    @Test
    void forcingLengthensNoOpenTime() {
        breaker.forceOpen(0);
        breaker.disable(0);
        breaker.reset(0);
        record(breaker, "EE", 0);
        assertEquals(1.0 * SECONDS, breaker.trialDueNanos(), SECONDS / 10.0);
    }

    @Test
    void tripOpensAsIfTheServerHadFailed() {
        int before = breaker.permit();
        assertTrue(breaker.trip(0));
        assertEquals(State.OPEN, breaker.state());
        assertEquals(OpeningCause.TRIPPED, breaker.metrics(0).lastCause());
        long due = breaker.trialDueNanos();
        assertEquals(1.0 * SECONDS, due, SECONDS / 10.0);
        assertFalse(breaker.succeed(before, 0));
        assertFalse(breaker.trip(due), "open");
        int trial = breaker.tryTrial(due);
        assertFalse(breaker.trip(due), "half-open");
        assertTrue(breaker.succeed(trial, due));
        assertTrue(breaker.trip(due + SECONDS));
        assertEquals(2.0 * SECONDS, breaker.trialDueNanos() - due - SECONDS, SECONDS / 5.0, "not lived down");
    }
}

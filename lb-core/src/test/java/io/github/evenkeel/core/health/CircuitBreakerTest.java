package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.health.Breakers.record;
import static io.github.evenkeel.core.health.CircuitBreaker.NO_PERMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.Race;
import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When it opens, what a trial does, and how it closes again. */
class CircuitBreakerTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";

    private final CircuitBreaker breaker = Breakers.closed(Breakers.TWO_IN_A_ROW);

    @Test
    void admitsAnyNumberWhileClosed() {
        assertEquals(State.CLOSED, breaker.state());
        int permit = breaker.permit();
        assertNotEquals(NO_PERMIT, permit);
        for (int i = 0; i < 100; i++) {
            assertEquals(permit, breaker.tryAcquire(i));
        }
        assertEquals(NO_PERMIT, breaker.tryTrial(0), "a closed breaker has no trial");
    }

    @Test
    void nginxUsersFindTheirTwoNumbers() {
        CircuitBreaker nginx = Breakers.closed(BreakerSettings.maxFails(3, Duration.ofSeconds(10)));
        record(nginx, "EESEE", 0);
        assertEquals(State.CLOSED, nginx.state());
        long now = 0;
        for (int round = 0; round < 5; round++) {
            record(nginx, round == 0 ? "E" : "", now);
            assertEquals(State.OPEN, nginx.state());
            assertEquals(NO_PERMIT, nginx.tryTrial(now + 8 * SECONDS), "out for 10 s, give or take the usual tenth");
            now += 12 * SECONDS;
            nginx.fail(nginx.tryTrial(now), now);
        }
        nginx.succeed(nginx.tryTrial(now + 12 * SECONDS), now + 12 * SECONDS);
        assertEquals(State.CLOSED, nginx.state());
        CircuitBreaker never = Breakers.closed(BreakerSettings.maxFails(0, Duration.ofSeconds(10)));
        record(never, "E".repeat(1000), 0);
        assertEquals(State.CLOSED, never.state());
    }

    @Test
    void opensWithTheSecondFailureInARow() {
        assertFalse(breaker.fail(breaker.permit(), 0));
        assertTrue(breaker.fail(breaker.permit(), 0));
        assertEquals(State.OPEN, breaker.state());
        assertEquals(NO_PERMIT, breaker.permit());
        assertEquals(NO_PERMIT, breaker.tryAcquire(0));
    }

    @Test
    void successBetweenFailuresEndsTheRun() {
        record(breaker, "ESESESESES", 0);
        assertEquals(State.CLOSED, breaker.state());
        record(breaker, "EE", 0);
        assertEquals(State.OPEN, breaker.state());
    }

    @Test
    void opensWithTheResultThatCompletesTheMinimumWhateverItIs() {
        CircuitBreaker byRate = Breakers.closed(Breakers.HALF_OF_FIVE);
        record(byRate, "EEES", 0);
        assertEquals(State.CLOSED, byRate.state());
        assertTrue(byRate.succeed(byRate.permit(), 0));
        assertEquals(State.OPEN, byRate.state());
    }

    /** Half of ten failed, but of those of the last 10 s more. */
    @Test
    void opensWithTheResultThatFindsOldSuccessesGone() {
        CircuitBreaker byRate = Breakers.closed(Breakers.HALF_OF_FIVE);
        record(byRate, "SSSSSSS", 0);
        record(byRate, "EEEE", 5 * SECONDS);
        assertEquals(State.CLOSED, byRate.state());
        assertFalse(byRate.succeed(byRate.permit(), 10 * SECONDS - 1));
        assertTrue(byRate.succeed(byRate.permit(), 10 * SECONDS));
        assertEquals(OpeningCause.FAILURE_RATE, byRate.metrics(0).lastCause());
    }

    @Test
    void opensByRateThoughSomebodyReadTheMetricsWhenTheWindowMovedOn() {
        CircuitBreaker byRate = Breakers.closed(Breakers.HALF_OF_FIVE);
        record(byRate, "SSSSSSS", 0);
        record(byRate, "EEEES", 5 * SECONDS);
        assertEquals(80, byRate.metrics(10 * SECONDS).failureRatePercent());
        assertTrue(byRate.succeed(byRate.permit(), 10 * SECONDS));
    }

    @Test
    void failureRateBelowTheThresholdOpensNothing() {
        CircuitBreaker byRate = Breakers.closed(Breakers.HALF_OF_FIVE);
        for (int i = 0; i < 100; i++) {
            record(byRate, "SSE", 0);
        }
        assertEquals(State.CLOSED, byRate.state());
    }

    @Test
    void failuresOlderThanTheWindowOpenNothing() {
        CircuitBreaker byRate = Breakers.closed(Breakers.HALF_OF_FIVE);
        record(byRate, "EEEE", 0);
        record(byRate, "E", 10 * SECONDS);
        assertEquals(State.CLOSED, byRate.state());
    }

    /**
     * Whoever judges may be put to sleep between one count and the next, and what the others did meanwhile must not look
     * like one window. Of any hundred requests at most six failed: one in fifty, and one more of each thread.
     */
    @ParameterizedTest
    @MethodSource("windows")
    void sleepingJudgeSeesNoRateThatNeverWas(BreakerWindow window) throws Exception {
        BreakerSettings settings = BreakerSettings.DEFAULT
                .withConsecutiveFailures(Integer.MAX_VALUE)
                .withFailureRate(50, 20, window);
        for (int round = 0; round < 10; round++) {
            CircuitBreaker shared = Breakers.closed(settings);
            Race.run((thread, barrier) -> {
                for (int i = 0; i < 50_000; i++) {
                    if (i % 50 == thread) {
                        shared.fail(shared.permit(), i * MILLIS / 10);
                    } else {
                        shared.succeed(shared.permit(), i * MILLIS / 10);
                    }
                }
                return 0;
            });
            assertEquals(State.CLOSED, shared.state(), () -> shared.metrics(0).toString());
        }
    }

    static Stream<BreakerWindow> windows() {
        return Stream.of(BreakerWindow.requests(100), BreakerWindow.time(Duration.ofMillis(20)));
    }

    @Test
    void windowStartsEmptyAfterRecovery() {
        CircuitBreaker byRate = Breakers.closed(Breakers.HALF_OF_FIVE);
        record(byRate, "EEEEE", 0);
        long due = byRate.trialDueNanos();
        assertTrue(byRate.succeed(byRate.tryTrial(due), due));
        record(byRate, "EEEE", due);
        assertEquals(State.CLOSED, byRate.state());
    }

    /** Linkerd's case: shut by two failures, one permit after a second, shut for two more, opened by a success. */
    @ParameterizedTest
    @MethodSource(ORIGINS)
    void trialAfterTrialUntilOneSucceeds(long origin) {
        CircuitBreaker shut = Breakers.opened(origin);
        long due = shut.trialDueNanos();
        assertEquals(1 * SECONDS, due - origin, SECONDS / 10.0);
        assertEquals(NO_PERMIT, shut.tryAcquire(due - 1));
        int first = shut.tryAcquire(due);
        assertNotEquals(NO_PERMIT, first);
        assertEquals(State.HALF_OPEN, shut.state());
        assertEquals(NO_PERMIT, shut.tryAcquire(due), "exactly one");
        assertTrue(shut.fail(first, due));

        assertEquals(State.OPEN, shut.state());
        long dueAgain = shut.trialDueNanos();
        assertEquals(2 * SECONDS, dueAgain - due, SECONDS / 5.0);
        assertFalse(shut.succeed(first, dueAgain), "a stray result while shut");
        assertEquals(State.OPEN, shut.state());
        int second = shut.tryAcquire(dueAgain);
        assertTrue(shut.succeed(second, dueAgain));
        assertEquals(State.CLOSED, shut.state());
        assertNotEquals(NO_PERMIT, shut.permit());
    }

    @Test
    void openTimeThatIsOverShowsAsOpenUntilTheTrialIsTaken() {
        CircuitBreaker shut = Breakers.opened(0);
        assertEquals(NO_PERMIT, shut.permit(), "never a trial");
        assertEquals(State.OPEN, shut.state());
        shut.tryTrial(shut.trialDueNanos());
        assertEquals(State.HALF_OPEN, shut.state());
        assertEquals(NO_PERMIT, shut.permit());
    }

    /** Resilience4j closes with the late successes of requests from before it opened, having sent no trial at all. */
    @Test
    void resultsFromBeforeTheOpeningMoveNothing() {
        int stale = breaker.permit();
        record(breaker, "EE", 0);
        long due = breaker.trialDueNanos();
        assertFalse(breaker.succeed(stale, due));
        assertFalse(breaker.fail(stale, due));
        assertFalse(breaker.release(stale, due));
        assertEquals(State.OPEN, breaker.state());

        int trial = breaker.tryTrial(due);
        assertFalse(breaker.succeed(stale, due));
        assertFalse(breaker.fail(stale, due));
        assertFalse(breaker.release(stale, due));
        assertEquals(State.HALF_OPEN, breaker.state());

        breaker.succeed(trial, due);
        assertFalse(breaker.fail(stale, due));
        assertFalse(breaker.fail(stale, due));
        assertEquals(State.CLOSED, breaker.state());
    }

    @Test
    void resultsWithoutPermitMoveNothing() {
        record(breaker, "E", 0);
        assertFalse(breaker.fail(NO_PERMIT, 0));
        assertFalse(breaker.succeed(NO_PERMIT, 0));
        assertFalse(breaker.release(NO_PERMIT, 0));
        assertTrue(breaker.fail(breaker.permit(), 0), "the success without permit has not ended the run");
        assertFalse(breaker.succeed(NO_PERMIT, 0));
        assertEquals(State.OPEN, breaker.state());
    }

    @Test
    void permitThatNobodyWasGivenMovesNothing() {
        record(breaker, "EE", 0);
        for (int invented = 1; invented < 10; invented++) {
            assertFalse(breaker.succeed(invented, 0));
            assertFalse(breaker.fail(invented, 0));
            assertFalse(breaker.release(invented, 0));
        }
        assertEquals(State.OPEN, breaker.state());
    }

    /** In resilience4j permits that never come back leave it half-open for ever. */
    @Test
    void lostTrialIsReplacedWhenItsTimeIsOver() {
        CircuitBreaker shut = Breakers.opened(0);
        long due = shut.trialDueNanos();
        int lost = shut.tryTrial(due);
        assertEquals(due + 30 * SECONDS, shut.trialDueNanos());
        assertEquals(NO_PERMIT, shut.tryTrial(due + 30 * SECONDS - 1));
        int second = shut.tryTrial(due + 30 * SECONDS);
        assertNotEquals(NO_PERMIT, second);
        assertFalse(shut.succeed(lost, due + 31 * SECONDS), "too late");
        assertFalse(shut.fail(lost, due + 31 * SECONDS), "too late");
        assertEquals(State.HALF_OPEN, shut.state());
        assertTrue(shut.succeed(second, due + 31 * SECONDS));
    }

    @Test
    void releasedTrialIsDueAgainAtOnce() {
        CircuitBreaker shut = Breakers.opened(0);
        long due = shut.trialDueNanos();
        int trial = shut.tryTrial(due);
        assertTrue(shut.release(trial, due + 5));
        assertEquals(State.OPEN, shut.state());
        assertEquals(due + 5, shut.trialDueNanos());
        int again = shut.tryTrial(due + 5);
        assertTrue(shut.fail(again, due + 5));
        assertEquals(2 * SECONDS, shut.trialDueNanos() - due, SECONDS / 5.0, "the release has not doubled it");
    }

    /** In resilience4j five spurious releases buy five more permits. */
    @Test
    void spuriousReleasesGrantNothing() {
        CircuitBreaker shut = Breakers.opened(0);
        long due = shut.trialDueNanos();
        int trial = shut.tryTrial(due);
        assertTrue(shut.release(trial, due));
        assertFalse(shut.release(trial, due));
        int again = shut.tryTrial(due);
        for (int i = 0; i < 5; i++) {
            assertFalse(shut.release(trial, due));
        }
        assertEquals(NO_PERMIT, shut.tryTrial(due));
        assertTrue(shut.succeed(again, due));
        assertFalse(shut.release(shut.permit(), due), "a closed breaker has nothing to release");
        assertEquals(State.CLOSED, shut.state());
    }

    @Test
    void passedProbeBringsTheTrialForward() {
        CircuitBreaker shut = Breakers.opened(0);
        assertTrue(shut.bringTrialForward(100 * MILLIS));
        assertEquals(State.OPEN, shut.state());
        assertEquals(100 * MILLIS, shut.trialDueNanos());
        assertEquals(NO_PERMIT, shut.tryTrial(100 * MILLIS - 1));
        assertNotEquals(NO_PERMIT, shut.tryTrial(100 * MILLIS));
    }

    @Test
    void onlyATrialThatIsStillToComeIsBroughtForward() {
        assertFalse(breaker.bringTrialForward(0), "closed");
        CircuitBreaker shut = Breakers.opened(0);
        long due = shut.trialDueNanos();
        assertFalse(shut.bringTrialForward(due), "due already");
        assertEquals(due, shut.trialDueNanos());
        shut.tryTrial(due);
        assertFalse(shut.bringTrialForward(due), "under way");
        assertEquals(State.HALF_OPEN, shut.state());
    }

    @Test
    void broughtForwardTrialStillDoublesWhenItFails() {
        CircuitBreaker shut = Breakers.opened(0);
        shut.bringTrialForward(1);
        assertTrue(shut.fail(shut.tryTrial(1), 1));
        assertEquals(2 * SECONDS, shut.trialDueNanos(), SECONDS / 5.0);
    }

    @Test
    void saysWhereItStands() {
        assertEquals("CLOSED[generation=0, openings=0]", breaker.toString());
        record(breaker, "EE", 0);
        assertEquals("OPEN[generation=1, openings=1]", breaker.toString());
        breaker.tryTrial(breaker.trialDueNanos());
        assertEquals("HALF_OPEN[generation=2, openings=1]", breaker.toString());
        breaker.succeed(2, 0);
        assertEquals("CLOSED[generation=3, openings=1]", breaker.toString());
    }
}

package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.health.CircuitBreaker.NO_PERMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several trials deciding together. */
class CircuitBreakerTrialsTest {
    private static final BreakerSettings FOUR_TRIALS = Breakers.SLOW_TOO.withTrials(4);

    private final CircuitBreaker breaker = Breakers.opened(FOUR_TRIALS, 0);
    private final long due = breaker.trialDueNanos();

    /** Half failed, or 60 % slow, opens; and that is known before the last result as often as not. */
    @ParameterizedTest
    @CsvSource({
        "SSS, CLOSED",
        "SESS, CLOSED",
        "ESSS, CLOSED",
        "EE, OPEN",
        "SESE, OPEN",
        "SSEE, OPEN",
        "sSsS, CLOSED",
        "Ssss, OPEN",
        "sss, OPEN",
        "ee, OPEN",
        "esS, HALF_OPEN",
        "SS, HALF_OPEN",
        "ESS, HALF_OPEN",
        "E, HALF_OPEN",
        "ss, HALF_OPEN"
    })
    void trialsDecideAsSoonAsTheMissingResultsCannot(String results, State expected) {
        for (int i = 0; i < results.length(); i++) {
            assertEquals(State.HALF_OPEN, i == 0 ? State.HALF_OPEN : breaker.state());
            char result = results.charAt(i);
            boolean slow = Character.isLowerCase(result);
            int trial = breaker.tryTrial(due);
            boolean last = i == results.length() - 1 && expected != State.HALF_OPEN;
            assertEquals(
                    last,
                    Character.toUpperCase(result) == 'E'
                            ? breaker.fail(trial, slow, due)
                            : breaker.succeed(trial, slow, due));
        }
        assertEquals(expected, breaker.state());
    }

    @Test
    void oneSlowTrialFailsWhereSlowRequestsCount() {
        CircuitBreaker single = Breakers.opened(Breakers.SLOW_TOO, 0);
        assertTrue(single.succeedTrial(single.tryTrial(single.trialDueNanos()), true, due));
        assertEquals(State.OPEN, single.state());
        assertEquals(OpeningCause.TRIAL, single.metrics(due).lastCause());
    }

    @Test
    void resultsTakeTheirPlacesForGood() {
        int first = breaker.tryTrial(due);
        breaker.succeed(first, due);
        for (int i = 0; i < 3; i++) {
            assertNotEquals(NO_PERMIT, breaker.tryTrial(due));
        }
        assertEquals(NO_PERMIT, breaker.tryTrial(due), "three are out and one is in");
        assertFalse(breaker.succeed(first, due), "twice counts once");
        assertEquals(1, breaker.metrics(due).requests());
    }

    @Test
    void aTrialIsDueAsLongAsThereIsAPlace() {
        for (int i = 0; i < 4; i++) {
            assertTrue(breaker.trialDueNanos() - (due + i) <= 0);
            assertNotEquals(NO_PERMIT, breaker.tryTrial(due + i));
        }
        assertEquals(due + 30 * SECONDS, breaker.trialDueNanos(), "the oldest is lost then");
    }

    @Test
    void onlyTheOldestTrialLosesItsPlace() {
        int[] trials = new int[4];
        for (int i = 0; i < 4; i++) {
            trials[i] = breaker.tryTrial(due + i * SECONDS);
        }
        long later = due + 30 * SECONDS;
        int instead = breaker.tryTrial(later);
        assertNotEquals(NO_PERMIT, instead);
        assertEquals(NO_PERMIT, breaker.tryTrial(later));
        assertEquals(due + 31 * SECONDS, breaker.trialDueNanos());
        assertFalse(breaker.fail(trials[0], later), "lost");
        assertFalse(breaker.fail(trials[3], later), "counted, decides nothing");
        assertTrue(breaker.fail(instead, later));
        assertEquals(State.OPEN, breaker.state());
    }

    @Test
    void trialThatIsLateButNotReplacedStillCounts() {
        CircuitBreaker single = Breakers.opened(0);
        int trial = single.tryTrial(due);
        assertTrue(single.succeed(trial, due + 1000 * SECONDS));
        assertEquals(State.CLOSED, single.state());
    }

    @Test
    void releasedPlaceIsDueAgainAtOnce() {
        int first = breaker.tryTrial(due);
        int second = breaker.tryTrial(due);
        breaker.tryTrial(due);
        breaker.tryTrial(due);
        assertTrue(breaker.release(second, due));
        assertEquals(State.HALF_OPEN, breaker.state());
        assertNotEquals(NO_PERMIT, breaker.tryTrial(due));
        assertFalse(breaker.release(second, due));
        assertTrue(breaker.release(first, due));
        assertFalse(breaker.succeed(first, due), "nothing to hand in any more");
    }

    @Test
    void freePlaceIsDueToClocksReadEarlierAsWell() {
        breaker.tryTrial(due);
        assertNotEquals(NO_PERMIT, breaker.tryTrial(due - 1));
    }

    @Test
    void releaseOfAllTrialsIsAsIfNoneHadBeen() {
        int first = breaker.tryTrial(due);
        int second = breaker.tryTrial(due);
        breaker.release(first, due);
        breaker.release(second, due + 1);
        assertEquals(State.OPEN, breaker.state());
        assertEquals(due + 1, breaker.trialDueNanos());
        breaker.succeed(breaker.tryTrial(due + 1), due + 1);
        int last = breaker.tryTrial(due + 1);
        breaker.release(last, due + 1);
        assertEquals(State.HALF_OPEN, breaker.state(), "but not of a result");
    }

    @Test
    void trialsLeftOverWhenItIsDecidedMoveNothing() {
        int[] trials = new int[4];
        for (int i = 0; i < 4; i++) {
            trials[i] = breaker.tryTrial(due);
        }
        for (int i = 0; i < 3; i++) {
            breaker.succeed(trials[i], due);
        }
        assertEquals(State.CLOSED, breaker.state());
        assertFalse(breaker.fail(trials[3], due));
        assertEquals(0, breaker.metrics(due).requests());
    }

    @Test
    void failedTrialsDoubleTheOpenTimeOnce() {
        int[] trials = new int[4];
        for (int i = 0; i < 4; i++) {
            trials[i] = breaker.tryTrial(due);
        }
        for (int trial : trials) {
            breaker.fail(trial, due);
        }
        assertEquals(10.0 * SECONDS, breaker.trialDueNanos() - due, 1.0 * SECONDS);
        assertEquals(2, breaker.metrics(due).openings());
    }

    @Test
    void trialTimeIsEachTrialsOwn() {
        CircuitBreaker impatient = Breakers.opened(FOUR_TRIALS.withTrialTime(Duration.ofNanos(5)), 0);
        for (int i = 0; i < 4; i++) {
            impatient.tryTrial(due + i);
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(NO_PERMIT, impatient.tryTrial(impatient.trialDueNanos() - 1));
            assertNotEquals(NO_PERMIT, impatient.tryTrial(impatient.trialDueNanos()));
        }
    }
}

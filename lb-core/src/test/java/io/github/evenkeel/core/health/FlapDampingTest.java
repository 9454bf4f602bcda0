package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlapDampingTest {
    private static final HealthThresholds ONE_EACH = new HealthThresholds(1, 1);
    private static final FlapDamping DEFAULT = FlapDamping.DEFAULT;

    private HealthTracker tracker = new HealthTracker(ONE_EACH);

    private boolean pass(long now) {
        return tracker.probe(ProbeKind.LIVENESS, ProbeResult.PASSED, now);
    }

    private boolean fail(long now) {
        return tracker.probe(ProbeKind.LIVENESS, ProbeResult.FAILED, now);
    }

    /** In use, then so many falls with the shortest possible way back after each but the last. */
    private long fall(int times, long start) {
        long now = start;
        pass(now);
        for (int i = 1; i <= times; i++) {
            fail(now);
            if (i < times) {
                pass(now);
                now = tracker.report().held() ? tracker.report().readmissionNanos() : now;
                pass(now);
            }
        }
        return now;
    }

    @Test
    void firstFallCostsNothing() {
        fall(1, 0);
        assertTrue(pass(1));
        assertEquals(HealthStatus.HEALTHY, tracker.status(1));
        assertFalse(tracker.report().held());
        assertEquals(1, tracker.report().falls());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 10", "3, 20", "4, 40", "5, 80", "6, 160", "7, 300", "8, 300", "70, 300"})
    void eachFurtherFallHoldsTwiceAsLongUpToTheLongest(int falls, int seconds) {
        long now = fall(falls, Long.MAX_VALUE - 30 * SECONDS);
        pass(now);
        assertEquals(falls, tracker.report().falls());
        assertEquals(seconds > 0, tracker.report().held());
        assertEquals(seconds * SECONDS, seconds == 0 ? 0 : tracker.report().readmissionNanos() - now);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 3 * SECONDS, -3 * SECONDS})
    void heldServerComesBackByTimeAlone(long start) {
        long now = fall(2, start);
        assertTrue(pass(now), "from unhealthy to held");
        assertEquals(HealthStatus.NOT_READY, tracker.status(now + 10 * SECONDS - 1));
        assertEquals(HealthStatus.HEALTHY, tracker.status(now + 10 * SECONDS));
        assertEquals(HealthStatus.NOT_READY, tracker.report().status(), "no probe has said so yet");
        assertFalse(pass(now + 9 * SECONDS));
        assertTrue(pass(now + 10 * SECONDS), "the first probe afterwards reports it");
        assertFalse(pass(now + 10 * SECONDS), "once");
        assertEquals(now + 10 * SECONDS, tracker.report().sinceNanos());
        assertEquals(now + 10 * SECONDS, tracker.report().usedSinceNanos());
    }

    @Test
    void usedSinceTheEndOfTheHoldHoweverLateTheNextProbe() {
        long now = fall(2, 0);
        pass(now);
        pass(now + 25 * SECONDS);
        assertEquals(now + 10 * SECONDS, tracker.report().usedSinceNanos());
        assertEquals(now + 10 * SECONDS, tracker.report().sinceNanos());
        assertFalse(tracker.report().held());
    }

    @Test
    void failedProbeStartsTheHoldOverAndIsNoFurtherFall() {
        tracker = new HealthTracker(new HealthThresholds(1, 3));
        long now = 0;
        pass(now);
        for (int i = 0; i < 6; i++) {
            fail(now);
            if (i == 2) {
                pass(now);
            }
        }
        pass(now);
        assertTrue(tracker.report().held());
        assertTrue(fail(now + 9 * SECONDS), "at once, whatever the threshold");
        assertEquals(HealthStatus.UNHEALTHY, tracker.status(now + 10 * SECONDS));
        assertFalse(tracker.report().held());
        assertTrue(pass(now + 11 * SECONDS));
        assertEquals(2, tracker.report().falls());
        assertEquals(now + 21 * SECONDS, tracker.report().readmissionNanos());
    }

    /** The very next probe after the hold fails: the server was in use since, so that is a fall. */
    @Test
    void failureAfterTheEndOfTheHoldIsAFallThoughNoProbeSawTheEnd() {
        long now = fall(2, 0);
        pass(now);
        assertTrue(fail(now + 10 * SECONDS));
        assertEquals(3, tracker.report().falls());
        assertEquals(HealthStatus.UNHEALTHY, tracker.status(now + 10 * SECONDS));
    }

    @Test
    void failureAfterTheEndOfTheHoldWaitsForItsThresholdAgain() {
        tracker = new HealthTracker(new HealthThresholds(1, 2));
        pass(0);
        fail(0);
        fail(0);
        pass(0);
        fail(0);
        fail(0);
        pass(0);
        assertTrue(fail(10 * SECONDS), "tells of the readmission");
        assertEquals(HealthStatus.HEALTHY, tracker.status(10 * SECONDS));
        assertTrue(fail(10 * SECONDS));
        assertEquals(HealthStatus.UNHEALTHY, tracker.status(10 * SECONDS));
    }

    /** Not ready before and after: the pool could not tell that it came back and went. */
    @Test
    void fallAfterTheEndOfTheHoldIsToldThoughTheStatusReadsTheSame() {
        tracker.probe(ProbeKind.READINESS, ProbeResult.PASSED, 0);
        tracker.probe(ProbeKind.READINESS, ProbeResult.FAILED, 0);
        tracker.probe(ProbeKind.READINESS, ProbeResult.PASSED, 0);
        tracker.probe(ProbeKind.READINESS, ProbeResult.FAILED, 0);
        assertTrue(tracker.probe(ProbeKind.READINESS, ProbeResult.PASSED, 0), "the hold begins");
        assertEquals(HealthStatus.NOT_READY, tracker.status(0));
        assertTrue(tracker.probe(ProbeKind.READINESS, ProbeResult.FAILED, 10 * SECONDS));
        assertEquals(HealthStatus.NOT_READY, tracker.status(10 * SECONDS));
        assertEquals(3, tracker.report().falls());
    }

    @Test
    void fallsAreForgivenAfterLongEnoughInUse() {
        long now = fall(3, 0);
        pass(now);
        long back = tracker.report().readmissionNanos();
        pass(back);
        long forgiven = back + DEFAULT.forgivenAfter().toNanos();
        pass(forgiven - 1);
        assertEquals(3, tracker.report().falls());
        fail(forgiven);
        assertEquals(1, tracker.report().falls());
        pass(forgiven);
        assertFalse(tracker.report().held());
    }

    @Test
    void fallsAreNotForgivenOneNanosecondEarlier() {
        long now = fall(3, 0);
        pass(now);
        long back = tracker.report().readmissionNanos();
        fail(back + DEFAULT.forgivenAfter().toNanos() - 1);
        assertEquals(4, tracker.report().falls());
    }

    @Test
    void timeSpentOutForgivesNothing() {
        long now = fall(2, 0);
        long later = now + 100 * DEFAULT.forgivenAfter().toNanos();
        pass(later);
        assertTrue(tracker.report().held());
        assertEquals(later + 10 * SECONDS, tracker.report().readmissionNanos());
    }

    @Test
    void serverThatHasNeverBeenInUseHasNotFallen() {
        fail(0);
        assertEquals(0, tracker.report().falls());
        pass(0);
        fail(0);
        pass(0);
        assertFalse(tracker.report().held(), "that was its first fall");
    }

    @Test
    void degradedServersFallToo() {
        tracker.probe(ProbeKind.LIVENESS, ProbeResult.DEGRADED, 0);
        fail(0);
        assertEquals(1, tracker.report().falls());
    }

    @Test
    void goingFromNotReadyToUnhealthyIsNoFurtherFall() {
        tracker.probe(ProbeKind.READINESS, ProbeResult.PASSED, 0);
        tracker.probe(ProbeKind.READINESS, ProbeResult.FAILED, 0);
        fail(0);
        assertEquals(1, tracker.report().falls());
    }

    @Test
    void heldServerThatIsDegradedComesBackDegraded() {
        long now = fall(2, 0);
        tracker.probe(ProbeKind.LIVENESS, ProbeResult.DEGRADED, now);
        assertEquals(HealthStatus.NOT_READY, tracker.status(now));
        assertEquals(HealthStatus.DEGRADED, tracker.status(now + 10 * SECONDS));
        pass(now + SECONDS);
        assertEquals(HealthStatus.HEALTHY, tracker.status(now + 10 * SECONDS));
    }

    @Test
    void requestsDoNotCountWhileHeld() {
        tracker = new HealthTracker(new HealthThresholds(1, 2));
        pass(0);
        for (int i = 0; i < 2; i++) {
            fail(0);
            fail(0);
            pass(0);
        }
        tracker.request(false);
        fail(10 * SECONDS);
        assertEquals(HealthStatus.HEALTHY, tracker.status(10 * SECONDS));
    }

    @Test
    void fallsAreCountedToAThousand() {
        tracker = new HealthTracker(
                ONE_EACH.withDamping(new FlapDamping(Duration.ZERO, Duration.ZERO, Duration.ofDays(1))));
        fall(1001, 0);
        assertEquals(1000, tracker.report().falls());
    }

    @Test
    void noneHoldsNobody() {
        tracker = new HealthTracker(ONE_EACH.withDamping(FlapDamping.NONE));
        for (int i = 0; i < 100; i++) {
            pass(0);
            assertEquals(HealthStatus.HEALTHY, tracker.status(0));
            fail(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT-1S, PT1M, PT1M, firstHold must be from PT0S to PT1M but was PT-1S",
        "PT61S, PT1M, PT1M, firstHold must be from PT0S to PT1M but was PT1M1S",
        "PT0S, PT-1S, PT1M, longestHold must be from PT0S to PT24H but was PT-1S",
        "PT0S, PT24H1S, PT1M, longestHold must be from PT0S to PT24H but was PT24H1S",
        "PT0S, PT0S, PT-1S, forgivenAfter must be from PT0S to PT720H but was PT-1S",
        "PT0S, PT0S, PT721H, forgivenAfter must be from PT0S to PT720H but was PT721H"
    })
    void refusesWhatIsOutOfRangeByName(Duration first, Duration longest, Duration forgiven, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new FlapDamping(first, longest, forgiven));
        assertTrue(e.getMessage().startsWith(message + "; "), e.getMessage());
    }

    @Test
    void acceptsTheWholeRangeAndDoublesWithoutOverflow() {
        FlapDamping longest = new FlapDamping(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(30));
        assertEquals(Duration.ofDays(1).toNanos(), longest.holdNanos(1000));
        FlapDamping nano = new FlapDamping(Duration.ofNanos(1), Duration.ofDays(1), Duration.ZERO);
        assertEquals(1L << 40, nano.holdNanos(42));
        assertEquals(Duration.ofDays(1).toNanos(), nano.holdNanos(1000));
        assertEquals(new FlapDamping(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(10)), DEFAULT);
    }
}

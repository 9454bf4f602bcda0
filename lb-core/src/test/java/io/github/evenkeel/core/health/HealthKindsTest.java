package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.health.ProbeKind.LIVENESS;
import static io.github.evenkeel.core.health.ProbeKind.READINESS;
import static io.github.evenkeel.core.health.ProbeResult.DEGRADED;
import static io.github.evenkeel.core.health.ProbeResult.FAILED;
import static io.github.evenkeel.core.health.ProbeResult.PASSED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Liveness beside readiness, degraded servers, and what is reported of both. */
class HealthKindsTest {
    private final HealthTracker tracker = new HealthTracker(HealthThresholds.DEFAULT);

    private HealthStatus after(ProbeKind kind, ProbeResult... results) {
        for (ProbeResult result : results) {
            tracker.probe(kind, result, 0);
        }
        return tracker.status(0);
    }

    @ParameterizedTest
    @CsvSource({
        "PASSED, PASSED, HEALTHY",
        "PASSED, DEGRADED, DEGRADED",
        "DEGRADED, PASSED, DEGRADED",
        "DEGRADED, DEGRADED, DEGRADED",
        "PASSED, FAILED, NOT_READY",
        "DEGRADED, FAILED, NOT_READY",
        "FAILED, PASSED, UNHEALTHY",
        "FAILED, DEGRADED, UNHEALTHY",
        "FAILED, FAILED, UNHEALTHY"
    })
    void firstResultsOfBothKindsDecideAtOnce(ProbeResult liveness, ProbeResult readiness, HealthStatus status) {
        tracker.probe(LIVENESS, liveness, 0);
        tracker.probe(READINESS, readiness, 0);
        assertEquals(status, tracker.status(0));
        HealthTracker other = new HealthTracker(HealthThresholds.DEFAULT);
        other.probe(READINESS, readiness, 0);
        other.probe(LIVENESS, liveness, 0);
        assertEquals(status, other.status(0), "in any order");
    }

    @Test
    void eachKindHasItsOwnRun() {
        after(LIVENESS, PASSED);
        after(READINESS, PASSED);
        for (int i = 0; i < 5; i++) {
            assertEquals(HealthStatus.HEALTHY, after(READINESS, FAILED, FAILED));
            assertEquals(HealthStatus.HEALTHY, after(LIVENESS, FAILED, FAILED, PASSED));
            assertEquals(HealthStatus.HEALTHY, after(READINESS, PASSED));
        }
        after(READINESS, FAILED, FAILED);
        after(LIVENESS, PASSED);
        assertEquals(
                HealthStatus.NOT_READY, after(READINESS, FAILED), "a passed probe of the other kind excuses nothing");
    }

    @Test
    void comesBackWhenBothKindsAreUp() {
        after(LIVENESS, FAILED);
        after(READINESS, FAILED);
        assertEquals(HealthStatus.UNHEALTHY, after(READINESS, PASSED, PASSED));
        assertEquals(HealthStatus.UNHEALTHY, after(LIVENESS, PASSED));
        assertEquals(HealthStatus.HEALTHY, after(LIVENESS, PASSED));
        assertFalse(tracker.isFailing());
    }

    @Test
    void readinessAloneIsEnough() {
        assertEquals(HealthStatus.HEALTHY, after(READINESS, PASSED));
        assertEquals(HealthStatus.NOT_READY, after(READINESS, FAILED, FAILED, FAILED));
        assertTrue(tracker.isFailing());
        assertEquals(HealthStatus.NOT_READY, after(READINESS, PASSED));
        assertEquals(HealthStatus.HEALTHY, after(READINESS, PASSED));
    }

    @Test
    void oneDegradedResultIsEnoughAndAFailedOneDoesNotExcuseIt() {
        after(LIVENESS, PASSED);
        assertTrue(tracker.probe(LIVENESS, DEGRADED, 0));
        assertFalse(tracker.probe(LIVENESS, FAILED, 0));
        assertEquals(HealthStatus.DEGRADED, tracker.status(0));
        assertTrue(tracker.probe(LIVENESS, PASSED, 0));
        assertEquals(HealthStatus.HEALTHY, tracker.status(0));
    }

    @Test
    void degradedResultsCountAsPasses() {
        assertEquals(HealthStatus.DEGRADED, after(LIVENESS, FAILED, DEGRADED, DEGRADED));
        assertEquals(HealthStatus.DEGRADED, after(LIVENESS, FAILED, FAILED, DEGRADED, FAILED, FAILED));
    }

    @Test
    void isFailingWhileTheLatestProbeOfEitherKindFailed() {
        after(LIVENESS, PASSED);
        after(READINESS, PASSED);
        assertFalse(tracker.isFailing());
        after(READINESS, FAILED);
        after(LIVENESS, PASSED);
        assertTrue(tracker.isFailing());
        after(READINESS, DEGRADED);
        assertFalse(tracker.isFailing());
        after(LIVENESS, FAILED);
        assertTrue(tracker.isFailing());
    }

    @Test
    void failedRequestsSpareProbesOfEitherKindAndOfDegradedServers() {
        after(READINESS, DEGRADED);
        tracker.request(false);
        tracker.request(false);
        assertEquals(HealthStatus.NOT_READY, after(READINESS, FAILED));
    }

    @Test
    void requestsDoNotCountWhileOut() {
        after(LIVENESS, PASSED);
        after(READINESS, FAILED);
        tracker.request(false);
        tracker.request(false);
        tracker.request(false);
        assertEquals(HealthStatus.NOT_READY, after(LIVENESS, FAILED, FAILED), "liveness holds still");
        assertEquals(HealthStatus.UNHEALTHY, after(LIVENESS, FAILED));
    }

    @Test
    void requestsOfBeforeTheFallAreForgotten() {
        after(READINESS, PASSED);
        after(LIVENESS, PASSED);
        tracker.request(false);
        tracker.request(false);
        assertEquals(HealthStatus.NOT_READY, after(READINESS, FAILED));
        assertEquals(HealthStatus.NOT_READY, after(LIVENESS, FAILED, FAILED));
    }

    /** Oracle T18, as far as network failures go: three in a row, and three passes back. A wrong status is one of them. */
    @Test
    void oracleT18NetworkFailuresAreCountedBothWays() {
        HealthTracker three = new HealthTracker(new HealthThresholds(3, 3));
        assertTrue(three.probe(LIVENESS, PASSED, 0));
        for (ProbeResult result : new ProbeResult[] {FAILED, PASSED}) {
            assertFalse(three.probe(LIVENESS, result, 0), "pending");
            assertFalse(three.probe(LIVENESS, result, 0), "pending");
            assertTrue(three.probe(LIVENESS, result, 0));
        }
        assertEquals(HealthStatus.HEALTHY, three.status(0));
    }

    @Test
    void reportTellsWhySinceWhenAndForHowLong() {
        HealthReport none = tracker.report();
        assertEquals(HealthStatus.UNKNOWN, none.status());
        assertNull(none.liveness());
        assertNull(none.readiness());
        assertNull(none.lastFailed());

        tracker.probe(LIVENESS, PASSED, 10);
        tracker.probe(LIVENESS, PASSED, 20);
        tracker.probe(READINESS, PASSED, 30);
        for (int now = 40; now <= 60; now += 10) {
            tracker.probe(READINESS, FAILED, now);
        }
        tracker.probe(LIVENESS, PASSED, 70);
        assertEquals(
                new HealthReport(
                        HealthStatus.NOT_READY,
                        60,
                        10,
                        new ProbeRun(true, false, false, 3),
                        new ProbeRun(false, false, true, 3),
                        READINESS,
                        3,
                        "",
                        1,
                        false,
                        0),
                tracker.report());
        tracker.probe(READINESS, DEGRADED, 80);
        tracker.probe(READINESS, PASSED, 90);
        tracker.probe(LIVENESS, DEGRADED, 100);
        tracker.probe(LIVENESS, FAILED, 110);
        assertEquals(
                new HealthReport(
                        HealthStatus.DEGRADED,
                        100,
                        90,
                        new ProbeRun(true, true, true, 1),
                        new ProbeRun(true, false, false, 2),
                        LIVENESS,
                        1,
                        "",
                        1,
                        false,
                        0),
                tracker.report());
    }

    @Test
    void reportKeepsWhatTheLatestProbeThatDidNotPassSaw() {
        tracker.probe(LIVENESS, Finding.passed(), 10);
        assertEquals("", tracker.report().evidence());
        tracker.probe(READINESS, Finding.failed("status 503"), 20);
        tracker.probe(LIVENESS, Finding.passed(), 30);
        assertEquals("status 503", tracker.report().evidence());
        tracker.probe(LIVENESS, Finding.degraded("redis is DOWN"), 40);
        assertEquals("redis is DOWN", tracker.report().evidence());
        tracker.probe(LIVENESS, FAILED, 50);
        assertEquals("", tracker.report().evidence(), "one that says nothing has seen nothing");
    }

    @ParameterizedTest
    @EnumSource(ProbeKind.class)
    void longRunsStayCounted(ProbeKind kind) {
        for (int i = 0; i < 1001; i++) {
            tracker.probe(kind, FAILED, i);
        }
        assertEquals(1000, tracker.report().lastFailures());
        assertEquals(kind, tracker.report().lastFailed());
    }

    @Test
    void saysWhatItCounted() {
        after(LIVENESS, PASSED);
        tracker.request(false);
        tracker.request(false);
        assertEquals(tracker.report() + " with 2 failed requests", tracker.toString());
        tracker.request(true);
        assertEquals(tracker.report() + " with 0 failed requests", tracker.toString());
    }

    @Test
    void failedRequestsAreCountedToTheThreshold() {
        after(LIVENESS, PASSED);
        for (int i = 0; i < 10; i++) {
            tracker.request(false);
        }
        assertEquals(tracker.report() + " with 3 failed requests", tracker.toString());
    }

    @Test
    void namesWhatIsMissing() {
        assertEquals(
                "kind",
                assertThrows(NullPointerException.class, () -> tracker.probe(null, PASSED, 0))
                        .getMessage());
        assertEquals(
                "result",
                assertThrows(NullPointerException.class, () -> tracker.probe(LIVENESS, (ProbeResult) null, 0))
                        .getMessage());
        assertThrows(NullPointerException.class, () -> HealthThresholds.DEFAULT.withDamping(null));
        assertThrows(NullPointerException.class, () -> new HealthTracker(null));
    }
}

package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTrackerTest {
    private final HealthTracker tracker = new HealthTracker(HealthThresholds.DEFAULT);

    private boolean probe(boolean passed) {
        return probe(tracker, passed);
    }

    private static boolean probe(HealthTracker tracker, boolean passed) {
        return tracker.probe(ProbeKind.LIVENESS, passed ? ProbeResult.PASSED : ProbeResult.FAILED, 0);
    }

    @Test
    void beginsWithoutAVerdict() {
        assertEquals(HealthStatus.UNKNOWN, tracker.status(0));
        assertFalse(tracker.isFailing());
    }

    @ParameterizedTest
    @CsvSource({"true, HEALTHY", "false, UNHEALTHY"})
    void firstProbeDecidesAtOnce(boolean passed, HealthStatus verdict) {
        assertTrue(probe(passed));
        assertEquals(verdict, tracker.status(0));
        assertEquals(!passed, tracker.isFailing());
    }

    @Test
    void healthyServerFallsWithTheThirdFailedProbe() {
        probe(true);
        assertFalse(probe(false));
        assertFalse(probe(false));
        assertEquals(HealthStatus.HEALTHY, tracker.status(0));
        assertTrue(probe(false));
        assertEquals(HealthStatus.UNHEALTHY, tracker.status(0));
    }

    @Test
    void passedProbeEndsTheRunOfFailedOnes() {
        probe(true);
        for (int i = 0; i < 10; i++) {
            probe(false);
            probe(false);
            probe(true);
        }
        assertEquals(HealthStatus.HEALTHY, tracker.status(0));
    }

    @Test
    void failedRequestsSpareProbes() {
        probe(true);
        tracker.request(false);
        tracker.request(false);
        assertTrue(probe(false));
        assertEquals(HealthStatus.UNHEALTHY, tracker.status(0));
    }

    @Test
    void oneFailedRequestSparesOneProbe() {
        probe(true);
        tracker.request(false);
        assertFalse(probe(false));
        assertTrue(probe(false));
    }

    @Test
    void requestsAloneTakeNobodyOut() {
        probe(true);
        for (int i = 0; i < 5 * ProbeRun.MOST; i++) {
            tracker.request(false);
        }
        assertEquals(HealthStatus.HEALTHY, tracker.status(0));
        assertFalse(tracker.isFailing());
    }

    @Test
    void requestsSayNothingBeforeTheFirstProbe() {
        for (int i = 0; i < 10; i++) {
            tracker.request(false);
        }
        assertEquals(HealthStatus.UNKNOWN, tracker.status(0));
        assertTrue(probe(true));
        assertEquals(HealthStatus.HEALTHY, tracker.status(0));
    }

    @Test
    void successfulRequestDoesNotExcuseAFailedProbe() {
        probe(true);
        probe(false);
        tracker.request(true);
        probe(false);
        tracker.request(true);
        assertTrue(probe(false));
    }

    @Test
    void successfulRequestEndsTheRunOfFailedOnes() {
        probe(true);
        tracker.request(false);
        tracker.request(false);
        tracker.request(true);
        assertFalse(probe(false));
        assertFalse(probe(false));
        assertTrue(probe(false));
    }

    @Test
    void passedProbeEndsTheRunOfFailedRequests() {
        probe(true);
        tracker.request(false);
        tracker.request(false);
        probe(true);
        assertFalse(probe(false));
        assertEquals(HealthStatus.HEALTHY, tracker.status(0));
    }

    @Test
    void unhealthyServerRisesAfterTwoPassesInARow() {
        probe(false);
        assertFalse(probe(true));
        assertFalse(probe(false));
        assertFalse(probe(true));
        assertEquals(HealthStatus.UNHEALTHY, tracker.status(0));
        assertTrue(probe(true));
        assertEquals(HealthStatus.HEALTHY, tracker.status(0));
    }

    @Test
    void requestsDoNotBringAnUnhealthyServerBack() {
        probe(false);
        for (int i = 0; i < 100; i++) {
            tracker.request(true);
        }
        assertEquals(HealthStatus.UNHEALTHY, tracker.status(0));
        assertFalse(probe(true));
    }

    @Test
    void failuresFromBeforeTheRiseDoNotCountAfterIt() {
        probe(false);
        tracker.request(false);
        tracker.request(false);
        probe(true);
        probe(true);
        assertFalse(probe(false));
        assertFalse(probe(false));
        assertEquals(HealthStatus.HEALTHY, tracker.status(0));
    }

    @Test
    void isFailingWhileOutAndWhileTheLatestProbeFailed() {
        probe(true);
        assertFalse(tracker.isFailing());
        probe(false);
        assertTrue(tracker.isFailing());
        probe(true);
        assertFalse(tracker.isFailing());
        probe(false);
        probe(false);
        probe(false);
        probe(true);
        assertTrue(tracker.isFailing(), "one pass of two");
        probe(true);
        assertFalse(tracker.isFailing());
    }

    @Test
    void theHighestThresholdsAreReachedAndLongRunsStayCounted() {
        HealthTracker patient = new HealthTracker(new HealthThresholds(ProbeRun.MOST, ProbeRun.MOST));
        probe(patient, true);
        for (int i = 1; i < ProbeRun.MOST; i++) {
            assertFalse(probe(patient, false));
        }
        assertTrue(probe(patient, false));
        for (int i = 0; i < 2 * ProbeRun.MOST; i++) {
            probe(patient, false);
        }
        for (int i = 1; i < ProbeRun.MOST; i++) {
            assertFalse(probe(patient, true));
        }
        assertTrue(probe(patient, true));
        for (int i = 0; i < 2 * ProbeRun.MOST; i++) {
            assertFalse(probe(patient, true));
        }
        assertEquals(HealthStatus.HEALTHY, patient.status(0));
    }

    @Test
    void longRunsOfFailedRequestsStayCounted() {
        HealthTracker patient = new HealthTracker(new HealthThresholds(1, ProbeRun.MOST));
        probe(patient, true);
        for (int i = 0; i < 3 * ProbeRun.MOST; i++) {
            patient.request(false);
        }
        assertTrue(probe(patient, false));
    }
}

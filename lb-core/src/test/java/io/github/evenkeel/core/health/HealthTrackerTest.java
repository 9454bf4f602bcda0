package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTrackerTest {
    private final HealthTracker tracker = new HealthTracker(HealthThresholds.DEFAULT);

    @Test
    void beginsWithoutAVerdict() {
        assertEquals(HealthStatus.UNKNOWN, tracker.status());
        assertFalse(tracker.isFailing());
    }

    @ParameterizedTest
    @CsvSource({"true, HEALTHY", "false, UNHEALTHY"})
    void firstProbeDecidesAtOnce(boolean passed, HealthStatus verdict) {
        assertTrue(tracker.probe(passed));
        assertEquals(verdict, tracker.status());
        assertEquals(!passed, tracker.isFailing());
    }

    @Test
    void healthyServerFallsWithTheThirdFailedProbe() {
        tracker.probe(true);
        assertFalse(tracker.probe(false));
        assertFalse(tracker.probe(false));
        assertEquals(HealthStatus.HEALTHY, tracker.status());
        assertTrue(tracker.probe(false));
        assertEquals(HealthStatus.UNHEALTHY, tracker.status());
    }

    @Test
    void passedProbeEndsTheRunOfFailedOnes() {
        tracker.probe(true);
        for (int i = 0; i < 10; i++) {
            tracker.probe(false);
            tracker.probe(false);
            tracker.probe(true);
        }
        assertEquals(HealthStatus.HEALTHY, tracker.status());
    }

    @Test
    void failedRequestsSpareProbes() {
        tracker.probe(true);
        tracker.request(false);
        tracker.request(false);
        assertTrue(tracker.probe(false));
        assertEquals(HealthStatus.UNHEALTHY, tracker.status());
    }

    @Test
    void oneFailedRequestSparesOneProbe() {
        tracker.probe(true);
        tracker.request(false);
        assertFalse(tracker.probe(false));
        assertTrue(tracker.probe(false));
    }

    @Test
    void requestsAloneTakeNobodyOut() {
        tracker.probe(true);
        for (int i = 0; i < 5 * HealthTracker.MAX_RUN; i++) {
            tracker.request(false);
        }
        assertEquals(HealthStatus.HEALTHY, tracker.status());
        assertFalse(tracker.isFailing());
    }

    @Test
    void requestsSayNothingBeforeTheFirstProbe() {
        for (int i = 0; i < 10; i++) {
            tracker.request(false);
        }
        assertEquals(HealthStatus.UNKNOWN, tracker.status());
        assertTrue(tracker.probe(true));
        assertEquals(HealthStatus.HEALTHY, tracker.status());
    }

    @Test
    void successfulRequestDoesNotExcuseAFailedProbe() {
        tracker.probe(true);
        tracker.probe(false);
        tracker.request(true);
        tracker.probe(false);
        tracker.request(true);
        assertTrue(tracker.probe(false));
    }

    @Test
    void successfulRequestEndsTheRunOfFailedOnes() {
        tracker.probe(true);
        tracker.request(false);
        tracker.request(false);
        tracker.request(true);
        assertFalse(tracker.probe(false));
        assertFalse(tracker.probe(false));
        assertTrue(tracker.probe(false));
    }

    @Test
    void passedProbeEndsTheRunOfFailedRequests() {
        tracker.probe(true);
        tracker.request(false);
        tracker.request(false);
        tracker.probe(true);
        assertFalse(tracker.probe(false));
        assertEquals(HealthStatus.HEALTHY, tracker.status());
    }

    @Test
    void unhealthyServerRisesAfterTwoPassesInARow() {
        tracker.probe(false);
        assertFalse(tracker.probe(true));
        assertFalse(tracker.probe(false));
        assertFalse(tracker.probe(true));
        assertEquals(HealthStatus.UNHEALTHY, tracker.status());
        assertTrue(tracker.probe(true));
        assertEquals(HealthStatus.HEALTHY, tracker.status());
    }

    @Test
    void requestsDoNotBringAnUnhealthyServerBack() {
        tracker.probe(false);
        for (int i = 0; i < 100; i++) {
            tracker.request(true);
        }
        assertEquals(HealthStatus.UNHEALTHY, tracker.status());
        assertFalse(tracker.probe(true));
    }

    @Test
    void failuresFromBeforeTheRiseDoNotCountAfterIt() {
        tracker.probe(false);
        tracker.request(false);
        tracker.request(false);
        tracker.probe(true);
        tracker.probe(true);
        assertFalse(tracker.probe(false));
        assertFalse(tracker.probe(false));
        assertEquals(HealthStatus.HEALTHY, tracker.status());
    }

    @Test
    void isFailingWhileOutAndWhileTheLatestProbeFailed() {
        tracker.probe(true);
        assertFalse(tracker.isFailing());
        tracker.probe(false);
        assertTrue(tracker.isFailing());
        tracker.probe(true);
        assertFalse(tracker.isFailing());
        tracker.probe(false);
        tracker.probe(false);
        tracker.probe(false);
        tracker.probe(true);
        assertTrue(tracker.isFailing(), "one pass of two");
        tracker.probe(true);
        assertFalse(tracker.isFailing());
    }

    @Test
    void theHighestThresholdsAreReachedAndLongRunsStayCounted() {
        HealthTracker patient = new HealthTracker(new HealthThresholds(HealthTracker.MAX_RUN, HealthTracker.MAX_RUN));
        patient.probe(true);
        for (int i = 1; i < HealthTracker.MAX_RUN; i++) {
            assertFalse(patient.probe(false));
        }
        assertTrue(patient.probe(false));
        for (int i = 0; i < 2 * HealthTracker.MAX_RUN; i++) {
            patient.probe(false);
        }
        for (int i = 1; i < HealthTracker.MAX_RUN; i++) {
            assertFalse(patient.probe(true));
        }
        assertTrue(patient.probe(true));
        for (int i = 0; i < 2 * HealthTracker.MAX_RUN; i++) {
            assertFalse(patient.probe(true));
        }
        assertEquals(HealthStatus.HEALTHY, patient.status());
    }

    @Test
    void longRunsOfFailedRequestsStayCounted() {
        HealthTracker patient = new HealthTracker(new HealthThresholds(1, HealthTracker.MAX_RUN));
        patient.probe(true);
        for (int i = 0; i < 3 * HealthTracker.MAX_RUN; i++) {
            patient.request(false);
        }
        assertTrue(patient.probe(false));
    }

    @Test
    void saysWhatItCounted() {
        tracker.probe(true);
        tracker.probe(false);
        tracker.request(false);
        tracker.request(false);
        assertEquals("HEALTHY[passed=0, failed=1, requestsFailed=2]", tracker.toString());
    }
}

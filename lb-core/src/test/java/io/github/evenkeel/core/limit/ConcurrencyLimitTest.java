package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.limit.ConcurrencyLimit.NO_PERMIT;
import static io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome.DROPPED;
import static io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome.IGNORED;
import static io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome.SUCCEEDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyLimitTest {
    private static List<Long> acquire(ConcurrencyLimit limit, int count) {
        List<Long> permits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            permits.add(limit.tryAcquire());
        }
        return permits;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 65_535})
    void givesAsManyPermitsAsTheLimitAllows(int most) {
        ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(most));
        Set<Long> permits = new HashSet<>(acquire(limit, most));
        assertEquals(most, permits.size());
        assertFalse(permits.contains(NO_PERMIT));
        assertEquals(most, limit.inFlight());
        assertEquals(NO_PERMIT, limit.tryAcquire());
        permits.forEach(permit -> assertTrue(limit.release(permit, SUCCEEDED, 1)));
        assertEquals(0, limit.inFlight());
        assertEquals(most, limit.limit());
    }

    @ParameterizedTest
    @EnumSource
    void permitIsReleasedOnceWhateverTheOutcome(ConcurrencyLimit.Outcome outcome) {
        ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(2));
        long permit = limit.tryAcquire();
        limit.tryAcquire();
        assertTrue(limit.release(permit, outcome, 1));
        assertEquals(1, limit.inFlight());
        assertFalse(limit.release(permit, outcome, 1));
        assertEquals(1, limit.inFlight());
    }

    @Test
    void oldPermitReleasesNoLaterOneOfTheSamePlace() {
        ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(1));
        List<Long> old = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            long permit = limit.tryAcquire();
            old.forEach(before -> assertFalse(limit.release(before, DROPPED, 1)));
            assertEquals(1, limit.inFlight());
            assertTrue(limit.release(permit, SUCCEEDED, 1));
            old.add(permit);
        }
        assertEquals(100, new HashSet<>(old).size());
    }

    @Test
    void whatWasNeverGivenReleasesNothing() {
        ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(2));
        long permit = limit.tryAcquire();
        for (long other : new long[] {NO_PERMIT, 0, 1, 2, 65_535, permit + 1, permit + 65_536, Long.MAX_VALUE}) {
            assertFalse(limit.release(other, SUCCEEDED, 1), () -> "permit " + other);
        }
        assertFalse(limit.release(permit | Long.MIN_VALUE, SUCCEEDED, 1));
        assertEquals(1, limit.inFlight());
        assertTrue(limit.release(permit, SUCCEEDED, 1));
    }

    @Test
    void releaseWithoutAnOutcomeReleasesNothing() {
        ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(2));
        long permit = limit.tryAcquire();
        assertEquals(
                "outcome",
                assertThrows(NullPointerException.class, () -> limit.release(permit, null, 1))
                        .getMessage());
        assertEquals(1, limit.inFlight());
        assertTrue(limit.release(permit, IGNORED, 1));
    }

    @Test
    void whatIsIgnoredTeachesNothing() {
        ConcurrencyLimit limit = new ConcurrencyLimit(AimdLimit.DEFAULT);
        List<Long> permits = acquire(limit, 20);
        permits.forEach(permit -> limit.release(permit, IGNORED, Long.MAX_VALUE));
        assertEquals(20, limit.limit());
        assertEquals(0, limit.inFlight());
    }

    @Test
    void countsItselfAmongThoseInFlight() {
        ConcurrencyLimit limit = new ConcurrencyLimit(AimdLimit.DEFAULT.withLimits(4, 1, 9));
        List<Long> permits = acquire(limit, 2);
        limit.release(permits.get(0), SUCCEEDED, 1);
        assertEquals(5, limit.limit());
        limit.release(permits.get(1), SUCCEEDED, 1);
        assertEquals(5, limit.limit(), "one of five is less than half");
    }

    @Test
    void limitThatFallsBelowInFlightWaitsForThemToEnd() {
        ConcurrencyLimit limit = new ConcurrencyLimit(AimdLimit.DEFAULT.withLimits(4, 1, 9));
        List<Long> permits = acquire(limit, 4);
        limit.release(permits.get(0), DROPPED, 1);
        limit.release(permits.get(1), DROPPED, 1);
        assertEquals(2, limit.limit());
        assertEquals(2, limit.inFlight());
        assertEquals(NO_PERMIT, limit.tryAcquire());
        limit.release(permits.get(2), DROPPED, 1);
        assertEquals(1, limit.limit());
        assertEquals(NO_PERMIT, limit.tryAcquire());
        limit.release(permits.get(3), DROPPED, 1);
        assertEquals(1, limit.limit(), "never below one");
        assertTrue(limit.tryAcquire() != NO_PERMIT);
        assertEquals(NO_PERMIT, limit.tryAcquire());
    }

    @Test
    void limitThatRisesGivesPermitsUpToTheHighest() {
        ConcurrencyLimit limit = new ConcurrencyLimit(AimdLimit.DEFAULT.withLimits(1, 1, 3));
        List<Long> permits = new ArrayList<>(acquire(limit, 1));
        for (int i = 0; i < 9; i++) {
            limit.release(permits.remove(0), SUCCEEDED, 1);
            while (limit.inFlight() < limit.limit()) {
                permits.add(limit.tryAcquire());
            }
        }
        assertEquals(3, limit.limit());
        assertEquals(3, limit.inFlight());
        assertEquals(NO_PERMIT, limit.tryAcquire());
    }

    @Test
    void saysHowMuchIsInUse() {
        ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(3));
        limit.tryAcquire();
        assertEquals("ConcurrencyLimit[1 of 3, FixedLimit[limit=3]]", limit.toString());
    }
}

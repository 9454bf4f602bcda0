package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.DAYS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureWindowTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";

    private final FailureWindow window = new FailureWindow(10 * SECONDS);

    private void record(int failures, int successes, long nowNanos) {
        for (int i = 0; i < failures; i++) {
            window.record(true, nowNanos);
        }
        for (int i = 0; i < successes; i++) {
            window.record(false, nowNanos);
        }
    }

    @Test
    void shareIsReachedExactly() {
        record(3, 7, 0);
        assertTrue(window.failedShareReaches(30, 1, 0));
        assertFalse(window.failedShareReaches(31, 1, 0));
    }

    @Test
    void shareOfTooFewRequestsSaysNothing() {
        record(10, 9, 0);
        assertFalse(window.failedShareReaches(1, 20, 0));
        record(0, 1, 0);
        assertTrue(window.failedShareReaches(50, 20, 0));
    }

    @Test
    void emptyWindowReachesNothing() {
        assertFalse(window.failedShareReaches(1, 1, 0));
    }

    /** What is read from a clock that starts anywhere must count: months of uptime, before zero, at the wrap. */
    @ParameterizedTest
    @MethodSource(ORIGINS)
    void countsWhateverTheClockSays(long origin) {
        record(1, 1, origin);
        assertTrue(window.failedShareReaches(50, 2, origin));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void forgetsWhatIsOlderThanTheWindow(long origin) {
        record(20, 0, origin);
        assertFalse(window.failedShareReaches(1, 1, origin + 10 * SECONDS));
        record(0, 20, origin + 10 * SECONDS);
        assertFalse(window.failedShareReaches(1, 1, origin + 10 * SECONDS));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void remembersAcrossAllButTheOldestBucket(long origin) {
        long start = Math.floorDiv(origin, SECONDS) * SECONDS;
        if (start > Long.MAX_VALUE - 20 * SECONDS) {
            start += 20 * SECONDS; // to the far side of the wrap, where the window starts anew once
        }
        for (int second = 0; second < 10; second++) {
            record(1, 1, start + second * SECONDS);
        }
        assertTrue(window.failedShareReaches(50, 20, start + 9 * SECONDS));
        assertFalse(window.failedShareReaches(1, 19, start + 10 * SECONDS));
        assertTrue(window.failedShareReaches(50, 18, start + 10 * SECONDS));
    }

    @Test
    void countsOnAfterTheWrapOfTheClock() {
        for (long now = Long.MAX_VALUE - 5 * SECONDS; now != Long.MIN_VALUE + 5 * SECONDS - 1; now += SECONDS) {
            record(4, 0, now);
        }
        assertTrue(window.failedShareReaches(100, 16, Long.MIN_VALUE + 5 * SECONDS));
    }

    @Test
    void startsAnewAfterMonthsOfSilence() {
        record(20, 0, 0);
        record(1, 1, 120 * DAYS);
        assertFalse(window.failedShareReaches(51, 1, 120 * DAYS));
        assertTrue(window.failedShareReaches(50, 2, 120 * DAYS));
    }

    @Test
    void resultFromBeforeTheRingTurnedIsDropped() {
        record(0, 20, 10 * SECONDS);
        record(20, 0, 0); // the same slot, a turn ago
        record(20, 0, -90 * SECONDS); // ten turns ago
        record(20, 0, -990 * SECONDS); // and a hundred
        assertFalse(window.failedShareReaches(1, 1, 10 * SECONDS));
        assertFalse(window.failedShareReaches(1, 20, 10 * SECONDS));
    }

    @Test
    void clockReadALittleEarlierStillCounts() {
        record(0, 1, 10 * SECONDS);
        record(1, 0, 9 * SECONDS);
        assertTrue(window.failedShareReaches(50, 2, 10 * SECONDS));
        assertTrue(window.failedShareReaches(50, 2, 8 * SECONDS), "and a reader may be late as well");
        assertFalse(window.failedShareReaches(1, 2, 0), "but not by a whole turn");
    }

    @Test
    void shareStaysTrueBeyondWhatABucketHolds() {
        long now = 77 * SECONDS;
        for (int i = 0; i < 1 << 20; i++) {
            record(1, 2, now);
            if (i == 700_000) {
                assertTrue(window.failedShareReaches(33, 700_000, now), "halved only");
            }
        }
        assertTrue(window.failedShareReaches(33, 1, now));
        assertFalse(window.failedShareReaches(34, 1, now));
        assertFalse(window.failedShareReaches(1, 1, now + 10 * SECONDS));
    }

    @Test
    void failuresBeyondWhatABucketHoldsLeaveTheOtherFieldsAlone() {
        long now = 77 * SECONDS;
        record(0, 1000, now);
        record(3 << 20, 0, now);
        assertTrue(window.failedShareReaches(99, 500_000, now));
        record(0, 3 << 20, now);
        assertFalse(window.failedShareReaches(50, 1, now));
        assertFalse(window.failedShareReaches(1, 1, now + 10 * SECONDS));
    }

    @Test
    void windowOfTenMillisecondsTurnsEveryMillisecond() {
        FailureWindow small = new FailureWindow(10_000_000);
        small.record(true, 0);
        assertTrue(small.failedShareReaches(100, 1, 9_999_999));
        assertFalse(small.failedShareReaches(100, 1, 10_000_000));
    }
}

package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.DAYS;
import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.health.Breakers.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimeWindowTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";

    private final TimeWindow window = new TimeWindow(10 * SECONDS, 0);

    @Test
    void isEmptyAtFirst() {
        assertEquals(Tally.NONE, Tally.of(window));
        assertFalse(window.turn(SECONDS - 1));
        assertEquals(Tally.NONE, Tally.of(window));
    }

    @Test
    void countsEachKindByItself() {
        record(window, "SSSsEEe", 0);
        assertEquals(new Tally(7, 3, 2), Tally.of(window), "a slow failure is both");
    }

    /** What is read from a clock that starts anywhere must count: months of uptime, before zero, at the wrap. */
    @ParameterizedTest
    @MethodSource(ORIGINS)
    void forgetsWhatIsOlderThanTheWindow(long origin) {
        TimeWindow turning = new TimeWindow(10 * SECONDS, origin);
        record(turning, "EES", origin);
        assertTrue(turning.turn(origin + 10 * SECONDS - 1));
        assertEquals(new Tally(3, 2, 0), Tally.of(turning));
        assertTrue(turning.turn(origin + 10 * SECONDS));
        assertEquals(Tally.NONE, Tally.of(turning));
        record(turning, "SE", origin + 10 * SECONDS);
        assertEquals(new Tally(2, 1, 0), Tally.of(turning));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void forgetsBucketByBucket(long origin) {
        TimeWindow turning = new TimeWindow(10 * SECONDS, origin);
        for (int second = 0; second < 10; second++) {
            record(turning, "ES", origin + second * SECONDS);
        }
        for (int second = 10; second < 20; second++) {
            assertEquals(new Tally(2 * (20 - second), 20 - second, 0), Tally.of(turning));
            assertTrue(turning.turn(origin + second * SECONDS));
        }
        assertEquals(Tally.NONE, Tally.of(turning));
    }

    @Test
    void resultSaysWhetherTheWindowMovedOn() {
        assertFalse(window.record(false, false, SECONDS - 1));
        assertTrue(window.record(false, false, SECONDS));
        assertFalse(window.record(false, false, SECONDS));
        assertTrue(window.record(false, false, 5 * SECONDS));
        assertFalse(window.record(false, false, 6 * SECONDS - 1));
        assertTrue(window.record(false, false, 6 * SECONDS));
    }

    @Test
    void startsAnewAfterYearsOfSilence() {
        record(window, "EEEE", 0);
        record(window, "ES", 2000 * DAYS);
        assertEquals(new Tally(2, 1, 0), Tally.of(window));
        record(window, "S", 2000 * DAYS + 9 * SECONDS);
        assertEquals(new Tally(3, 1, 0), Tally.of(window));
        record(window, "S", 2000 * DAYS + 10 * SECONDS);
        assertEquals(new Tally(2, 0, 0), Tally.of(window));
    }

    @Test
    void clockReadEarlierCountsWithTheLatest() {
        record(window, "S", 10 * SECONDS);
        record(window, "E", 9 * SECONDS);
        record(window, "E", -10 * SECONDS);
        assertEquals(new Tally(3, 2, 0), Tally.of(window));
        window.turn(20 * SECONDS - 1);
        assertEquals(new Tally(3, 2, 0), Tally.of(window));
        window.turn(20 * SECONDS);
        assertEquals(Tally.NONE, Tally.of(window));
    }

    @Test
    void windowOfTenMillisecondsTurnsEveryMillisecond() {
        TimeWindow small = new TimeWindow(10_000_000, 0);
        record(small, "E", 0);
        small.turn(9_999_999);
        assertEquals(1, small.failures());
        small.turn(10_000_000);
        assertEquals(0, small.failures());
    }

    /** The counters are spread over many cells by then. */
    @Test
    void losesNothingToThreads() throws Exception {
        Race.run((thread, barrier) -> {
            for (int i = 0; i < 50_000; i++) {
                window.record(i % 4 == 0, i % 5 == 0, i % 1000);
            }
            return 0;
        });
        assertEquals(new Tally(200_000, 50_000, 40_000), Tally.of(window));
        window.turn(10 * SECONDS);
        assertEquals(Tally.NONE, Tally.of(window));
    }

    /** What is counted before its turn and after, whoever carries the turn out, adds up to all. */
    @Tag("long")
    @Test
    void losesNothingToRacingTurns() throws Exception {
        for (int round = 0; round < 200; round++) {
            TimeWindow racing = new TimeWindow(10 * SECONDS, 0);
            record(racing, "EEE", 0);
            Race.run((thread, barrier) -> {
                for (int bucket = 1; bucket < 10; bucket++) {
                    racing.record(true, false, bucket * SECONDS);
                }
                return 0;
            });
            assertEquals(new Tally(39, 39, 0), Tally.of(racing));
            racing.turn(10 * SECONDS);
            assertEquals(36, racing.failures(), "the first bucket was over before any thread began");
        }
    }
}

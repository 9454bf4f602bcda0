package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlowStartTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    /** Oracle T11: the factors of Envoy's round_robin_lb_test, whose window is 60 s. */
    @ParameterizedTest
    @CsvSource({
        "0.10, 1, 12, 0.2",
        "0.10, 1, 20, 0.333333",
        "0.35, 1, 12, 0.35",
        "0.10, 2, 6, 0.316228",
        "0.10, 2, 26, 0.658281",
        "0.10, 1, 60, 1"
    })
    void oracleT11(double minimum, double aggression, int elapsedSeconds, double factor) {
        SlowStart slowStart = new SlowStart(MINUTE, minimum, aggression);
        assertEquals(factor, slowStart.share(0, elapsedSeconds * 1000 * MILLIS), 5e-7);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -30, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 5_000_000_000L})
    void growsEvenlyByDefaultWhereverTheClockBegan(long since) {
        assertEquals(0.10, SlowStart.DEFAULT.share(since, since));
        assertEquals(0.10, SlowStart.DEFAULT.share(since, since + 1000 * MILLIS));
        assertEquals(0.5, SlowStart.DEFAULT.share(since, since + 5000 * MILLIS));
        assertEquals(1 - 1e-10, SlowStart.DEFAULT.share(since, since + 10_000 * MILLIS - 1), 1e-15);
        assertEquals(1, SlowStart.DEFAULT.share(since, since + 10_000 * MILLIS));
        assertEquals(1, SlowStart.DEFAULT.share(since, since + 1_000_000_000 * MILLIS));
    }

    @Test
    void firstMillisecondCountsAsOneAndSoDoesAClockBehind() {
        SlowStart slowStart = new SlowStart(Duration.ofMillis(100), 0.001, 1);
        assertEquals(0.01, slowStart.share(0, -5000 * MILLIS));
        assertEquals(0.01, slowStart.share(0, 0));
        assertEquals(0.01, slowStart.share(0, MILLIS));
        assertEquals(0.02, slowStart.share(0, 2 * MILLIS));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1000, 0, 1})
    void noneIsTheFullShareAtOnce(long now) {
        assertEquals(1, SlowStart.NONE.share(0, now));
    }

    @Test
    void aggressionBelowOneStartsSlower() {
        assertEquals(0.25, new SlowStart(MINUTE, 0.01, 0.5).share(0, 30_000 * MILLIS));
    }

    @Property(tries = 500, seed = "1")
    void neverFallsAndStaysWithinItsBounds(
            @ForAll @DoubleRange(min = 0.01, max = 1) double minimum,
            @ForAll @DoubleRange(min = 0.1, max = 10) double aggression,
            @ForAll @LongRange(max = 86_400_000) long windowMillis,
            @ForAll long since,
            @ForAll @LongRange(min = -1_000_000_000, max = 100_000_000_000_000L) long elapsed,
            @ForAll @LongRange(max = 100_000_000_000_000L) long later) {
        SlowStart slowStart = new SlowStart(Duration.ofMillis(windowMillis), minimum, aggression);
        double share = slowStart.share(since, since + elapsed);
        assertTrue(share >= minimum && share <= 1, () -> "share " + share);
        assertTrue(slowStart.share(since, since + elapsed + later) >= share);
    }

    @ParameterizedTest
    @CsvSource({
        "PT-0.000000001S, 0.1, 1, window must be from PT0S to PT24H but was PT-0.000000001S",
        "PT24H0.000000001S, 0.1, 1, window must be from PT0S to PT24H but was PT24H0.000000001S",
        "PT1S, 0.0009, 1, minimumShare must be from 0.001 to 1.0 but was 9.0E-4",
        "PT1S, 1.01, 1, minimumShare must be from 0.001 to 1.0 but was 1.01",
        "PT1S, NaN, 1, minimumShare must be from 0.001 to 1.0 but was NaN",
        "PT1S, 0.1, 0.09, aggression must be from 0.1 to 10.0 but was 0.09",
        "PT1S, 0.1, 10.1, aggression must be from 0.1 to 10.0 but was 10.1",
        "PT1S, 0.1, NaN, aggression must be from 0.1 to 10.0 but was NaN"
    })
    void refusesWhatIsOutOfRangeByName(Duration window, double minimum, double aggression, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new SlowStart(window, minimum, aggression));
        assertTrue(e.getMessage().startsWith(message + "; "), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0.001, 0.1", "PT24H, 1, 10"})
    void acceptsTheWholeRange(Duration window, double minimum, double aggression) {
        assertEquals(window, new SlowStart(window, minimum, aggression).window());
    }
}

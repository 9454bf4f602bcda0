package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutlierSettingsTest {
    private static final OutlierSettings DEFAULT = OutlierSettings.DEFAULT;

    @Test
    void eachWithChangesItsValueOnly() {
        assertEquals(
                new OutlierSettings(Duration.ofSeconds(10), 20, 1e-5, 10, 5, Duration.ofMillis(50), 50, false),
                DEFAULT);
        assertEquals(
                new OutlierSettings(Duration.ofSeconds(1), 5, 0.05, 2, 3, Duration.ofMillis(4), 6, true),
                DEFAULT.withInterval(Duration.ofSeconds(1), 5)
                        .withSignificance(0.05)
                        .withFailureGapPercent(2)
                        .withLatency(3, Duration.ofMillis(4))
                        .withKeepPercent(6)
                        .withDryRun(true));
        assertEquals(DEFAULT.withLatency(7, DEFAULT.latencyGap()), DEFAULT.withLatencyRatio(7));
    }

    @Test
    void acceptsTheEndsOfEveryRange() {
        OutlierSettings least = new OutlierSettings(Duration.ofSeconds(1), 5, 0, 1, 2, Duration.ZERO, 0, false);
        OutlierSettings most = new OutlierSettings(
                Duration.ofHours(1), 1_000_000, 0.05, 100, Double.POSITIVE_INFINITY, Duration.ofHours(1), 100, true);
        assertFalse(least.isOff());
        assertFalse(most.isOff());
        assertTrue(most.withSignificance(0).isOff());
        assertFalse(DEFAULT.isOff());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "0, 100, 1",
        "1, 0, 1",
        "10, 0, 1",
        "10, 10, 1",
        "10, 11, 2",
        "3, 50, 2",
        "1000, 70, 700",
        "1000, 100, 1000",
        "2147483647, 100, 2147483647"
    })
    void keepsItsShareRoundedUpAndAtLeastOne(int servers, int percent, int kept) {
        assertEquals(kept, DEFAULT.withKeepPercent(percent).keepAtLeast(servers));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(() -> DEFAULT.withInterval(Duration.ofMillis(999), 20), "interval", "PT1S to PT1H", "PT0.999S"),
                mistake(() -> DEFAULT.withInterval(Duration.ofSeconds(3601), 20), "interval", "PT1S to PT1H", "PT1H1S"),
                mistake(() -> DEFAULT.withInterval(DEFAULT.interval(), 4), "minimumRequests", "5 to 1000000", "4"),
                mistake(
                        () -> DEFAULT.withInterval(DEFAULT.interval(), 1_000_001),
                        "minimumRequests",
                        "5 to 1000000",
                        "1000001"),
                mistake(() -> DEFAULT.withSignificance(-1e-9), "significance", "0.0 to 0.05", "-1.0E-9"),
                mistake(() -> DEFAULT.withSignificance(0.051), "significance", "0.0 to 0.05", "0.051"),
                mistake(() -> DEFAULT.withSignificance(Double.NaN), "significance", "0.0 to 0.05", "NaN"),
                mistake(() -> DEFAULT.withFailureGapPercent(0), "failureGapPercent", "1 to 100", "0"),
                mistake(() -> DEFAULT.withFailureGapPercent(101), "failureGapPercent", "1 to 100", "101"),
                mistake(() -> DEFAULT.withLatencyRatio(1.99), "latencyRatio", "2.0 to Infinity", "1.99"),
                mistake(() -> DEFAULT.withLatencyRatio(Double.NaN), "latencyRatio", "2.0 to Infinity", "NaN"),
                mistake(
                        () -> DEFAULT.withLatency(5, Duration.ofNanos(-1)),
                        "latencyGap",
                        "PT0S to PT1H",
                        "PT-0.000000001S"),
                mistake(() -> DEFAULT.withLatency(5, Duration.ofHours(2)), "latencyGap", "PT0S to PT1H", "PT2H"),
                mistake(() -> DEFAULT.withKeepPercent(-1), "keepPercent", "0 to 100", "-1"),
                mistake(() -> DEFAULT.withKeepPercent(101), "keepPercent", "0 to 100", "101"));
    }

    private static Arguments mistake(Supplier<OutlierSettings> attempt, String name, String range, String value) {
        return Arguments.of(attempt, name + " must be from " + range + " but was " + value + "; ");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesWhatIsOutOfRangeByName(Supplier<OutlierSettings> attempt, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, attempt::get);
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @Test
    void namesWhatIsMissing() {
        assertEquals(
                "interval",
                assertThrows(NullPointerException.class, () -> DEFAULT.withInterval(null, 20))
                        .getMessage());
        assertEquals(
                "latencyGap",
                assertThrows(NullPointerException.class, () -> DEFAULT.withLatency(5, null))
                        .getMessage());
        assertThrows(NullPointerException.class, () -> new OutlierDetector(null));
    }
}

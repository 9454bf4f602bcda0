package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BreakerSettingsTest {
    private static final BreakerSettings DEFAULT = BreakerSettings.DEFAULT;
    private static final Duration LONGEST = Duration.ofDays(365);

    @Test
    void eachWithChangesItsValuesOnly() {
        Duration second = Duration.ofSeconds(1);
        Duration hour = Duration.ofHours(1);
        assertEquals(
                new BreakerSettings(7, 25, 8, second, second, hour, hour),
                DEFAULT.withConsecutiveFailures(7)
                        .withFailureRate(25, 8, second)
                        .withOpenTime(second, hour)
                        .withTrialTime(hour));
        assertEquals(
                new BreakerSettings(
                        5,
                        50,
                        20,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30)),
                DEFAULT);
    }

    @Test
    void acceptsTheEndsOfEveryRange() {
        Duration shortest = Duration.ofNanos(1);
        BreakerSettings least = new BreakerSettings(1, 1, 1, Duration.ofMillis(10), shortest, shortest, shortest);
        assertEquals(shortest, least.maxOpenTime());
        BreakerSettings most =
                new BreakerSettings(Integer.MAX_VALUE, 100, Integer.MAX_VALUE, LONGEST, LONGEST, LONGEST, LONGEST);
        assertEquals(LONGEST, most.window());
    }

    static Stream<Arguments> mistakes() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                mistake(() -> DEFAULT.withConsecutiveFailures(0), "consecutiveFailures must be at least 1 but was 0"),
                mistake(
                        () -> DEFAULT.withFailureRate(0, 1, second),
                        "failureRatePercent must be from 1 to 100 but was 0"),
                mistake(
                        () -> DEFAULT.withFailureRate(101, 1, second),
                        "failureRatePercent must be from 1 to 100 but was 101"),
                mistake(() -> DEFAULT.withFailureRate(1, 0, second), "minimumRequests must be at least 1 but was 0"),
                mistake(
                        () -> DEFAULT.withFailureRate(1, 1, Duration.ofNanos(9_999_999)),
                        "window must be from PT0.01S to PT8760H but was PT0.009999999S"),
                mistake(
                        () -> DEFAULT.withFailureRate(1, 1, LONGEST.plusNanos(1)),
                        "window must be from PT0.01S to PT8760H but was PT8760H0.000000001S"),
                mistake(
                        () -> DEFAULT.withOpenTime(Duration.ZERO, second),
                        "openTime must be from PT0.000000001S to PT8760H but was PT0S"),
                mistake(
                        () -> DEFAULT.withOpenTime(second, Duration.ofMillis(999)),
                        "maxOpenTime must be from PT1S to PT8760H but was PT0.999S"),
                mistake(
                        () -> DEFAULT.withTrialTime(Duration.ofSeconds(-1)),
                        "trialTime must be from PT0.000000001S to PT8760H but was PT-1S"));
    }

    private static Arguments mistake(Supplier<BreakerSettings> attempt, String message) {
        return Arguments.of(attempt, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesWhatIsOutOfRangeByName(Supplier<BreakerSettings> attempt, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, attempt::get);
        assertEquals(message, e.getMessage());
    }

    @Test
    void namesAMissingDuration() {
        Exception e = assertThrows(NullPointerException.class, () -> DEFAULT.withTrialTime(null));
        assertEquals("trialTime", e.getMessage());
    }
}

package io.github.evenkeel.core.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryBudgetSettingsTest {
    private static final RetryBudgetSettings DEFAULT = RetryBudgetSettings.DEFAULT;

    @Test
    void eachWithChangesItsValueOnly() {
        assertEquals(new RetryBudgetSettings(20, 10, Duration.ofSeconds(10)), DEFAULT);
        assertEquals(
                new RetryBudgetSettings(7, 8, Duration.ofSeconds(9)),
                DEFAULT.withSharePercent(7).withFloorPerSecond(8).withWindow(Duration.ofSeconds(9)));
    }

    @Test
    void acceptsTheEndsOfEveryRange() {
        assertEquals(0, new RetryBudget(new RetryBudgetSettings(0, 0, Duration.ofSeconds(1)), 0).available(0));
        assertEquals(
                3_600_000_000L,
                new RetryBudget(new RetryBudgetSettings(1000, 1_000_000, Duration.ofHours(1)), 0).available(0));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        () -> DEFAULT.withSharePercent(-1),
                        "sharePercent must be from 0 to 1000 but was -1; above 100, limit each request's attempts instead"),
                mistake(
                        () -> DEFAULT.withSharePercent(1001),
                        "sharePercent must be from 0 to 1000 but was 1001; above 100, limit each request's attempts"
                                + " instead"),
                mistake(
                        () -> DEFAULT.withFloorPerSecond(-1),
                        "floorPerSecond must be from 0 to 1000000 but was -1; express what grows with the traffic as"
                                + " sharePercent"),
                mistake(
                        () -> DEFAULT.withFloorPerSecond(1_000_001),
                        "floorPerSecond must be from 0 to 1000000 but was 1000001; express what grows with the traffic"
                                + " as sharePercent"),
                mistake(
                        () -> DEFAULT.withWindow(Duration.ofMillis(999)),
                        "window must be from PT1S to PT1H but was PT0.999S; shorter ones judge chance, longer ones"
                                + " outlive an outage"),
                mistake(
                        () -> DEFAULT.withWindow(Duration.ofHours(1).plusNanos(1)),
                        "window must be from PT1S to PT1H but was PT1H0.000000001S; shorter ones judge chance, longer"
                                + " ones outlive an outage"));
    }

    private static Arguments mistake(Supplier<RetryBudgetSettings> attempt, String message) {
        return Arguments.of(attempt, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesWhatIsOutOfRangeByNameAndSaysWhatToDo(Supplier<RetryBudgetSettings> attempt, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, attempt::get);
        assertEquals(message, e.getMessage());
    }

    @Test
    void namesWhatIsMissing() {
        assertEquals(
                "window",
                assertThrows(NullPointerException.class, () -> DEFAULT.withWindow(null))
                        .getMessage());
        assertThrows(NullPointerException.class, () -> new RetryBudget(null, 0));
    }
}

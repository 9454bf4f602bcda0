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
                new BreakerSettings(7, BreakerWindow.time(second), 8, 25, 60, hour, second, hour, 9, second),
                DEFAULT.withConsecutiveFailures(7)
                        .withFailureRate(25, 8, second)
                        .withSlowRate(60, hour)
                        .withOpenTime(second, hour)
                        .withTrials(9)
                        .withTrialTime(second));
        assertEquals(
                new BreakerSettings(
                        5,
                        BreakerWindow.time(Duration.ofSeconds(10)),
                        20,
                        50,
                        100,
                        LONGEST,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        1,
                        Duration.ofSeconds(30)),
                DEFAULT);
        assertEquals(DEFAULT.withFailureRate(50, 20, BreakerWindow.none()), DEFAULT.withoutRates());
        assertEquals(
                BreakerWindow.requests(50),
                DEFAULT.withFailureRate(50, 20, BreakerWindow.requests(50)).window());
    }

    @Test
    void acceptsTheEndsOfEveryRange() {
        Duration shortest = Duration.ofNanos(1);
        BreakerSettings least = new BreakerSettings(
                1, BreakerWindow.time(Duration.ofMillis(10)), 1, 1, 1, shortest, shortest, shortest, 1, shortest);
        assertEquals(shortest, least.maxOpenTime());
        int most = Integer.MAX_VALUE;
        BreakerSettings greatest = new BreakerSettings(
                most, BreakerWindow.time(LONGEST), most, 100, 100, LONGEST, LONGEST, LONGEST, 1000, LONGEST);
        assertEquals(LONGEST, greatest.maxOpenTime());
        assertEquals(1, least.withFailureRate(1, 1, BreakerWindow.requests(1)).minimumRequests());
        assertEquals(
                100_000,
                least.withFailureRate(1, 100_000, BreakerWindow.requests(100_000))
                        .minimumRequests());
    }

    static Stream<Arguments> mistakes() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                mistake(
                        () -> DEFAULT.withConsecutiveFailures(0),
                        "consecutiveFailures must be from 1 to 2147483647 but was 0; take the most for never"),
                mistake(
                        () -> DEFAULT.withFailureRate(0, 1, second),
                        "failureRatePercent must be from 1 to 100 but was 0; take withoutRates() or a very large minimumRequests for never"),
                mistake(
                        () -> DEFAULT.withFailureRate(101, 1, second),
                        "failureRatePercent must be from 1 to 100 but was 101; take withoutRates() or a very large minimumRequests for never"),
                mistake(
                        () -> DEFAULT.withFailureRate(1, 0, second),
                        "minimumRequests must be from 1 to 2147483647 but was 0; no rate would ever be judged"),
                mistake(
                        () -> DEFAULT.withFailureRate(1, 11, BreakerWindow.requests(10)),
                        "minimumRequests must be from 1 to 10 but was 11; no rate would ever be judged"),
                mistake(
                        () -> BreakerWindow.time(Duration.ofNanos(9_999_999)),
                        "window must be from PT0.01S to PT8760H but was PT0.009999999S; the usual span is some seconds"),
                mistake(
                        () -> DEFAULT.withFailureRate(1, 1, LONGEST.plusNanos(1)),
                        "window must be from PT0.01S to PT8760H but was PT8760H0.000000001S; the usual span is some seconds"),
                mistake(
                        () -> BreakerWindow.requests(0),
                        "window of requests must be from 1 to 100000 but was 0; for more take a window of time"),
                mistake(
                        () -> BreakerWindow.requests(100_001),
                        "window of requests must be from 1 to 100000 but was 100001; for more take a window of time"),
                mistake(
                        () -> DEFAULT.withSlowRate(0, second),
                        "slowRatePercent must be from 1 to 100 but was 0; take a longer slowTime for never"),
                mistake(
                        () -> DEFAULT.withSlowRate(101, second),
                        "slowRatePercent must be from 1 to 100 but was 101; take a longer slowTime for never"),
                mistake(
                        () -> DEFAULT.withSlowRate(50, Duration.ZERO),
                        "slowTime must be from PT0.000000001S to PT8760H but was PT0S; take the longest for never"),
                mistake(
                        () -> DEFAULT.withOpenTime(Duration.ZERO, second),
                        "openTime must be from PT0.000000001S to PT8760H but was PT0S; it doubles by itself"),
                mistake(
                        () -> DEFAULT.withOpenTime(second, Duration.ofMillis(999)),
                        "maxOpenTime must be from PT1S to PT8760H but was PT0.999S; it must not end before openTime does"),
                mistake(
                        () -> DEFAULT.withTrials(0),
                        "trials must be from 1 to 1000 but was 0; one is enough for most servers"),
                mistake(
                        () -> DEFAULT.withTrials(1001),
                        "trials must be from 1 to 1000 but was 1001; one is enough for most servers"),
                mistake(
                        () -> DEFAULT.withTrialTime(Duration.ofSeconds(-1)),
                        "trialTime must be from PT0.000000001S to PT8760H but was PT-1S;"
                                + " take the time after which a request has surely been given up"));
    }

    private static Arguments mistake(Supplier<?> attempt, String message) {
        return Arguments.of(attempt, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesWhatIsOutOfRangeByName(Supplier<?> attempt, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, attempt::get);
        assertEquals(message, e.getMessage());
    }

    @Test
    void namesAMissingDuration() {
        Exception e = assertThrows(NullPointerException.class, () -> DEFAULT.withTrialTime(null));
        assertEquals("trialTime", e.getMessage());
        Exception window = assertThrows(NullPointerException.class, () -> BreakerWindow.time(null));
        assertEquals("window", window.getMessage());
    }
}

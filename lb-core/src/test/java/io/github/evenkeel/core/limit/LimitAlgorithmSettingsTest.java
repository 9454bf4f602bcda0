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

class LimitAlgorithmSettingsTest {
    private static final AimdLimit AIMD = AimdLimit.DEFAULT;
    private static final VegasLimit VEGAS = VegasLimit.DEFAULT;
    private static final Gradient2Limit GRADIENT = Gradient2Limit.DEFAULT;
    private static final int MOST = 65_535;

    @Test
    void eachWithChangesItsValuesOnly() {
        assertEquals(new AimdLimit(20, 1, 200, 0.9, Duration.ofSeconds(5)), AIMD);
        assertEquals(
                new AimdLimit(3, 2, 4, 0.5, Duration.ofSeconds(1)),
                AIMD.withLimits(3, 2, 4).withBackOff(0.5).withTimeout(Duration.ofSeconds(1)));
        assertEquals(new VegasLimit(20, 1000, 1, VegasLimit.Decrease.LOG10), VEGAS);
        assertEquals(
                new VegasLimit(3, 4, 0.5, VegasLimit.Decrease.HALVE),
                VEGAS.withLimits(3, 4).withSmoothing(0.5).withDecrease(VegasLimit.Decrease.HALVE));
        assertEquals(new Gradient2Limit(20, 1, 200, 4, 1.5, 0.2), GRADIENT);
        assertEquals(
                new Gradient2Limit(3, 2, 4, 7, 2, 0.5),
                GRADIENT.withLimits(3, 2, 4).withQueue(7).withTolerance(2).withSmoothing(0.5));
    }

    @Test
    void acceptsTheEndsOfEveryRange() {
        Duration shortest = Duration.ofNanos(1);
        Duration day = Duration.ofDays(1);
        Stream.of(
                        new FixedLimit(1),
                        new AimdLimit(1, 1, 1, 0.5, shortest),
                        new VegasLimit(1, 1, 0.01, VegasLimit.Decrease.LOG10),
                        new Gradient2Limit(1, 1, 1, 1, 1, 0.01))
                .forEach(least -> {
                    assertEquals(1, least.initial());
                    assertEquals(1, least.most());
                    assertEquals(1, new ConcurrencyLimit(least).limit());
                });
        Stream.of(
                        new FixedLimit(MOST),
                        new AimdLimit(MOST, MOST, MOST, 0.99, day),
                        new VegasLimit(MOST, MOST, 1, VegasLimit.Decrease.LOG10),
                        new Gradient2Limit(MOST, MOST, MOST, 1000, 10, 1))
                .forEach(most -> {
                    assertEquals(MOST, most.initial());
                    assertEquals(MOST, most.most());
                    assertEquals(MOST, new ConcurrencyLimit(most).limit());
                });
    }

    static Stream<Arguments> mistakes() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                mistake(
                        () -> new FixedLimit(0),
                        "limit must be from 1 to 65535 but was 0; to forbid all requests, drain the server instead"),
                mistake(
                        () -> new FixedLimit(65_536),
                        "limit must be from 1 to 65535 but was 65536; to forbid all requests, drain the server instead"),
                mistake(
                        () -> AIMD.withLimits(1, 1, 65_536),
                        "most must be from 1 to 65535 but was 65536; for no limit at all, use none"),
                mistake(
                        () -> AIMD.withLimits(1, 0, 9),
                        "least must be from 1 to 9 but was 0; a limit of 0 would never see another sample"),
                mistake(
                        () -> AIMD.withLimits(1, 2, 9),
                        "initial must be from 2 to 9 but was 1; start between least and most"),
                mistake(
                        () -> AIMD.withBackOff(0.1),
                        "backOff must be from 0.5 to 0.99 but was 0.1; it is what remains of the limit, not what is"
                                + " lost"),
                mistake(
                        () -> AIMD.withTimeout(Duration.ZERO),
                        "timeout must be from PT0.000000001S to PT24H but was PT0S; use the timeout of the requests"),
                mistake(
                        () -> VEGAS.withLimits(0, 9),
                        "initial must be from 1 to 9 but was 0; a limit of 0 would never see a sample"),
                mistake(
                        () -> VEGAS.withLimits(0, 0),
                        "most must be from 1 to 65535 but was 0; for no limit at all, use none"),
                mistake(
                        () -> VEGAS.withSmoothing(Double.NaN),
                        "smoothing must be from 0.01 to 1.0 but was NaN; 1 makes every change in full"),
                mistake(
                        () -> GRADIENT.withLimits(1, 1, 0),
                        "most must be from 1 to 65535 but was 0; for no limit at all, use none"),
                mistake(
                        () -> GRADIENT.withLimits(1, 0, 9),
                        "least must be from 1 to 9 but was 0; a limit of 0 would never see another sample"),
                mistake(
                        () -> GRADIENT.withLimits(10, 1, 9),
                        "initial must be from 1 to 9 but was 10; start between least and most"),
                mistake(
                        () -> GRADIENT.withQueue(0),
                        "queue must be from 1 to 1000 but was 0; without a queue the limit could never grow"),
                mistake(
                        () -> GRADIENT.withTolerance(0.9),
                        "tolerance must be from 1.0 to 10.0 but was 0.9; below 1 the limit would shrink at rest"),
                mistake(
                        () -> GRADIENT.withSmoothing(0),
                        "smoothing must be from 0.01 to 1.0 but was 0.0; 1 makes every change in full"),
                mistake(
                        () -> new RateLimiter(Double.NaN, 1, 0),
                        "perSecond must be from 0.001 to 1000000.0 but was NaN; to admit nothing or everything, use no"
                                + " rate limiter"),
                mistake(
                        () -> new RateLimiter(0, 1, 0),
                        "perSecond must be from 0.001 to 1000000.0 but was 0.0; to admit nothing or everything, use no"
                                + " rate limiter"),
                mistake(
                        () -> new RateLimiter(1, 0, 0),
                        "burst must be from 1 to 1000000 but was 0; 1 admits requests one by one, evenly spaced"),
                mistake(
                        () -> new RateLimiter(1, 1_000_001, 0),
                        "burst must be from 1 to 1000000 but was 1000001; 1 admits requests one by one, evenly spaced"),
                mistake(
                        () -> AIMD.withTimeout(second.plusDays(1)),
                        "timeout must be from PT0.000000001S to PT24H but was PT24H1S; use the timeout of the"
                                + " requests"));
    }

    private static Arguments mistake(Supplier<Object> attempt, String message) {
        return Arguments.of(attempt, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesWhatIsOutOfRangeByNameAndSaysWhatToDo(Supplier<Object> attempt, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, attempt::get);
        assertEquals(message, e.getMessage());
    }

    @Test
    void namesWhatIsMissing() {
        assertEquals("timeout", missing(() -> AIMD.withTimeout(null)));
        assertEquals("decrease", missing(() -> VEGAS.withDecrease(null)));
        assertEquals("algorithm", missing(() -> new ConcurrencyLimit(null)));
    }

    private static String missing(Supplier<Object> attempt) {
        return assertThrows(NullPointerException.class, attempt::get).getMessage();
    }
}

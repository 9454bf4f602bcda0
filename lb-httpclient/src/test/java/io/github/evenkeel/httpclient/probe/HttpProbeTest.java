package io.github.evenkeel.httpclient.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.HealthThresholds;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProbeTest {
    private static final HttpProbe PROBE = HttpProbe.of("/health");

    @Test
    void usualValuesAreThoseOfTheDocumentation() {
        assertEquals(
                new HttpProbe("/health", Duration.ofSeconds(5), 0.2, Duration.ofSeconds(2), new HealthThresholds(2, 3)),
                PROBE);
    }

    @Test
    void eachValueIsChangedAlone() {
        Duration second = Duration.ofSeconds(1);
        HealthThresholds other = new HealthThresholds(1, 1);
        assertEquals(
                new HttpProbe("/health", second, 0.2, PROBE.timeout(), PROBE.thresholds()), PROBE.withInterval(second));
        assertEquals(
                new HttpProbe("/health", PROBE.interval(), 1, PROBE.timeout(), PROBE.thresholds()),
                PROBE.withJitter(1));
        assertEquals(
                new HttpProbe("/health", PROBE.interval(), 0.2, second, PROBE.thresholds()), PROBE.withTimeout(second));
        assertEquals(
                new HttpProbe("/health", PROBE.interval(), 0.2, PROBE.timeout(), other), PROBE.withThresholds(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/a/b?ready=1&x=%20", "/?q", "/;v=1"})
    void pathsMayHoldAQuery(String path) {
        assertEquals(path, HttpProbe.of(path).path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "health", "//other/health", "http://other/health", "?ready", "*"})
    void pathsBeginWithOneSlash(String path) {
        assertRefused("probe path must begin with one '/' but was '" + path + "'", () -> HttpProbe.of(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/%", "/a|b", "/\r\nHost: other", "/[", "/\""})
    void pathsThatCannotStandInAUriAreRefused(String path) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> HttpProbe.of(path));
        assertTrue(e.getMessage().startsWith("probe path '" + path + "' cannot stand in a URI: "), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S", "PT0.009999999S", "PT24H0.000000001S", "P106752D"})
    void intervalsAreFromTenMillisecondsToADay(Duration interval) {
        assertRefused(
                "probe interval must be from PT0.01S to PT24H but was " + interval, () -> PROBE.withInterval(interval));
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S", "PT0.000999999S", "PT24H0.000000001S", "P106752D"})
    void timeoutsAreFromAMillisecondToADay(Duration timeout) {
        assertRefused(
                "probe timeout must be from PT0.001S to PT24H but was " + timeout, () -> PROBE.withTimeout(timeout));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void jitterIsAShare(double jitter) {
        assertRefused("probe jitter must be from 0 to 1 but was " + jitter, () -> PROBE.withJitter(jitter));
    }

    @Test
    void theEndsOfEachRangeAreTaken() {
        Duration day = Duration.ofDays(1);
        assertEquals(
                new HttpProbe("/", Duration.ofMillis(10), 0, Duration.ofMillis(1), HealthThresholds.DEFAULT),
                HttpProbe.of("/")
                        .withInterval(Duration.ofMillis(10))
                        .withJitter(0)
                        .withTimeout(Duration.ofMillis(1)));
        assertEquals(
                new HttpProbe("/", day, 1, day, HealthThresholds.DEFAULT),
                HttpProbe.of("/").withInterval(day).withJitter(1).withTimeout(day));
    }

    @Test
    void nothingMayBeMissing() {
        assertThrows(NullPointerException.class, () -> HttpProbe.of(null));
        assertThrows(NullPointerException.class, () -> PROBE.withInterval(null));
        assertThrows(NullPointerException.class, () -> PROBE.withTimeout(null));
        assertThrows(NullPointerException.class, () -> PROBE.withThresholds(null));
    }

    private static void assertRefused(String message, Runnable construction) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, construction::run).getMessage());
    }
}

package io.github.evenkeel.httpclient.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.ProbeKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
    private static final Probe PROBE = Probe.http("/health");
    private static final HttpCheck CHECK = HttpCheck.of("/health");

    @Test
    void usualValuesAreThoseOfTheDocumentation() {
        assertEquals(
                new Probe(
                        CHECK,
                        ProbeKind.LIVENESS,
                        Duration.ofSeconds(5),
                        0.2,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        Duration.ZERO),
                PROBE);
        assertEquals(
                new HttpCheck("/health", "GET", Map.of(), List.of(new StatusRange(200, 399)), null, Duration.ZERO),
                CHECK);
    }

    @Test
    void eachValueIsChangedAlone() {
        Duration a = Duration.ofSeconds(7);
        Duration b = Duration.ofSeconds(8);
        Duration c = Duration.ofSeconds(9);
        Duration d = Duration.ofSeconds(10);
        assertEquals(
                new Probe(CHECK, ProbeKind.LIVENESS, a, 1, b, c, d),
                PROBE.withInterval(a)
                        .withJitter(1)
                        .withTimeout(b)
                        .withChangingInterval(c)
                        .withProvenInterval(d));
        assertEquals(
                new Probe(CHECK, ProbeKind.READINESS, a, 0.2, b, c, Duration.ZERO),
                PROBE.withChangingInterval(c)
                        .withKind(ProbeKind.READINESS)
                        .withTimeout(b)
                        .withInterval(a));
        BodyCheck body = BodyCheck.contains("OK");
        assertEquals(
                new HttpCheck("/health", "HEAD", Map.of("a", "b"), List.of(new StatusRange(200, 200)), body, a),
                CHECK.withLongPoll(a)
                        .withBody(body)
                        .withStatuses("200")
                        .withHeader("a", "b")
                        .withMethod("HEAD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/a/b?ready=1&x=%20", "/?q", "/;v=1"})
    void pathsMayHoldAQuery(String path) {
        assertEquals(path, HttpCheck.of(path).path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "health", "//other/health", "http://other/health", "?ready", "*"})
    void pathsBeginWithOneSlash(String path) {
        assertRefused("probe path must begin with one '/' but was '" + path + "'", () -> Probe.http(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/%", "/a|b", "/\r\nHost: other", "/[", "/\""})
    void pathsThatCannotStandInAUriAreRefused(String path) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Probe.http(path));
        assertTrue(e.getMessage().startsWith("probe path '" + path + "' cannot stand in a URI: "), e.getMessage());
    }

    @Test
    void whatCannotBeSentIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> CHECK.withMethod("GET /other"));
        assertThrows(IllegalArgumentException.class, () -> CHECK.withHeader("a", "b\r\nc: d"));
        assertThrows(IllegalArgumentException.class, () -> CHECK.withHeader("Content-Length", "1"));
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S", "PT0.009999999S", "PT24H0.000000001S", "P106752D"})
    void intervalsAreFromTenMillisecondsToADay(Duration interval) {
        String range = " must be from PT0.01S to PT24H but was " + interval;
        assertRefused("probe interval" + range, () -> PROBE.withInterval(interval));
        assertRefused("probe changingInterval" + range, () -> PROBE.withChangingInterval(interval));
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
    void requestsProveNoReadiness() {
        assertRefused(
                "a probe of readiness cannot have a provenInterval but it was PT1M: requests do not tell whether a"
                        + " server wants more of them",
                () -> PROBE.withKind(ProbeKind.READINESS).withProvenInterval(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({"PT-1S", "PT0.5S", "PT1H1S"})
    void longPollsAreWholeSecondsUpToAnHour(Duration wait) {
        assertRefused(
                "probe longPoll must be whole seconds from 0 to PT1H but was " + wait, () -> CHECK.withLongPoll(wait));
    }

    @Test
    void statusesAreReadAsPeopleWriteThem() {
        assertEquals(
                List.of(new StatusRange(200, 299), new StatusRange(401, 401)), StatusRange.parse(" 200-299, 401 "));
        assertEquals("[200-299, 401]", StatusRange.parse("200-299,401").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "200-", "-200", "200-299-300", "200,", "2xx", "99999999999"})
    void otherStatusesAreRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> CHECK.withStatuses(text))
                .getMessage();
        assertTrue(message.startsWith("statuses look like 200-299,401 but '"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"199", "600", "299-200"})
    void statusesAreThoseOfResponses(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> CHECK.withStatuses(text))
                .getMessage();
        assertTrue(message.startsWith("statuses must be from 200 to 599, the smaller one first, but were "), message);
    }

    @Test
    void nothingMayBeMissing() {
        assertThrows(NullPointerException.class, () -> Probe.http(null));
        assertThrows(NullPointerException.class, () -> Probe.of(null));
        assertThrows(NullPointerException.class, () -> Probe.custom("a", null));
        assertThrows(NullPointerException.class, () -> Probe.custom(null, target -> null));
        assertThrows(NullPointerException.class, () -> PROBE.withInterval(null));
        assertThrows(NullPointerException.class, () -> PROBE.withTimeout(null));
        assertThrows(NullPointerException.class, () -> PROBE.withKind(null));
    }

    private static void assertRefused(String message, Runnable construction) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, construction::run).getMessage());
    }
}

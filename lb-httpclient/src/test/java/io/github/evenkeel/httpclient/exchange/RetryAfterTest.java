package io.github.evenkeel.httpclient.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    /** Half a minute before the date that RFC 9110 takes for an example. */
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");

    private static HttpHeaders headers(String... namesAndValues) {
        Map<String, List<String>> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return HttpHeaders.of(map, (name, value) -> true);
    }

    private static Duration asked(String... namesAndValues) {
        return Duration.ofNanos(RetryAfter.nanos(headers(namesAndValues), NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "120, 120000",
        "0, 0",
        "007, 7000",
        "1.5, 1500",
        "' 2 ', 2000",
        "299.999, 299999",
        "300, 300000",
        "301, 300000",
        "99999999999999999999999999, 300000"
    })
    void secondsAreTakenUpToFiveMinutes(String value, long millis) {
        assertEquals(Duration.ofMillis(millis), asked("Retry-After", value));
    }

    @ParameterizedTest
    @CsvSource({"43, 43", "0.5, 0", "0, 0", "300001, 300000"})
    void millisecondsAreTakenToo(String value, long millis) {
        assertEquals(millis, asked("retry-after-ms", value).toMillis());
        assertEquals(millis, asked("retry-after-ms", value, "retry-after", "60").toMillis(), "the finer one counts");
    }

    @Test
    void secondsCountWhereMillisecondsMakeNoSense() {
        assertEquals(Duration.ofSeconds(60), asked("retry-after-ms", "soon", "retry-after", "60"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "-5",
                "+5",
                "1e3",
                "0x10",
                "NaN",
                "Infinity",
                "5s",
                "1,5",
                ".5",
                "5.",
                "PT5S",
                "\u0665",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "1994-11-06T08:49:37Z"
            })
    void nonsenseAsksForNothing(String value) {
        assertEquals(Duration.ZERO, asked("Retry-After", value));
        assertEquals(Duration.ZERO, asked("retry-after-ms", value));
    }

    /** Oracle: the three forms of one date in RFC 9110, section 5.6.7. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void rfc9110EveryFormOfADateIsRead(String date) {
        assertEquals(Duration.ofSeconds(30), asked("Retry-After", date));
        assertEquals(0, RetryAfter.nanos(headers("Retry-After", date), NOW.plusSeconds(30)), "now");
        assertEquals(0, RetryAfter.nanos(headers("Retry-After", date), NOW.plusSeconds(31)), "past");
        assertEquals(
                Duration.ofMinutes(5).toNanos(),
                RetryAfter.nanos(headers("Retry-After", date), NOW.minus(Duration.ofDays(1))));
    }

    @Test
    void partsOfASecondCount() {
        HttpHeaders headers = headers("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT");
        assertEquals(500_000_000, RetryAfter.nanos(headers, NOW.plusMillis(29_500)));
    }

    @Test
    void theServersOwnClockCounts() {
        assertEquals(
                Duration.ofSeconds(7),
                asked(
                        "Retry-After", "Mon, 01 Jan 2024 00:00:07 GMT",
                        "Date", "Mon, 01 Jan 2024 00:00:00 GMT"));
        assertEquals(
                Duration.ofSeconds(30), asked("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", "Date", "yesterday"));
    }

    /** RFC 9110, section 5.6.7: more than 50 years ahead means the past. */
    @ParameterizedTest
    @CsvSource({"2026, true", "2074, true", "2075, false", "2094, false"})
    void yearsOfTwoDigitsAreNearNow(int year, boolean ahead) {
        Instant now = Instant.parse("2025-06-01T00:00:00Z");
        Instant until = Instant.parse(year + "-07-01T00:00:00Z");
        String shown = DateTimeFormatter.ofPattern("dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC)
                .format(until);
        boolean pauses = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday").stream()
                .anyMatch(day -> RetryAfter.nanos(headers("Retry-After", day + ", " + shown), now) > 0);
        assertEquals(ahead, pauses);
    }

    @Test
    void yearsOfNineDigitsAreBoundedToo() {
        String far = "Mon, 06 Nov +400000000 08:49:37 GMT";
        assertEquals(Duration.ofMinutes(5), asked("Retry-After", far));
        assertEquals(Duration.ZERO, asked("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", "Date", far));
    }

    @Property(tries = 2000, seed = "1")
    void neverThrowsAndNeverAsksForMoreThanFiveMinutes(
            @ForAll("values") String seconds,
            @ForAll("values") String millis,
            @ForAll("values") String date,
            @ForAll("times") Instant now) {
        long nanos = RetryAfter.nanos(headers("retry-after", seconds, "retry-after-ms", millis, "date", date), now);
        assertTrue(nanos >= 0 && nanos <= RetryAfter.LONGEST_NANOS, () -> nanos + " ns");
        long withoutMillis = RetryAfter.nanos(headers("retry-after", seconds, "date", date), now);
        assertTrue(withoutMillis >= 0 && withoutMillis <= RetryAfter.LONGEST_NANOS, () -> withoutMillis + " ns");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings().withChars("0123456789.-+eE ").ofMaxLength(30),
                Arbitraries.strings()
                        .withChars("SunModay, 0123456789NovJF:GMT-")
                        .ofMaxLength(40),
                times().map(time -> DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                        .withZone(ZoneOffset.UTC)
                        .format(time)));
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(-60_000_000_000L, 31_000_000_000_000_000L) // the years 68 to 982 351 516
                .map(Instant::ofEpochSecond);
    }
}

package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.Server;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * How long a server asks to be left alone: {@code Retry-After} in seconds or as a date (RFC 9110, section 10.2.3, with
 * all three forms of a date in 5.6.7), or {@code retry-after-ms}, which some add because a second is long. What makes no
 * sense asks for nothing: this never throws.
 */
public final class RetryAfter {
    /** A server that asks for more, perhaps by mistake, is asked how it is all the same. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    static final long LONGEST_NANOS = LONGEST.toNanos();

    private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");

    /** The form of today: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    /** The form of C's asctime: {@code Sun Nov  6 08:49:37 1994}. */
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

    private RetryAfter() {}

    /**
     * Has a server left alone for as long as it asks to be in a 429 or 503.
     *
     * @param server that has answered
     * @param status its answer's
     * @param headers its answer's
     * @return whether it asked for that
     */
    public static boolean heed(Server server, int status, HttpHeaders headers) {
        if (status != 429 && status != 503) {
            return false;
        }
        long pauseNanos = nanos(headers, Instant.now());
        long now = System.nanoTime();
        server.pause(now + pauseNanos, now);
        return pauseNanos > 0;
    }

    /**
     * Reads what a response asks for.
     *
     * @param headers its headers
     * @param wallClock the time of day here, if the server does not tell its own
     * @return nanoseconds from now, at most five minutes; 0 if it asks for nothing
     */
    static long nanos(HttpHeaders headers, Instant wallClock) {
        OptionalLong millis = number(headers, "retry-after-ms", TimeUnit.MILLISECONDS);
        if (millis.isPresent()) {
            return millis.getAsLong();
        }
        OptionalLong seconds = number(headers, "retry-after", TimeUnit.SECONDS);
        return seconds.isPresent() ? seconds.getAsLong() : untilDate(headers, wallClock);
    }

    private static OptionalLong number(HttpHeaders headers, String name, TimeUnit unit) {
        return headers.allValues(name).stream()
                .map(String::strip)
                .filter(value -> NUMBER.matcher(value).matches())
                .mapToLong(
                        value -> (long) Math.min((double) LONGEST_NANOS, Double.parseDouble(value) * unit.toNanos(1)))
                .findFirst();
    }

    private static long untilDate(HttpHeaders headers, Instant wallClock) {
        // By the server's own clock if it shows one: ours may differ by more than it asks for.
        Instant now = date(headers, "date", wallClock).orElse(wallClock);
        return date(headers, "retry-after", now)
                .map(until -> bounded(Duration.between(now, until)))
                .orElse(0L);
    }

    /** Compared as it is: the nanoseconds to a year of nine digits are more than a long holds. */
    private static long bounded(Duration pause) {
        if (pause.isNegative()) {
            return 0;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST_NANOS : pause.toNanos();
    }

    private static Optional<Instant> date(HttpHeaders headers, String name, Instant now) {
        List<DateTimeFormatter> forms = List.of(IMF_FIXDATE, ASCTIME, rfc850(now));
        for (String value : headers.allValues(name)) {
            for (DateTimeFormatter form : forms) {
                try {
                    return Optional.of(LocalDateTime.parse(value.strip(), form).toInstant(ZoneOffset.UTC));
                } catch (DateTimeParseException e) {
                    // Of another form, or nonsense.
                }
            }
        }
        return Optional.empty();
    }

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}: a year that seems 50 years ahead is one of the past. */
    private static DateTimeFormatter rfc850(Instant now) {
        int earliest = ZonedDateTime.ofInstant(now, ZoneOffset.UTC).getYear() - 50;
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, earliest)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US);
    }
}

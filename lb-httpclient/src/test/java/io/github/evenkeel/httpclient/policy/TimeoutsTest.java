package io.github.evenkeel.httpclient.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
    private static final Map<String, Function<Duration, Timeouts>> LIMITS = Map.of(
            "attempt", Timeouts.DEFAULT::withAttempt,
            "firstByte", Timeouts.DEFAULT::withFirstByte,
            "idle", Timeouts.DEFAULT::withIdle,
            "unread", Timeouts.DEFAULT::withUnread);

    @Test
    void whatIsTooShortOrTooLongIsRefusedByName() {
        LIMITS.forEach((name, with) -> {
            for (Duration wrong : new Duration[] {
                Duration.ZERO, Duration.ofNanos(999_999), Duration.ofSeconds(-1), Duration.ofDays(366)
            }) {
                Exception e = assertThrows(IllegalArgumentException.class, () -> with.apply(wrong));
                assertEquals(
                        name + " must be from 1 ms to a year but was " + wrong + "; leave it out (null) for no limit",
                        e.getMessage());
            }
            with.apply(Duration.ofMillis(1));
            with.apply(null);
        });
    }

    @Test
    void eachChangesItsOwn() {
        Duration one = Duration.ofSeconds(1);
        assertEquals(one, Timeouts.DEFAULT.withAttempt(one).attempt());
        assertEquals(one, Timeouts.DEFAULT.withFirstByte(one).firstByte());
        assertEquals(one, Timeouts.DEFAULT.withIdle(one).idle());
        assertEquals(one, Timeouts.DEFAULT.withUnread(one).unread());
        assertTrue(Timeouts.DEFAULT.withWholeBody(true).wholeBody());
    }

    @Test
    void theShortestForBodiesIsWatchedFor() {
        assertEquals(Duration.ofMinutes(5), Timeouts.DEFAULT.shortestForBodies());
        assertEquals(
                Duration.ofSeconds(2),
                Timeouts.DEFAULT
                        .withIdle(Duration.ofSeconds(3))
                        .withFirstByte(Duration.ofSeconds(2))
                        .withAttempt(Duration.ofSeconds(1))
                        .shortestForBodies());
        assertNull(Timeouts.DEFAULT.withUnread(null).shortestForBodies());
    }
}

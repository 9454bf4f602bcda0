package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server owes, wherever the clock stands. */
class LoadSignalsTest {
    private final Server server = Servers.server("a");

    static LongStream origins() {
        return LongStream.of(-3 * SECONDS, 1, 98 * SECONDS, Long.MIN_VALUE, Long.MAX_VALUE - SECONDS);
    }

    @ParameterizedTest
    @MethodSource("origins")
    void silenceBeginsWithTheFirstRequestThatIsNotAnswered(long start) {
        assertEquals(0, server.silentNanos(start));
        server.acquire(start, null);
        assertEquals(0, server.silentNanos(start));
        server.acquire(start + SECONDS, null);
        assertEquals(3 * SECONDS, server.silentNanos(start + 3 * SECONDS));
        assertEquals(0, server.silentNanos(start - MILLIS), "to a clock that is behind");
    }

    @ParameterizedTest
    @MethodSource("origins")
    void anAnswerEndsTheSilenceAndSoDoesAnEnd(long start) {
        Lease answered = server.acquire(start, null);
        Lease failed = server.acquire(start, null);
        answered.respond(start + SECONDS);
        assertEquals(0, server.silentNanos(start + 9 * SECONDS), "a long body is no silence");
        Lease open = server.acquire(start + 2 * SECONDS, null);
        assertEquals(SECONDS, server.silentNanos(start + 3 * SECONDS));
        failed.fail(FailureKind.TIMEOUT, start + 3 * SECONDS);
        assertEquals(0, server.silentNanos(start + 4 * SECONDS));
        open.cancel(start + 5 * SECONDS);
        assertEquals(0, server.silentNanos(start + 9 * SECONDS));
    }

    /** Zero stands for no silence. */
    @Test
    void silenceThatBeginsWhenTheClockShowsZeroIsOneToo() {
        server.acquire(0, null);
        assertEquals(SECONDS - 1, server.silentNanos(SECONDS));
    }

    @Test
    void latencyIsCutAtTheLimit() {
        server.acquire(0, null).succeed(10 * MILLIS);
        assertEquals(10.0 * MILLIS, server.latencyNanosAtMost(20 * MILLIS), 2);
        assertEquals(5.0 * MILLIS, server.latencyNanosAtMost(5 * MILLIS), 2);
        assertEquals(0, server.latencyNanosAtMost(0));
    }
}

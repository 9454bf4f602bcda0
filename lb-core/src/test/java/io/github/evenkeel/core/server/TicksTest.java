package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.HOURS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TicksTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void measuresUpTo78Hours(long origin) {
        int then = Ticks.at(origin);
        for (long elapsed : new long[] {0, SECONDS, HOURS, 38 * HOURS, 40 * HOURS, 78 * HOURS}) {
            assertEquals(elapsed, Ticks.nanosBetween(then, Ticks.at(origin + elapsed)), Ticks.NANOS);
        }
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void takesALittleEarlierForNow(long origin) {
        int then = Ticks.at(origin);
        assertEquals(0, Ticks.nanosBetween(then, Ticks.at(origin - 60 * SECONDS)));
    }

    @Test
    void tellsLateClocksFromTheFarHalfOfTheWrap() {
        assertEquals(0, Ticks.nanosBetween(0, -(1 << 20)));
        assertEquals(78.2 * HOURS, Ticks.nanosBetween(0, -(1 << 20) - 1), 0.1 * HOURS);
    }
}

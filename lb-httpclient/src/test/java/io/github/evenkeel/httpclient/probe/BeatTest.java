package io.github.evenkeel.httpclient.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When probes begin. */
class BeatTest {
    private static final long MILLI = 1_000_000;

    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"10, 0.2", "1000, 20", "5000, 100", "86400000, 100"})
    void noProbeIsEarlyNorMoreThanAFiftiethOfItsIntervalLate(long intervalMillis, double mostMillis) {
        Beat beat = new Beat();
        for (int i = 0; i < 10_000; i++) {
            long wait = random.nextLong(intervalMillis * MILLI);
            long late = beat.waitNanos(wait, intervalMillis * MILLI, random.nextLong()) - wait;
            assertTrue(late >= 0 && late < mostMillis * MILLI, () -> late + " ns late");
        }
    }

    @Test
    void thoseOfASecondBeginAtTenInstants() {
        Beat beat = new Beat();
        Set<Long> instants = new TreeSet<>();
        long now = random.nextLong();
        for (int i = 0; i < 1000; i++) {
            long later = now + i * MILLI / 10; // each answer comes at another time
            instants.add(later + beat.waitNanos(random.nextLong(800 * MILLI), 5_000 * MILLI, later));
        }
        assertTrue(instants.size() <= 10, instants::toString);
    }

    @Test
    void whatIsAskedAllTheTimeIsNotHeldUp() {
        assertEquals(7, new Beat(3).waitNanos(7, 1, 5));
    }
}

package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How long ejections last: Envoy's grow by its base time, 30, 60, 90 ... 300 s; ours double. */
class OracleT17Test {
    private static long[] seconds(BackOff backOff, int openings) {
        return IntStream.rangeClosed(1, openings)
                .mapToLong(opening -> backOff.plainNanos(opening) / SECONDS)
                .toArray();
    }

    private static String text(long... seconds) {
        return LongStream.of(seconds).boxed().toList().toString();
    }

    @Test
    void oursDoubleFromFiveToSixtySeconds() {
        BackOff ours = new BackOff(BreakerSettings.DEFAULT, 1);
        assertEquals(text(5, 10, 20, 40, 60, 60, 60), text(seconds(ours, 7)));
    }

    @Test
    void withEnvoysTimesTheyReachItsLongestInHalfOfTheEjections() {
        Duration base = Duration.ofSeconds(30);
        BackOff envoys = new BackOff(BreakerSettings.DEFAULT.withOpenTime(base, Duration.ofSeconds(300)), 1);
        assertEquals(text(30, 60, 120, 240, 300, 300), text(seconds(envoys, 6)));
    }

    /** A tenth more or less, and where the longest ends it up to a fifth less, for a thousand clients. */
    @Test
    void eachIsSpreadWithinItsBounds() {
        for (int opening = 1; opening <= 7; opening++) {
            long plain = new BackOff(BreakerSettings.DEFAULT, 0).plainNanos(opening);
            double longest = Math.min(1.1 * plain, 60.0 * SECONDS);
            for (long client = 0; client < 1000; client++) {
                long spread = new BackOff(BreakerSettings.DEFAULT, client).spreadNanos(opening, opening);
                assertTrue(spread <= longest && spread >= longest - 0.2 * plain - 1, spread + " of " + plain);
            }
        }
    }
}

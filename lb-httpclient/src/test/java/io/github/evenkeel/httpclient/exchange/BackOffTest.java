package io.github.evenkeel.httpclient.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
    @ParameterizedTest
    @CsvSource({"0, 25", "1, 50", "2, 100", "3, 200", "4, 250", "5, 250", "40, 250", "2147483647, 250"})
    void theCeilingDoublesUpToAQuarterOfASecond(int earlier, long millis) {
        assertEquals(TimeUnit.MILLISECONDS.toNanos(millis), BackOff.ceiling(earlier));
    }

    /** Each tenth of the range is missed by 1000 draws with a probability of 0.9^1000, which is 1.7e-46. */
    @Test
    void anyTimeUpToTheCeilingIsDrawn() {
        RandomGenerator random = new SplittableRandom(1);
        boolean[] seen = new boolean[10];
        for (int i = 0; i < 1000; i++) {
            long nanos = BackOff.nanos(2, random);
            assertTrue(nanos >= 0 && nanos <= BackOff.ceiling(2), () -> nanos + " ns");
            seen[(int) Math.min(9, nanos * 10 / BackOff.ceiling(2))] = true;
        }
        for (int tenth = 0; tenth < 10; tenth++) {
            assertTrue(seen[tenth], "nothing drawn of tenth " + tenth);
        }
    }

    @Test
    void bothEndsCanBeDrawn() {
        assertEquals(0, BackOff.nanos(0, () -> 0));
        long ceiling = BackOff.ceiling(0);
        RandomGenerator highest = new RandomGenerator() {
            @Override
            public long nextLong() {
                return -1;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
        assertEquals(ceiling, BackOff.nanos(0, highest));
    }
}

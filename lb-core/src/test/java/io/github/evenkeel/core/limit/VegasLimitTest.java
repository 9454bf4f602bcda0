package io.github.evenkeel.core.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VegasLimitTest {
    /** With a shortest round trip of 100 ms and a limit of 100, a round trip of 100/(1-q/100) ms is a queue of q. */
    @ParameterizedTest
    @CsvSource({
        "100, 112, no queue: six times the logarithm of 100",
        "102, 112, a queue of 2 is still none",
        "103, 102, a queue of 3 is short",
        "105, 102, a queue of 5 is short",
        "106, 100, a queue of 6 is right",
        "113, 100, a queue of 12 is right",
        "114, 98, a queue of 13 is long",
        "500, 98, a queue of 80 is no worse"
    })
    void queueDecides(long rttMillis, int limit, String why) {
        Samples samples = new Samples(VegasLimit.DEFAULT.withLimits(100, 200)).succeed(100, 100);
        assertEquals(limit, samples.succeed(rttMillis, 100).limit(), why);
    }

    @ParameterizedTest
    @CsvSource({"9, 15", "99, 105", "100, 112", "999, 1011", "1000, 1018", "9999, 10017", "10000, 10024"})
    void growsWithTheLogarithmOfTheLimit(int from, int to) {
        Samples samples = new Samples(VegasLimit.DEFAULT.withLimits(from, 65_535)).succeed(10, from);
        assertEquals(to, samples.succeed(10, from).limit());
    }

    @Test
    void staysWhileLessThanHalfIsInUse() {
        Samples samples = new Samples(VegasLimit.DEFAULT).succeed(10, 20);
        assertEquals(20, samples.succeed(10, 9).limit());
        assertEquals(20, samples.succeed(90, 9).limit());
        assertEquals(26, samples.succeed(10, 10).limit());
    }

    @Test
    void shorterRoundTripIsRememberedAndChangesNothingElse() {
        Samples samples = new Samples(VegasLimit.DEFAULT).succeed(10, 20).succeed(5, 20);
        assertEquals(5, samples.rttMillis());
        assertEquals(20, samples.limit());
        assertEquals(19, samples.succeed(10, 20).limit(), "what was no queue before is one of ten");
    }

    @Test
    void dropShrinksWhateverIsInUseAndTeachesNoRoundTrip() {
        Samples samples = new Samples(VegasLimit.DEFAULT).drop(1, 1);
        assertEquals(19, samples.limit());
        assertEquals(0, samples.rttMillis());
        samples.succeed(10, 20).drop(1, 20);
        assertEquals(18, samples.limit());
        assertEquals(10, samples.rttMillis(), "a refusal is fast, but no round trip");
        assertEquals(1, samples.samples());
    }

    @Test
    void staysWithinItsBounds() {
        Samples samples = new Samples(VegasLimit.DEFAULT.withLimits(3, 5)).drop(1, 1);
        assertEquals(1, samples.drop(1, 1).drop(1, 1).drop(1, 1).limit());
        assertEquals(5, samples.succeed(1, 1).succeed(1, 1).succeed(1, 5).limit());
        Samples halving = new Samples(VegasLimit.DEFAULT.withLimits(3, 5).withDecrease(VegasLimit.Decrease.HALVE));
        assertEquals(1, halving.drop(1, 1).drop(1, 1).limit());
    }

    @Test
    void reachesItsHighestLimitHoweverSmooth() {
        Samples samples = new Samples(VegasLimit.DEFAULT.withLimits(18, 20).withSmoothing(0.01));
        for (int i = 0; i < 100; i++) {
            samples.succeed(10, 20);
        }
        assertEquals(20, samples.limit());
    }

    /** Otherwise a server that has become slower for good would be held down for ever. */
    @Test
    void takesASampleForTheShortestRoundTripNowAndThen() {
        VegasLimit still = VegasLimit.DEFAULT.withLimits(20, 20);
        Samples samples = new Samples(still).succeed(10, 20);
        Set<Integer> counts = new HashSet<>();
        for (int rtt = 11; rtt < 40; rtt++) {
            int count = 0;
            while (samples.rttMillis() < rtt) {
                count++;
                samples.succeed(rtt, 1);
            }
            assertTrue(count >= 15 * 20 - 1 && count <= 30 * 20, "probed after " + count);
            assertEquals(rtt, samples.rttMillis(), 1e-4);
            assertEquals(0, samples.samples());
            counts.add(count);
        }
        assertTrue(counts.size() > 20, () -> "spread: " + counts);
    }

    @Test
    void probesALargeLimitAfterAsManySamplesAsItCanCount() {
        Samples samples = new Samples(VegasLimit.DEFAULT.withLimits(65_535, 65_535)).succeed(10, 1);
        int count = 0;
        while (samples.rttMillis() < 11) {
            count++;
            samples.succeed(11, 1);
        }
        assertEquals(65_534, count);
    }
}

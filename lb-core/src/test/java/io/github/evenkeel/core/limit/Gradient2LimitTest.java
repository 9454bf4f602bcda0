package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Gradient2LimitTest {
    private static final double GRID = 1.0 / 256;

    @Test
    void growsByTheSmoothedQueueWhileLatencyIsSteady() {
        Samples samples = new Samples(Gradient2Limit.DEFAULT);
        assertEquals(20.8, samples.succeed(10, 20).estimate(), GRID);
        assertEquals(21.6, samples.succeed(15, 20).estimate(), GRID, "1.2 times the average");
    }

    @Test
    void shrinksWithTheGradientByAtMostHalf() {
        Samples samples = new Samples(Gradient2Limit.DEFAULT.withSmoothing(1).withLimits(100, 1, 200));
        for (int i = 0; i < 10; i++) {
            samples.succeed(10, 1);
        }
        double average = 10 + 10 * 2.0 / 601;
        double gradient = 1.5 * average / 20;
        assertEquals(100 * gradient + 4, samples.succeed(20, 100).estimate(), 2 * GRID);
        double before = samples.estimate();
        assertEquals(before / 2 + 4, samples.succeed(1000, 100).estimate(), 2 * GRID);
    }

    @Test
    void averagesTheFirstTenSamplesAndFollowsSlowlyAfterwards() {
        Samples samples = new Samples(Gradient2Limit.DEFAULT);
        for (int rtt = 10; rtt < 20; rtt++) {
            samples.succeed(rtt, 1);
        }
        assertEquals(14.5, samples.rttMillis(), 1e-3);
        assertEquals(10, samples.samples());
        assertEquals(14.5 + 5.5 * 2 / 601, samples.succeed(20, 1).rttMillis(), 1e-3);
        assertEquals(10, samples.samples());
    }

    @Test
    void staysWhileLessThanHalfIsInUseButLearns() {
        Samples samples = new Samples(Gradient2Limit.DEFAULT).succeed(10, 9);
        assertEquals(20, samples.limit());
        assertEquals(10, samples.rttMillis(), 1e-4);
        assertEquals(20.8, samples.succeed(10, 10).estimate(), GRID);
    }

    @Test
    void forgetsAHighAverageFast() {
        Samples samples = new Samples(Gradient2Limit.DEFAULT);
        for (int i = 0; i < 10; i++) {
            samples.succeed(1000, 1);
        }
        double average = 1000 + (10 - 1000) * 2.0 / 601;
        assertEquals(average * 0.95, samples.succeed(10, 1).rttMillis(), 1e-2, "by a twentieth, as published");
        for (int i = 0; i < 100; i++) {
            samples.succeed(10, 1);
        }
        assertTrue(samples.rttMillis() < 21, () -> "average " + samples.rttMillis() + " ms");
    }

    /** Netflix takes the mean of its first ten samples anew with each, so that only the last of them can cut it. */
    @Test
    void meanOfTheFirstTenIsNotCutByAShortOne() {
        Samples samples = new Samples(Gradient2Limit.DEFAULT);
        samples.succeed(90, 1).succeed(10, 1);
        assertEquals(50, samples.rttMillis(), 1e-3);
        for (int i = 0; i < 7; i++) {
            samples.succeed(50, 1);
        }
        assertEquals(46 * 0.95, samples.succeed(10, 1).rttMillis(), 1e-3);
    }

    @Test
    void dropHalvesSmoothlyWhateverIsInUseAndTeachesNoRoundTrip() {
        Samples samples = new Samples(Gradient2Limit.DEFAULT).drop(1, 1);
        assertEquals(18, samples.limit());
        assertEquals(0, samples.rttMillis());
        assertEquals(0, samples.samples());
        samples.succeed(10, 1).drop(5000, 20);
        assertEquals(16.2, samples.estimate(), GRID);
        assertEquals(10, samples.rttMillis(), 1e-4);
    }

    @Test
    void staysWithinItsBounds() {
        Samples samples = new Samples(Gradient2Limit.DEFAULT.withSmoothing(1).withLimits(3, 1, 5));
        assertEquals(1, samples.drop(1, 1).drop(1, 1).drop(1, 1).limit());
        assertEquals(5, samples.succeed(10, 1).succeed(10, 5).succeed(10, 5).limit());
        Samples floor = new Samples(Gradient2Limit.DEFAULT.withSmoothing(1).withLimits(4, 3, 5));
        assertEquals(3, floor.drop(1, 1).drop(1, 1).limit());
    }

    /**
     * Netflix/concurrency-limits issue 137: when every request times out after the same time, the gradient is 1, and the
     * limit grows to its highest value while the server is down.
     */
    @Test
    void issue137StableTimeoutsDoNotRaiseTheLimit() {
        double published = 20;
        Samples samples = new Samples(Gradient2Limit.DEFAULT);
        for (int i = 0; i < 1000; i++) {
            double gradient = 1; // tolerance * average / rtt, both 5 s
            published = Math.min(200, published * 0.8 + (published * gradient + 4) * 0.2);
            int before = samples.limit();
            samples.sample(5 * SECONDS, before, true);
            assertTrue(samples.limit() <= before);
        }
        assertEquals(200, published, "as published it does");
        assertEquals(1, samples.limit());
        for (int i = 0; i < 300; i++) {
            samples.succeed(10, samples.limit());
        }
        assertEquals(200, samples.limit(), "and when the server is back, it is found out");
    }

    /** One request in ten times out: successes and drops balance, at a limit in between. */
    @Test
    void issue137AFewTimeoutsHoldTheLimitDown() {
        Samples samples = new Samples(Gradient2Limit.DEFAULT);
        for (int i = 0; i < 10_000; i++) {
            samples.sample(i % 10 == 9 ? 5 * SECONDS : SECONDS / 100, samples.limit(), i % 10 == 9);
        }
        assertTrue(samples.limit() > 40 && samples.limit() < 100, () -> "limit " + samples.limit());
    }
}

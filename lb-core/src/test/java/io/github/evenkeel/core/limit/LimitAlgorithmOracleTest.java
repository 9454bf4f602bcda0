package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome.DROPPED;
import static io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome.SUCCEEDED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The numbers of the tests of Netflix's concurrency-limits (oracle case T25). */
class LimitAlgorithmOracleTest {
    /** Alpha 3 and beta 6, which at a limit of 10 are the defaults. */
    private static final VegasLimit VEGAS = VegasLimit.DEFAULT.withLimits(10, 20);

    @Test
    void t25AimdGrowsByOneOnSuccess() {
        ConcurrencyLimit limit = new ConcurrencyLimit(AimdLimit.DEFAULT);
        assertEquals(20, limit.limit());
        long permit = -1;
        for (int i = 0; i < 10; i++) {
            permit = limit.tryAcquire();
        }
        limit.release(permit, SUCCEEDED, MILLIS);
        assertEquals(21, limit.limit());
    }

    @Test
    void t25AimdShrinksByATenthOnDrop() {
        ConcurrencyLimit limit = new ConcurrencyLimit(AimdLimit.DEFAULT.withLimits(30, 1, 200));
        limit.release(limit.tryAcquire(), DROPPED, MILLIS);
        assertEquals(27, limit.limit());
    }

    @Test
    void t25VegasGrowsWithoutAQueue() {
        Samples samples = new Samples(VEGAS).succeed(10, 10);
        assertEquals(10, samples.limit());
        assertEquals(16, samples.succeed(10, 11).limit());
    }

    @Test
    void t25VegasShrinksWithALongQueue() {
        Samples samples = new Samples(VEGAS).succeed(10, 10);
        assertEquals(10, samples.limit());
        assertEquals(9, samples.succeed(50, 11).limit());
    }

    @Test
    void t25VegasStaysBetweenTheThresholds() {
        Samples samples = new Samples(VEGAS).succeed(10, 10);
        assertEquals(10, samples.limit());
        assertEquals(10, samples.succeed(14, 14).limit());
    }

    @Test
    void t25VegasSmoothsItsDecrease() {
        VegasLimit halving =
                VegasLimit.DEFAULT.withLimits(100, 200).withSmoothing(0.5).withDecrease(VegasLimit.Decrease.HALVE);
        Samples samples = new Samples(halving).succeed(10, 100);
        assertEquals(100, samples.limit());
        assertEquals(75, samples.succeed(20, 100).limit());
        assertEquals(56, samples.succeed(20, 100).limit());
    }
}

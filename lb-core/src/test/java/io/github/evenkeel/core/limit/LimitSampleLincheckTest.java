package io.github.evenkeel.core.limit;

import io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Threads whose requests are dropped: each drop lowers the limit once. */
public class LimitSampleLincheckTest {
    private final ConcurrencyLimit limit = new ConcurrencyLimit(AimdLimit.DEFAULT.withLimits(100, 1, 100));

    @Operation
    public boolean drop() {
        return limit.release(limit.tryAcquire(), Outcome.DROPPED, 1);
    }

    @Operation
    public int limit() {
        return limit.limit();
    }

    /** One number. */
    public static class Model {
        private int limit = 100;

        public boolean drop() {
            limit = (int) (limit * 0.9);
            return true;
        }

        public int limit() {
            return limit;
        }
    }

    @Test
    void resultsAreThoseOfSomeOrderOneAfterTheOther() {
        new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsPerThread(3)
                .checkObstructionFreedom(true)
                .sequentialSpecification(Model.class)
                .check(getClass());
    }
}

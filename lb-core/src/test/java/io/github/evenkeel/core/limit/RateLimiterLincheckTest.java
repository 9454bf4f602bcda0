package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Requests of threads whose clocks differ, by half a token's time. */
@Param(name = "half", gen = IntGen.class, conf = "0:5")
public class RateLimiterLincheckTest {
    private final RateLimiter limiter = new RateLimiter(500, 2, 0);

    @Operation(params = "half")
    public boolean tryAcquire(int half) {
        return limiter.tryAcquire(half * MILLIS);
    }

    @Operation(params = "half")
    public long nanosUntilNext(int half) {
        return limiter.nanosUntilNext(half * MILLIS);
    }

    @Test
    void resultsAreThoseOfSomeOrderOneAfterTheOther() {
        new ModelCheckingOptions()
                .iterations(5)
                .invocationsPerIteration(120)
                .threads(3)
                .actorsPerThread(3)
                .checkObstructionFreedom(true)
                .check(getClass());
    }
}

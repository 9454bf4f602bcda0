package io.github.evenkeel.core.limit;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** Two requests want the one token there is: one gets it, and the next is due when it would be for that one alone. */
@JCStressTest
@Outcome(id = "true, false, 1000000000", expect = Expect.ACCEPTABLE, desc = "the first thread")
@Outcome(id = "false, true, 1000000000", expect = Expect.ACCEPTABLE, desc = "the second thread")
@State
public class TokenStress {
    private final RateLimiter limiter = new RateLimiter(1, 1, 0);

    @Actor
    public void one(ZZJ_Result result) {
        result.r1 = limiter.tryAcquire(0);
    }

    @Actor
    public void other(ZZJ_Result result) {
        result.r2 = limiter.tryAcquire(0);
    }

    @Arbiter
    public void next(ZZJ_Result result) {
        result.r3 = limiter.nanosUntilNext(0);
    }
}

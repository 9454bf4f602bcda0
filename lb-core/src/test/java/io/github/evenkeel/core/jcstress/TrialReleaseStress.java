package io.github.evenkeel.core.jcstress;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.CircuitBreaker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** One trial of two is given back by two threads: it is given back once, and one more is admitted for it. */
@JCStressTest
@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "the first thread gave it back")
@Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE, desc = "the second thread gave it back")
@State
public class TrialReleaseStress {
    private final CircuitBreaker breaker = new CircuitBreaker(BreakerSettings.DEFAULT.withTrials(2), 1, 0);
    private final long due;
    private final int permit;

    public TrialReleaseStress() {
        breaker.trip(0);
        due = breaker.trialDueNanos();
        permit = breaker.tryTrial(due);
        breaker.tryTrial(due);
    }

    @Actor
    public void one(ZZI_Result result) {
        result.r1 = breaker.release(permit, due);
    }

    @Actor
    public void other(ZZI_Result result) {
        result.r2 = breaker.release(permit, due);
    }

    @Arbiter
    public void admitted(ZZI_Result result) {
        for (int i = 0; i < 3; i++) {
            result.r3 += breaker.tryTrial(due) == CircuitBreaker.NO_PERMIT ? 0 : 1;
        }
    }
}

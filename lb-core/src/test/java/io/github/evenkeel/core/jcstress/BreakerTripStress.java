package io.github.evenkeel.core.jcstress;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.BreakerWindow;
import io.github.evenkeel.core.health.CircuitBreaker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * A failure and the success that completes the minimum end at the same time: one of them opens the breaker, whichever
 * is counted last, and never both or neither.
 */
@JCStressTest
@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "the failure found the minimum complete")
@Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE, desc = "the success completed the minimum")
@State
public class BreakerTripStress {
    private final CircuitBreaker breaker = new CircuitBreaker(
            BreakerSettings.DEFAULT.withConsecutiveFailures(100).withFailureRate(50, 2, BreakerWindow.requests(4)),
            1,
            0);
    private final int permit = breaker.permit();

    @Actor
    public void fail(ZZI_Result result) {
        result.r1 = breaker.fail(permit, 0);
    }

    @Actor
    public void succeed(ZZI_Result result) {
        result.r2 = breaker.succeed(permit, 0);
    }

    @Arbiter
    public void openings(ZZI_Result result) {
        result.r3 = (int) breaker.metrics(0).openings();
    }
}

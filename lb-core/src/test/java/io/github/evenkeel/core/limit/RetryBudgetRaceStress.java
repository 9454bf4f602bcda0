package io.github.evenkeel.core.limit;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A budget of as many retries as requests, one request and two that want its retry: one gets it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the one that made the request")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the other, after the request")
@State
public class RetryBudgetRaceStress {
    private final RetryBudget budget = new RetryBudget(new RetryBudgetSettings(100, 0, Duration.ofSeconds(10)), 0);

    @Actor
    public void one(ZZ_Result result) {
        budget.deposit(0);
        result.r1 = budget.tryWithdraw(0);
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = budget.tryWithdraw(0);
    }
}

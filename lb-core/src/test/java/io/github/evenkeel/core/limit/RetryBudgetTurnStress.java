package io.github.evenkeel.core.limit;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** Two retries of a floor of two, one of them in the next slot of time, though one retry was made before: one is granted,
 * and what the former slot counted is not forgotten. */
@JCStressTest
@Outcome(id = "true, false, 0", expect = Expect.ACCEPTABLE, desc = "the earlier one first")
@Outcome(id = "false, true, 0", expect = Expect.ACCEPTABLE, desc = "the later one first")
@State
public class RetryBudgetTurnStress {
    private static final long SLOT = 100_000_000;

    private final RetryBudget budget = new RetryBudget(new RetryBudgetSettings(0, 2, Duration.ofSeconds(1)), 0);

    public RetryBudgetTurnStress() {
        budget.tryWithdraw(0);
    }

    @Actor
    public void early(ZZJ_Result result) {
        result.r1 = budget.tryWithdraw(0);
    }

    @Actor
    public void late(ZZJ_Result result) {
        result.r2 = budget.tryWithdraw(SLOT);
    }

    @Arbiter
    public void left(ZZJ_Result result) {
        result.r3 = budget.available(SLOT);
    }
}

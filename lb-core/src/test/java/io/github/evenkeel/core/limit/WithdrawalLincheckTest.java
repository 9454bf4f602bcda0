package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;

import java.time.Duration;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Withdrawals of threads whose clocks differ, while the ring turns under them. */
@Param(name = "half", gen = IntGen.class, conf = "0:3")
public class WithdrawalLincheckTest {
    private static final RetryBudgetSettings SETTINGS = new RetryBudgetSettings(0, 3, Duration.ofSeconds(1));

    private final RetryBudget budget = new RetryBudget(SETTINGS, 0);

    @Operation(params = "half")
    public boolean tryWithdraw(int half) {
        return budget.tryWithdraw(half * 500 * MILLIS);
    }

    /** The naive one. */
    public static class Model {
        private final RetryBudgetModel budget = new RetryBudgetModel(SETTINGS, 0);

        public boolean tryWithdraw(int half) {
            return budget.tryWithdraw(half * 500 * MILLIS);
        }
    }

    @Test
    void resultsAreThoseOfSomeOrderOneAfterTheOther() {
        new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(120)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(3)
                // Summing the ring is no waiting for anybody: by default, loops of ten rounds are taken for that.
                .loopIterationsBeforeThreadSwitch(1000)
                .loopBound(1000)
                .checkObstructionFreedom(true)
                .sequentialSpecification(Model.class)
                .addCustomScenario(whileOneMovesOnAnotherWithdraws())
                .check(getClass());
    }

    /** One thread is about to put away the first slot's count when another raises it, puts it away and moves on. */
    private ExecutionScenario whileOneMovesOnAnotherWithdraws() {
        return Scenarios.of(
                getClass(), "tryWithdraw0", "tryWithdraw1", "tryWithdraw0 tryWithdraw1", "tryWithdraw1 tryWithdraw2");
    }
}

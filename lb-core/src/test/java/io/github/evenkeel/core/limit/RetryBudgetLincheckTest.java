package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Deposits and withdrawals of threads whose clocks differ, within one window. */
@Param(name = "slot", gen = IntGen.class, conf = "0:2")
public class RetryBudgetLincheckTest {
    private static final RetryBudgetSettings SETTINGS = new RetryBudgetSettings(50, 1, Duration.ofSeconds(1));

    private final RetryBudget budget = new RetryBudget(SETTINGS, 0);

    @Operation(params = "slot")
    public void deposit(int slot) {
        budget.deposit(slot * 300 * MILLIS);
    }

    @Operation(params = "slot")
    public boolean tryWithdraw(int slot) {
        return budget.tryWithdraw(slot * 300 * MILLIS);
    }

    @Operation(params = "slot")
    public long available(int slot) {
        return budget.available(slot * 300 * MILLIS);
    }

    /** The naive one. */
    public static class Model {
        private final RetryBudgetModel budget = new RetryBudgetModel(SETTINGS, 0);

        public void deposit(int slot) {
            budget.deposit(slot * 300 * MILLIS);
        }

        public boolean tryWithdraw(int slot) {
            return budget.tryWithdraw(slot * 300 * MILLIS);
        }

        public long available(int slot) {
            return budget.available(slot * 300 * MILLIS);
        }
    }

    @Test
    void resultsAreThoseOfSomeOrderOneAfterTheOther() {
        new ModelCheckingOptions()
                .iterations(3)
                .invocationsPerIteration(50)
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(3)
                .actorsAfter(1)
                // Summing the ring is no waiting for anybody: by default, loops of ten rounds are taken for that.
                .loopIterationsBeforeThreadSwitch(1000)
                .loopBound(1000)
                .checkObstructionFreedom(true)
                .sequentialSpecification(Model.class)
                .check(getClass());
    }
}

package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.DAYS;
import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryBudgetTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";
    private static final RetryBudgetSettings FIFTH = new RetryBudgetSettings(20, 0, Duration.ofSeconds(10));

    private static void deposit(RetryBudget budget, int requests, long nowNanos) {
        for (int i = 0; i < requests; i++) {
            budget.deposit(nowNanos);
        }
    }

    /** How many are granted until one is refused. */
    private static int withdrawAll(RetryBudget budget, long nowNanos) {
        int granted = 0;
        while (budget.tryWithdraw(nowNanos)) {
            granted++;
        }
        return granted;
    }

    @Test
    void defaultIsAFifthOfTheRequestsPlusTenASecondOverTenSeconds() {
        RetryBudget budget = new RetryBudget(RetryBudgetSettings.DEFAULT, 0);
        deposit(budget, 1000, 0);
        assertEquals(300, budget.available(0));
        assertEquals(300, withdrawAll(budget, 0));
        assertEquals(0, budget.available(0));
    }

    @Test
    void shareCountsWholeRetriesOnly() {
        RetryBudget budget = new RetryBudget(FIFTH, 0);
        deposit(budget, 4, 0);
        assertFalse(budget.tryWithdraw(0));
        deposit(budget, 1, 0);
        assertTrue(budget.tryWithdraw(0));
        assertFalse(budget.tryWithdraw(0));
    }

    @Test
    void refusalCostsNothing() {
        RetryBudget budget = new RetryBudget(FIFTH, 0);
        for (int i = 0; i < 100; i++) {
            assertFalse(budget.tryWithdraw(0));
        }
        deposit(budget, 5, 0);
        assertTrue(budget.tryWithdraw(0));
    }

    @Test
    void floorIsThereAtOnceAndAgainAfterTheWindow() {
        RetryBudget budget = new RetryBudget(RetryBudgetSettings.DEFAULT, 0);
        assertEquals(100, withdrawAll(budget, 0));
        assertFalse(budget.tryWithdraw(10 * SECONDS - 1));
        assertEquals(100, withdrawAll(budget, 10 * SECONDS));
    }

    @Test
    void withNeitherShareNorFloorNothingIsGranted() {
        RetryBudget budget = new RetryBudget(new RetryBudgetSettings(0, 0, Duration.ofSeconds(10)), 0);
        deposit(budget, 1000, 0);
        assertFalse(budget.tryWithdraw(0));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void countsWhateverTheClockSays(long origin) {
        RetryBudget budget = new RetryBudget(FIFTH, origin);
        for (int second = 0; second < 10; second++) {
            deposit(budget, 10, origin + second * SECONDS);
        }
        assertEquals(20, withdrawAll(budget, origin + 9 * SECONDS));
        deposit(budget, 10, origin + 10 * SECONDS);
        assertEquals(0, budget.available(origin + 10 * SECONDS), "the first deposits have left the window");
        assertEquals(2, budget.available(origin + 19 * SECONDS), "the last ones have not, the withdrawals have");
        assertEquals(0, budget.available(origin + 20 * SECONDS));
    }

    @Test
    void countsOnAfterMonthsOfSilence() {
        RetryBudget budget = new RetryBudget(RetryBudgetSettings.DEFAULT, 0);
        deposit(budget, 1000, 0);
        assertEquals(300, withdrawAll(budget, 0));
        assertEquals(100, withdrawAll(budget, 400 * DAYS));
        deposit(budget, 5, 400 * DAYS);
        assertEquals(1, withdrawAll(budget, 400 * DAYS));
    }

    @Test
    void withdrawalWithAnEarlierTimeIsMadeAtTheLatest() {
        RetryBudget budget = new RetryBudget(RetryBudgetSettings.DEFAULT, 0);
        assertTrue(budget.tryWithdraw(5 * SECONDS));
        assertEquals(99, withdrawAll(budget, SECONDS));
        assertFalse(budget.tryWithdraw(14 * SECONDS), "those 99 count from second 5 on");
        assertEquals(100, withdrawAll(budget, 15 * SECONDS));
    }

    @Test
    void depositWithAnEarlierTimeCountsUnlessAWindowLate() {
        RetryBudget budget = new RetryBudget(FIFTH, 0);
        deposit(budget, 5, 19 * SECONDS);
        deposit(budget, 5, 15 * SECONDS);
        assertEquals(2, budget.available(19 * SECONDS));
        deposit(budget, 5, 9 * SECONDS);
        deposit(budget, 5, -SECONDS);
        assertEquals(2, budget.available(19 * SECONDS));
        assertEquals(2, budget.available(12 * SECONDS), "and who reads late sees what was deposited");
    }

    @Test
    void windowMayBeAsShortAsASecond() {
        RetryBudget budget = new RetryBudget(new RetryBudgetSettings(100, 0, Duration.ofSeconds(1)), 0);
        budget.deposit(99 * MILLIS);
        assertEquals(1, budget.available(999 * MILLIS));
        assertEquals(0, budget.available(1000 * MILLIS));
    }

    /** More than a word can hold is not counted, which makes the budget smaller, never larger. */
    @Test
    void countStopsWhereItsWordEnds() {
        long full = RetryBudget.pack(7, RetryBudget.COUNT_MASK);
        assertEquals(full, RetryBudget.oneMore(full - 1, 7));
        assertEquals(full, RetryBudget.oneMore(full, 7));
        assertEquals(RetryBudget.pack(8, 1), RetryBudget.oneMore(full, 8));
        assertEquals(full, RetryBudget.oneMore(full, 6));
        long last = RetryBudget.pack(RetryBudget.MAX_TICK, RetryBudget.COUNT_MASK);
        assertEquals(Long.MAX_VALUE, last);
        assertEquals(last, RetryBudget.oneMore(last, RetryBudget.MAX_TICK));
    }

    @Test
    void saysWhatItAllows() {
        RetryBudget budget = new RetryBudget(RetryBudgetSettings.DEFAULT, 0);
        assertSame(RetryBudgetSettings.DEFAULT, budget.settings());
        assertEquals("RetryBudget[20 % + 10/s over PT10S]", budget.toString());
    }
}

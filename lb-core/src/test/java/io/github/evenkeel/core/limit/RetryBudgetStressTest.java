package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.Race;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryBudgetStressTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static long withdraw(RetryBudget budget, int attempts, long nowNanos) {
        long granted = 0;
        for (int i = 0; i < attempts; i++) {
            granted += budget.tryWithdraw(nowNanos) ? 1 : 0;
        }
        return granted;
    }

    /** Tower's check and subtraction are two steps: racing threads withdraw more than there is. */
    @Test
    void threadsThatRaceForTheLastRetriesGetNoneTooMany() throws Exception {
        for (int round = 0; round < 200; round++) {
            RetryBudget budget = new RetryBudget(new RetryBudgetSettings(0, 100, SECOND), 0);
            assertEquals(100, Race.run((thread, barrier) -> withdraw(budget, 100, 0)));
        }
    }

    @Test
    void nothingDepositedIsLostAndNothingIsSpentTwice() throws Exception {
        RetryBudget budget = new RetryBudget(new RetryBudgetSettings(20, 0, SECOND), 0);
        int each = 50_000;
        long granted = Race.run((thread, barrier) -> {
            long mine = 0;
            for (int i = 0; i < each; i++) {
                budget.deposit(0);
                mine += budget.tryWithdraw(0) ? 1 : 0;
            }
            return mine;
        });
        assertEquals(Race.THREADS * each / 5 - granted, budget.available(0));
        assertEquals(0, budget.available(0), "each of them tried after its last deposit");
    }

    @Test
    void ringTurnsUnderRacingThreadsWithoutForgettingAWithdrawal() throws Exception {
        int perWindow = 20;
        RetryBudget budget = new RetryBudget(new RetryBudgetSettings(0, perWindow, SECOND), 0);
        AtomicLong granted = new AtomicLong();
        Race.run((thread, barrier) -> {
            for (int slot = 0; slot < 200; slot++) {
                granted.addAndGet(withdraw(budget, 10, slot * 100 * MILLIS));
                barrier.await();
                // The first slot of each window has all of it: 40 ask for 20. The others have nothing.
                assertEquals((slot / 10 + 1) * perWindow, granted.get(), "after slot " + slot);
                barrier.await();
            }
            return 0;
        });
    }

    /** Nobody waits for anybody: clocks are early and late, slots are skipped, and the ring turns all the time. */
    @Test
    void withClocksOutOfStepNoWindowEverHasMoreThanItsShare() throws Exception {
        int perWindow = 7;
        int each = 100_000;
        long step = 37_000_000L / 100;
        RetryBudget budget = new RetryBudget(new RetryBudgetSettings(0, perWindow, SECOND), Long.MAX_VALUE - 1000);
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000);
        long granted = Race.run((thread, barrier) -> {
            long mine = 0;
            for (int i = 0; i < each; i++) {
                long now = clock.getAndAdd(step);
                mine += budget.tryWithdraw(now - (i % 7) * 30 * MILLIS) ? 1 : 0;
            }
            return mine;
        });
        long windows = Race.THREADS * each * step / (1000 * MILLIS) + 1;
        assertTrue(granted <= windows * perWindow, () -> granted + " in " + windows + " windows");
        assertTrue(granted >= windows * perWindow * 8 / 10, () -> granted + " in " + windows + " windows");
        assertFalse(withdraw(budget, perWindow + 1, clock.get()) > perWindow);
    }
}

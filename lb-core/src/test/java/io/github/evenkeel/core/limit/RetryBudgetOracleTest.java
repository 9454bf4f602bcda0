package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What others' retry budgets do, in their own tests (oracle case T22). */
class RetryBudgetOracleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void t22TowerEmptyBudgetGrantsNothing() {
        assertFalse(new RetryBudget(new RetryBudgetSettings(100, 0, SECOND), 0).tryWithdraw(0));
    }

    @Test
    void t22TowerReserveIsGrantedOnce() {
        RetryBudget budget = new RetryBudget(new RetryBudgetSettings(100, 5, SECOND), 0);
        for (int i = 0; i < 5; i++) {
            assertTrue(budget.tryWithdraw(0));
        }
        assertFalse(budget.tryWithdraw(0));
    }

    @Test
    void t22TowerDepositLeaks() {
        RetryBudget budget = new RetryBudget(new RetryBudgetSettings(100, 0, SECOND), 0);
        budget.deposit(0);
        assertFalse(budget.tryWithdraw(3 * SECONDS));
    }

    @Test
    void t22TowerSlotsExpireOneByOne() {
        RetryBudget budget = new RetryBudget(new RetryBudgetSettings(50, 0, SECOND), 0);
        budget.deposit(0);
        budget.deposit(0);
        long now = 901 * MILLIS;
        assertTrue(budget.tryWithdraw(now));

        now += 2001 * MILLIS;
        budget.deposit(now);
        now += 301 * MILLIS;
        budget.deposit(now);
        now += 801 * MILLIS;
        budget.deposit(now);
        assertTrue(budget.tryWithdraw(now), "the first has expired, the other two make one retry");
        assertFalse(budget.tryWithdraw(now));
    }

    /** gRPC's throttle (proposal A6), in thousandths of a token. */
    private static final class Throttle {
        private final int most;
        private final int perSuccess;
        private int tokens;

        Throttle(int most, double perSuccess) {
            this.most = most * 1000;
            this.perSuccess = (int) (perSuccess * 1000);
            this.tokens = this.most;
        }

        boolean failAndAskForRetry() {
            tokens = Math.max(0, tokens - 1000);
            return aboveHalf();
        }

        boolean succeed() {
            tokens = Math.min(most, tokens + perSuccess);
            return aboveHalf();
        }

        boolean aboveHalf() {
            return tokens > most / 2;
        }
    }

    @Test
    void t22GrpcThrottleAsComparedWithBelow() {
        Throttle throttle = new Throttle(4, 0.8);
        assertTrue(throttle.failAndAskForRetry());
        assertFalse(throttle.failAndAskForRetry());
        assertFalse(throttle.failAndAskForRetry());
        assertFalse(throttle.failAndAskForRetry());
        assertEquals(0, throttle.tokens);
        assertFalse(throttle.succeed());
        assertFalse(throttle.succeed());
        assertTrue(throttle.succeed());
        throttle.succeed();
        throttle.succeed();
        assertEquals(4000, throttle.tokens);
    }

    /** One request in ten fails: gRPC's usual 0.1 a success dries up, though a tenth more load harms nobody. */
    @Test
    void unlikeGrpcsThrottleItKeepsRetryingWhatIsWithinTheShare() {
        Throttle throttle = new Throttle(10, 0.1);
        RetryBudget budget = new RetryBudget(RetryBudgetSettings.DEFAULT.withFloorPerSecond(0), 0);
        int throttled = 0;
        int granted = 0;
        for (int request = 0; request < 10_000; request++) {
            long now = request * 10 * MILLIS;
            budget.deposit(now);
            if (request % 10 == 9) {
                throttled += throttle.failAndAskForRetry() ? 0 : 1;
                granted += budget.tryWithdraw(now) ? 1 : 0;
            } else {
                throttle.succeed();
            }
        }
        assertEquals(1000, granted);
        assertTrue(throttled > 400, () -> "gRPC's throttle should refuse, or the comparison says nothing");
    }

    /** Everything fails: gRPC's stops for good; this one goes on with a fifth and the floor, and no more. */
    @Test
    void inATotalOutageTheLoadStaysWithinTheShare() {
        Throttle throttle = new Throttle(10, 0.1);
        RetryBudget budget = new RetryBudget(RetryBudgetSettings.DEFAULT, 0);
        int throttledRetries = 0;
        int budgetRetries = 0;
        for (int request = 0; request < 6_000; request++) {
            long now = request * 10 * MILLIS;
            budget.deposit(now);
            for (int retry = 0; retry < 2; retry++) {
                throttledRetries += throttle.failAndAskForRetry() ? 1 : 0;
                budgetRetries += budget.tryWithdraw(now) ? 1 : 0;
            }
        }
        assertEquals(4, throttledRetries);
        assertEquals(6_000 / 5 + 60 * 10, budgetRetries);
    }
}

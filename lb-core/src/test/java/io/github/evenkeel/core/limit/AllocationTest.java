package io.github.evenkeel.core.limit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** No call allocates, compiled or not: what is counted is what the thread itself has allocated. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 20_000;

    private static void assertAllocatesNothing(LongConsumer call) {
        call.accept(0); // loads classes
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 1; i <= CALLS; i++) {
            call.accept(i * 100_000L);
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < CALLS, () -> bytes + " bytes in " + CALLS + " calls");
    }

    @Test
    void retryBudgetAllocatesNothing() {
        RetryBudget budget = new RetryBudget(RetryBudgetSettings.DEFAULT, 0);
        assertAllocatesNothing(budget::deposit);
        assertAllocatesNothing(budget::tryWithdraw);
        assertAllocatesNothing(budget::available);
    }

    @Test
    void rateLimiterAllocatesNothing() {
        RateLimiter limiter = new RateLimiter(100, 10, 0);
        assertAllocatesNothing(limiter::tryAcquire);
        assertAllocatesNothing(limiter::nanosUntilNext);
    }

    @Test
    void concurrencyLimitAllocatesNothing() {
        LimitAlgorithm[] algorithms = {new FixedLimit(3), AimdLimit.DEFAULT, VegasLimit.DEFAULT, Gradient2Limit.DEFAULT
        };
        for (LimitAlgorithm algorithm : algorithms) {
            ConcurrencyLimit limit = new ConcurrencyLimit(algorithm);
            assertAllocatesNothing(rtt -> limit.release(limit.tryAcquire(), ConcurrencyLimit.Outcome.SUCCEEDED, rtt));
        }
    }
}

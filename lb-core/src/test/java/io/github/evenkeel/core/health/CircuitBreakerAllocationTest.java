package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.health.CircuitBreaker.NO_PERMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No request leaves anything behind, however it ends. */
class CircuitBreakerAllocationTest {
    static Stream<BreakerWindow> windows() {
        return Stream.of(BreakerWindow.requests(100), BreakerWindow.time(Duration.ofSeconds(10)), BreakerWindow.none());
    }

    /** A fifth fails and a fifth is slow, and the window moves on all the time. */
    private static void judge(CircuitBreaker breaker, int requests) {
        for (int i = 0; i < requests; i++) {
            long now = i * 10_000_000L;
            int permit = breaker.tryAcquire(now);
            if (i % 5 == 0) {
                breaker.fail(permit, now);
            } else {
                breaker.succeedTrial(permit, i % 5 == 1, now);
                breaker.succeed(permit, i % 5 == 1, now);
            }
            breaker.release(permit, now);
        }
    }

    @ParameterizedTest
    @MethodSource("windows")
    void closedBreakerAllocatesNothing(BreakerWindow window) {
        BreakerSettings settings =
                BreakerSettings.DEFAULT.withFailureRate(50, 20, window).withSlowRate(50, Duration.ofSeconds(1));
        assertTrue(
                allocated(() -> {
                            CircuitBreaker breaker = Breakers.closed(settings);
                            judge(breaker, 20_000);
                            assertEquals(State.CLOSED, breaker.state());
                        })
                        < 10_000,
                "a breaker, and not 20 000 of anything");
    }

    @ParameterizedTest
    @MethodSource("windows")
    void openBreakerAllocatesNothing(BreakerWindow window) {
        CircuitBreaker breaker = Breakers.opened(BreakerSettings.DEFAULT.withFailureRate(50, 20, window), 0);
        int stale = 0;
        assertTrue(
                allocated(() -> {
                            for (int i = 0; i < 20_000; i++) {
                                assertEquals(NO_PERMIT, breaker.tryAcquire(i));
                                breaker.succeed(stale, i);
                                breaker.fail(stale, i);
                                breaker.release(stale, i);
                            }
                        })
                        < 10_000,
                "late results and refusals");
    }

    /** The least of some runs: the first ones are interpreted, and compilers allocate on no thread of ours. */
    private static long allocated(Runnable requests) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long before = threads.getThreadAllocatedBytes(me);
            requests.run();
            least = Math.min(least, threads.getThreadAllocatedBytes(me) - before);
        }
        return least;
    }
}

package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.Race;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterStressTest {
    @Test
    void racingThreadsTakeEveryTokenOnce() throws Exception {
        for (int round = 0; round < 100; round++) {
            RateLimiter limiter = new RateLimiter(10, 1000, 0);
            assertEquals(1000, Race.run((thread, barrier) -> {
                long mine = 0;
                for (int i = 0; i < 1000; i++) {
                    mine += limiter.tryAcquire(0) ? 1 : 0;
                }
                return mine;
            }));
        }
    }

    @Test
    void overAnyTimeTheRateIsKeptWithClocksOutOfStep() throws Exception {
        int each = 200_000;
        long start = Long.MAX_VALUE - SECONDS;
        RateLimiter limiter = new RateLimiter(1000, 10, start);
        AtomicLong clock = new AtomicLong(start);
        long admitted = Race.run((thread, barrier) -> {
            long mine = 0;
            for (int i = 0; i < each; i++) {
                mine += limiter.tryAcquire(clock.getAndAdd(10_000) - i % 3 * MILLIS) ? 1 : 0;
            }
            return mine;
        });
        long allowed = 10 + (clock.get() - start) / MILLIS;
        assertTrue(admitted <= allowed, () -> admitted + " of " + allowed);
        assertTrue(admitted >= allowed - 20, () -> admitted + " of " + allowed);
    }
}

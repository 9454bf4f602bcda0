package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.DAYS;
import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RateLimiterTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";

    private static int acquireAll(RateLimiter limiter, long nowNanos) {
        int admitted = 0;
        while (limiter.tryAcquire(nowNanos)) {
            admitted++;
        }
        return admitted;
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void startsFullAndRefillsAtItsRate(long origin) {
        RateLimiter limiter = new RateLimiter(10, 5, origin);
        assertEquals(5, acquireAll(limiter, origin));
        assertEquals(0, acquireAll(limiter, origin + 100 * MILLIS - 1));
        assertEquals(1, acquireAll(limiter, origin + 100 * MILLIS));
        assertEquals(3, acquireAll(limiter, origin + 400 * MILLIS));
        assertEquals(5, acquireAll(limiter, origin + 2 * SECONDS));
        assertEquals(5, acquireAll(limiter, origin + 9 * SECONDS));
    }

    @Test
    void holdsNoMoreThanTheBurstHoweverLongThePause() {
        RateLimiter limiter = new RateLimiter(1_000_000, 3, Long.MIN_VALUE);
        assertEquals(3, acquireAll(limiter, Long.MIN_VALUE + 400 * DAYS));
        assertEquals(3, acquireAll(limiter, Long.MIN_VALUE + 90_000 * DAYS));
    }

    @Test
    void burstOfOneIsEvenlySpaced() {
        RateLimiter limiter = new RateLimiter(1000, 1, 0);
        int admitted = 0;
        for (long now = 0; now < SECONDS; now += 10_000) {
            admitted += limiter.tryAcquire(now) ? 1 : 0;
        }
        assertEquals(1000, admitted);
    }

    @Test
    void saysExactlyHowLongToWait() {
        RateLimiter limiter = new RateLimiter(10, 2, 0);
        assertEquals(0, limiter.nanosUntilNext(0));
        assertTrue(limiter.tryAcquire(0));
        assertEquals(0, limiter.nanosUntilNext(0));
        assertTrue(limiter.tryAcquire(0));
        assertEquals(100 * MILLIS, limiter.nanosUntilNext(0));
        assertEquals(1, limiter.nanosUntilNext(100 * MILLIS - 1));
        assertFalse(limiter.tryAcquire(100 * MILLIS - 1));
        assertEquals(0, limiter.nanosUntilNext(100 * MILLIS));
        assertTrue(limiter.tryAcquire(100 * MILLIS));
        assertEquals(0, limiter.nanosUntilNext(DAYS));
    }

    @Test
    void refusalCostsNothing() {
        RateLimiter limiter = new RateLimiter(10, 1, 0);
        assertTrue(limiter.tryAcquire(0));
        for (int i = 0; i < 1000; i++) {
            assertFalse(limiter.tryAcquire(99 * MILLIS));
        }
        assertTrue(limiter.tryAcquire(100 * MILLIS));
    }

    @Test
    void clockReadALittleEarlierFindsNoMore() {
        RateLimiter limiter = new RateLimiter(10, 3, 0);
        assertEquals(3, acquireAll(limiter, SECONDS));
        assertFalse(limiter.tryAcquire(SECONDS - 50 * MILLIS));
        assertEquals(150 * MILLIS, limiter.nanosUntilNext(SECONDS - 50 * MILLIS));
        assertTrue(limiter.tryAcquire(SECONDS + 100 * MILLIS));
    }

    @Test
    void roundsTheRateDownNeverUp() {
        RateLimiter third = new RateLimiter(3, 1, 0);
        assertTrue(third.tryAcquire(0));
        assertEquals(333_333_334, third.nanosUntilNext(0));
        RateLimiter exact = new RateLimiter(8, 1, 0);
        assertTrue(exact.tryAcquire(0));
        assertEquals(125_000_000, exact.nanosUntilNext(0));
    }

    @Test
    void acceptsTheEndsOfEveryRange() {
        RateLimiter slow = new RateLimiter(0.001, 1_000_000, 0);
        assertEquals(1_000_000, acquireAll(slow, 0));
        assertEquals(1000 * SECONDS, slow.nanosUntilNext(0));
        RateLimiter fast = new RateLimiter(1_000_000, 1_000_000, 0);
        assertEquals(1_000_000, acquireAll(fast, 0));
        assertEquals(1000, fast.nanosUntilNext(0));
    }

    @Test
    void saysWhatItAdmits() {
        assertEquals("RateLimiter[2.5/s, burst 4]", new RateLimiter(2.5, 4, 0).toString());
    }
}

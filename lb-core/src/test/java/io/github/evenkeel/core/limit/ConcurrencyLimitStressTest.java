package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.limit.ConcurrencyLimit.NO_PERMIT;
import static io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome.DROPPED;
import static io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome.IGNORED;
import static io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome.SUCCEEDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.Race;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitStressTest {
    private static int place(long permit) {
        return (int) permit & 0xFFFF;
    }

    @Test
    void neverMoreInFlightThanTheLimitAndNoPlaceGivenTwice() throws Exception {
        int most = 3;
        ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(most));
        AtomicIntegerArray taken = new AtomicIntegerArray(most);
        AtomicInteger inFlight = new AtomicInteger();
        long released = Race.run((thread, barrier) -> {
            long mine = 0;
            for (int i = 0; i < 200_000; i++) {
                long permit = limit.tryAcquire();
                if (permit != NO_PERMIT) {
                    assertEquals(0, taken.getAndSet(place(permit), 1));
                    assertTrue(inFlight.incrementAndGet() <= most);
                    inFlight.decrementAndGet();
                    taken.set(place(permit), 0);
                    assertTrue(limit.release(permit, SUCCEEDED, 1));
                    mine++;
                }
            }
            return mine;
        });
        assertTrue(released > 0);
        assertEquals(0, limit.inFlight());
        for (int i = 0; i < most; i++) {
            assertTrue(limit.tryAcquire() != NO_PERMIT);
        }
        assertEquals(NO_PERMIT, limit.tryAcquire());
    }

    /** Every permit is shared by all threads, which all release it; meanwhile its place goes round. */
    @Test
    void ofAllReleasesOfAPermitOneSucceeds() throws Exception {
        int most = 5;
        ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(most));
        AtomicLong shared = new AtomicLong(NO_PERMIT);
        AtomicLong given = new AtomicLong();
        long released = Race.run((thread, barrier) -> {
            long mine = 0;
            for (int i = 0; i < 200_000; i++) {
                long permit = limit.tryAcquire();
                if (permit != NO_PERMIT) {
                    given.incrementAndGet();
                    long other = shared.getAndSet(permit);
                    mine += limit.release(other, IGNORED, 1) ? 1 : 0;
                    mine += limit.release(other, IGNORED, 1) ? 1 : 0;
                }
                mine += limit.release(shared.get(), IGNORED, 1) ? 1 : 0;
            }
            return mine;
        });
        assertEquals(given.get() - limit.inFlight(), released);
        assertEquals(limit.release(shared.get(), IGNORED, 1) ? given.get() : released, given.get());
        assertEquals(0, limit.inFlight());
    }

    /** Drops commute: whoever comes first, so many of them leave the same limit, if none is lost. */
    @Test
    void noSampleIsLostOrCountedTwice() throws Exception {
        int each = 40;
        AimdLimit aimd = AimdLimit.DEFAULT.withLimits(60_000, 1, 60_000).withBackOff(0.98);
        for (int round = 0; round < 50; round++) {
            ConcurrencyLimit limit = new ConcurrencyLimit(aimd);
            Race.run((thread, barrier) -> {
                for (int i = 0; i < each; i++) {
                    limit.release(limit.tryAcquire(), DROPPED, 1);
                }
                return 0;
            });
            Samples expected = new Samples(aimd);
            for (int i = 0; i < Race.THREADS * each; i++) {
                expected.drop(1, 1);
            }
            assertEquals(expected.limit(), limit.limit());
        }
    }

    @Test
    void everyAdaptiveLimitKeepsItsAccountWhileItMoves() throws Exception {
        LimitAlgorithm[] algorithms = {
            AimdLimit.DEFAULT.withLimits(3, 1, 8),
            VegasLimit.DEFAULT.withLimits(3, 8),
            Gradient2Limit.DEFAULT.withLimits(3, 1, 8)
        };
        for (LimitAlgorithm algorithm : algorithms) {
            ConcurrencyLimit limit = new ConcurrencyLimit(algorithm);
            AtomicInteger inFlight = new AtomicInteger();
            Race.run((thread, barrier) -> {
                for (int i = 0; i < 50_000; i++) {
                    long permit = limit.tryAcquire();
                    if (permit != NO_PERMIT) {
                        assertTrue(inFlight.incrementAndGet() <= 8);
                        inFlight.decrementAndGet();
                        assertTrue(limit.release(permit, i % 8 == thread ? DROPPED : SUCCEEDED, 1000 + i % 700));
                    }
                    int now = limit.limit();
                    assertTrue(now >= 1 && now <= 8);
                }
                return 0;
            });
            assertEquals(0, limit.inFlight());
        }
    }
}

package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * The peak EWMA of tower, which linkerd balances by: its tests assume 10 ms for a newcomer and a decay of 1 s; ours has a
 * decay of 10 s, as Finagle, so that all times here are ten times tower's, and a newcomer is unknown.
 */
class OracleT23Test {
    private final Server server = Servers.server("a");
    private final PeakLatency latency = server.peakLatency();

    private double cost(long nowNanos) {
        return latency.nanos(nowNanos) * server.inFlight();
    }

    @Test
    void costFallsOffWithoutRequests() {
        Servers.answer(server, 10 * MILLIS, 0);
        assertEquals(10.0 * MILLIS, latency.nanos(0));
        double after1 = latency.nanos(SECONDS);
        assertTrue(after1 > 9 * MILLIS && after1 < 10 * MILLIS, () -> "" + after1);
        double after2 = latency.nanos(2 * SECONDS);
        assertTrue(after2 > 8 * MILLIS && after2 < 9 * MILLIS, () -> "" + after2);
    }

    /** Two in flight for 200 ms: the first to end makes both cost that, the second leaves one of them. */
    @Test
    void costCountsWhatIsInFlight() {
        Lease first = server.acquire(0, null);
        Lease second = server.acquire(0, null);
        Lease third = server.acquire(0, null);
        first.succeed(200 * MILLIS);
        assertEquals(2 * 200.0 * MILLIS, cost(200 * MILLIS));
        second.succeed(200 * MILLIS);
        assertEquals(200.0 * MILLIS, cost(200 * MILLIS));
        third.cancel(200 * MILLIS);
        assertEquals(200.0 * MILLIS, latency.nanos(200 * MILLIS));
    }
}

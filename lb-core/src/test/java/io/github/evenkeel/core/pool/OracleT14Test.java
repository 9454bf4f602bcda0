package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import org.junit.jupiter.api.Test;

/**
 * Envoy's BasicFlow5xxViaHttpCodes and its defects nearby, with our defaults, which are Envoy's five in a row; but who
 * is ejected comes back by a trial after 5 s, not by itself with the first sweep after 30 s.
 */
class OracleT14Test {
    private final ServerPool pool =
            Pools.pool(PoolConfig.DEFAULT.withStrategy(SelectionStrategy.roundRobin()), PoolListener.NONE, "a", "b");
    private final Server a = Pools.server(pool, "a");

    private ServerState answer(int status, long nowNanos) {
        boolean out = Pools.states(pool).get(0) == ServerState.EJECTED;
        Lease lease = out ? Pools.acquire(pool, nowNanos) : a.acquire(nowNanos, null);
        assertSame(a, lease.server(), "by a trial if it is out");
        if (status == 500) {
            lease.fail(FailureKind.STATUS, nowNanos);
        } else {
            lease.succeed(nowNanos);
        }
        return Pools.states(pool).get(0);
    }

    @Test
    void fiveInARowEject() {
        assertEquals(ServerState.ACTIVE, answer(500, 0));
        assertEquals(ServerState.ACTIVE, answer(200, 0));
        for (int i = 1; i <= 4; i++) {
            assertEquals(ServerState.ACTIVE, answer(500, 0));
        }
        assertEquals(ServerState.EJECTED, answer(500, 0));
        assertEquals(1, pool.statistics(0).servers().get(0).ejections());
    }

    /** Not before its trial is due, though time passes. */
    @Test
    void ejectionEndsByATrial() {
        ejectAt(0);
        long due = a.breaker().trialDueNanos();
        assertEquals(5.0 * SECONDS, due, 0.5 * SECONDS);
        pool.advance(due - 1);
        assertEquals(ServerState.EJECTED, Pools.states(pool).get(0));
        readmitAt(due);
    }

    /** envoy#1491: the count went on after the ejection, passed its threshold, and nothing ever ejected again. */
    @Test
    void fiveMoreInARowEjectAgainAndAgain() {
        for (int ejections = 1; ejections <= 4; ejections++) {
            long now = ejections * 1000 * SECONDS;
            ejectAt(now);
            assertEquals(ejections, pool.statistics(now).servers().get(0).ejections());
            readmitAt(a.breaker().trialDueNanos());
        }
    }

    /** envoy#40697: failures that were under way at the ejection must neither shorten nor lengthen the next run. */
    @Test
    void failuresOfRequestsSentBeforeTheEjectionDoNotCountAfterIt() {
        Lease[] late = new Lease[4];
        for (int i = 0; i < late.length; i++) {
            late[i] = a.acquire(0, null);
        }
        ejectAt(0);
        long due = a.breaker().trialDueNanos();
        late[0].fail(FailureKind.STATUS, due - 1);
        late[1].fail(FailureKind.STATUS, due - 1);
        readmitAt(due);
        late[2].fail(FailureKind.STATUS, due);
        late[3].fail(FailureKind.STATUS, due);
        ejectAt(due);
    }

    private void ejectAt(long nowNanos) {
        for (int i = 1; i <= 4; i++) {
            assertEquals(ServerState.ACTIVE, answer(500, nowNanos));
        }
        assertEquals(ServerState.EJECTED, answer(500, nowNanos));
    }

    private void readmitAt(long nowNanos) {
        assertEquals(ServerState.ACTIVE, answer(200, nowNanos));
    }
}

package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claims of a certain server, as a session makes them. */
class AcquireFromTest {
    private final ServerPool pool = Pools.pool("a", "b");
    private final Server b = Pools.server(pool, "b");

    @Test
    void theServerAskedForIsClaimed() {
        for (int i = 0; i < 10; i++) {
            Lease lease = pool.acquireFrom(b, 0);
            assertSame(b, lease.server());
            assertEquals(1, b.inFlight());
            lease.succeed(0);
        }
        assertEquals(10, b.successes());
    }

    @Test
    void serverThatLeftIsNotClaimed() {
        pool.remove("b", 0);
        assertNull(pool.acquireFrom(b, 0));
        assertEquals(0, b.inFlight());
    }

    @Test
    void drainedServerIsNotClaimed() {
        pool.drain("b", Duration.ofSeconds(10), 0);
        assertNull(pool.acquireFrom(b, 0));
        pool.readmit("b", 0);
        assertSame(b, pool.acquireFrom(b, 0).server());
    }

    /** Its first request after that is a trial, which this is not. */
    @Test
    void ejectedServerIsNotClaimedBeforeItsTrialSucceeded() {
        for (int i = 0; i < 2; i++) {
            pool.acquireFrom(b, 0).fail(FailureKind.CONNECT, 0);
        }
        assertNull(pool.acquireFrom(b, 0));
        assertNull(pool.acquireFrom(b, 2 * SECONDS), "a trial is due");
        Lease trial = Pools.acquire(pool, 2 * SECONDS);
        assertSame(b, trial.server());
        trial.succeed(2 * SECONDS);
        assertSame(b, pool.acquireFrom(b, 2 * SECONDS).server());
    }

    /** Who serves in need serves its sessions too. */
    @Test
    void poolThatFailsOpenOffersItsServers() {
        pool.update(List.of(Pools.specs("b").get(0)), 0);
        for (int i = 0; i < 2; i++) {
            pool.acquireFrom(b, 0).fail(FailureKind.CONNECT, 0);
        }
        assertNotNull(pool.acquireFrom(b, 0));
    }
}

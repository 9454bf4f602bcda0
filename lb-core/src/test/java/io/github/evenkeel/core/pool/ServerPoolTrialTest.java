package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ejection, trial, recovery, and what is used when nobody is left. */
class ServerPoolTrialTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";

    private final ServerPool pool = Pools.pool("a", "b", "c", "d");
    private final Server a = Pools.server(pool, "a");

    private long ejectA(long nowNanos) {
        Pools.open(pool, "a", nowNanos);
        return a.breaker().trialDueNanos();
    }

    private ServerState stateOfA() {
        return Pools.states(pool).get(0);
    }

    @Test
    void ejectedServerGetsNothingUntilItsTrialIsDue() {
        long due = ejectA(0);
        assertEquals(ServerState.EJECTED, stateOfA());
        assertEquals(List.of("b", "c", "d"), Pools.reached(pool, 20, due - 1));
        assertEquals(1, pool.statistics(0).servers().get(0).ejections());
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void exactlyOneAcquireGetsTheTrialAndItsSuccessBringsTheServerBack(long origin) {
        long due = ejectA(origin);
        Lease trial = Pools.acquire(pool, due);
        assertEquals(a, trial.server());
        assertEquals(ServerState.TRIAL, stateOfA());
        assertEquals(List.of("b", "c", "d"), Pools.reached(pool, 20, due));
        trial.succeed(due + 1);
        assertEquals(ServerState.ACTIVE, stateOfA());
        assertEquals(List.of("a", "b", "c", "d"), Pools.reached(pool, 20, due + 1));
    }

    @Test
    void failedTrialEjectsForTwiceAsLong() {
        long due = ejectA(0);
        Pools.fail(Pools.acquire(pool, due), due);
        assertEquals(ServerState.EJECTED, stateOfA());
        assertEquals(2.0 * SECONDS, a.breaker().trialDueNanos() - due, SECONDS / 5.0);
        assertEquals(List.of("b", "c", "d"), Pools.reached(pool, 20, due + SECONDS));
        assertEquals(1, pool.statistics(0).servers().get(0).ejections(), "it had not come back");
    }

    @Test
    void cancelledTrialIsGivenToTheNext() {
        long due = ejectA(0);
        Pools.acquire(pool, due).cancel(due);
        assertEquals(ServerState.EJECTED, stateOfA());
        assertEquals(a, Pools.acquire(pool, due).server());
    }

    @Test
    void headOfAGoodResponseEndsTheTrialThoughItsBodyGoesOn() {
        long due = ejectA(0);
        Lease stream = Pools.acquire(pool, due);
        stream.respond(due + 1);
        assertEquals(ServerState.ACTIVE, stateOfA());
        assertEquals(1, a.inFlight());
        stream.fail(FailureKind.BODY, due + 60 * SECONDS);
        assertEquals(ServerState.ACTIVE, stateOfA());
        assertEquals(0, a.inFlight());
    }

    @Test
    void lostTrialIsReplaced() {
        long due = ejectA(0);
        Pools.acquire(pool, due);
        assertEquals(List.of("b", "c", "d"), Pools.reached(pool, 20, due + 30 * SECONDS - 1));
        assertEquals(a, Pools.acquire(pool, due + 30 * SECONDS).server());
    }

    @Test
    void retryIsNoTrial() {
        long due = ejectA(0);
        Lease elsewhere = Pools.server(pool, "b").acquire(due, null);
        for (int i = 0; i < 20; i++) {
            Lease retry = pool.acquire(0, due, new SplittableRandom(i), elsewhere);
            assertTrue(retry.server() != a);
        }
        assertEquals(a, Pools.acquire(pool, due).server());
    }

    @Test
    void everyServerWhoseTrialIsDueGetsOne() {
        Pools.open(pool, "a", 0);
        Pools.open(pool, "b", 0);
        long due = Math.max(
                a.breaker().trialDueNanos(), Pools.server(pool, "b").breaker().trialDueNanos());
        assertEquals("a", Pools.acquire(pool, due).server().id());
        assertEquals("b", Pools.acquire(pool, due).server().id());
        assertEquals(List.of("c", "d"), Pools.reached(pool, 20, due));
    }

    @Test
    void passingProbeBringsTheTrialForwardOnlyOnRecovery() {
        a.recordProbe(true, 0);
        long due = ejectA(0);
        a.recordProbe(true, 1);
        assertEquals(List.of("b", "c", "d"), Pools.reached(pool, 20, 1), "it passed all the time");
        for (int i = 0; i < 3; i++) {
            a.recordProbe(false, 2);
        }
        assertEquals(ServerState.UNHEALTHY, stateOfA());
        a.recordProbe(true, 3);
        assertEquals(ServerState.UNHEALTHY, stateOfA());
        a.recordProbe(true, 4);
        assertEquals(ServerState.EJECTED, stateOfA());
        assertTrue(due > 4);
        assertEquals(a, Pools.acquire(pool, 4).server());
    }

    @Test
    void unhealthyServerGetsNothingNotEvenATrial() {
        long due = ejectA(0);
        Pools.sicken(pool, "a", 1);
        assertEquals(ServerState.UNHEALTHY, stateOfA());
        assertEquals(List.of("b", "c", "d"), Pools.reached(pool, 20, due));
    }

    @Test
    void loneServerWithAnOpenBreakerStillGetsTraffic() {
        ServerPool lone = Pools.pool(Pools.CONFIG.withFailOpen(false), PoolListener.NONE, "a");
        Pools.open(lone, "a", 0);
        assertEquals(List.of(ServerState.RETAINED), Pools.states(lone));
        long due = lone.servers().get(0).breaker().trialDueNanos();
        Lease trial = Pools.acquire(lone, due);
        assertNotNull(Pools.acquire(lone, due), "also while its trial is out");
        assertFalse(lone.statistics(0).failOpen());
        trial.succeed(due);
        assertEquals(List.of(ServerState.ACTIVE), Pools.states(lone));
    }

    @Test
    void resultsOfARetainedServerDecideNothingButItsTrialDoes() {
        ServerPool lone = Pools.pool("a");
        Pools.open(lone, "a", 0);
        Pools.acquire(lone, 1).succeed(1);
        assertEquals(List.of(ServerState.RETAINED), Pools.states(lone));
        CircuitBreaker breaker = lone.servers().get(0).breaker();
        long due = breaker.trialDueNanos();
        Lease trial = Pools.acquire(lone, due);
        Pools.acquire(lone, due).fail(FailureKind.STATUS, due);
        assertEquals(CircuitBreaker.State.HALF_OPEN, breaker.state());
        trial.succeed(due);
        assertEquals(CircuitBreaker.State.CLOSED, breaker.state());
    }

    @Test
    void poolThatFailsOpenUsesUnhealthyBeforeDraining() {
        ServerPool two = Pools.pool("a", "b");
        Pools.sicken(two, "a", 0);
        two.update(List.of(Servers.spec("a"), Servers.spec("b").withDraining(true)), 0);
        assertTrue(two.statistics(0).failOpen());
        assertEquals(List.of("a"), Pools.reached(two, 10, 0));
        two.update(List.of(Servers.spec("b").withDraining(true)), 0);
        assertEquals(List.of("b"), Pools.reached(two, 10, 0));
    }

    @Test
    void poolThatDoesNotFailOpenHasNothingToAcquire() {
        ServerPool closed = Pools.pool(Pools.CONFIG.withFailOpen(false), PoolListener.NONE, "a");
        Pools.sicken(closed, "a", 0);
        assertNull(Pools.acquire(closed, 0));
        assertNull(closed.acquireLastResort(0, Pools.random(), null));
        assertFalse(closed.statistics(0).failOpen());
    }

    @Test
    void lastResortIsTheLeastBadServerUntried() {
        Pools.open(pool, "a", 0);
        Pools.sicken(pool, "b", 0);
        pool.update(
                List.of(
                        Servers.spec("d").withDraining(true),
                        Servers.spec("b"),
                        Servers.spec("a"),
                        Servers.spec("c"),
                        Servers.spec("e")),
                0);
        Lease latest = null;
        StringBuilder order = new StringBuilder();
        for (Lease next = Pools.acquire(pool, 0);
                next != null;
                next = pool.acquireLastResort(0, Pools.random(), latest)) {
            latest = next;
            order.append(next.server().id());
        }
        assertTrue(order.toString().matches("(ce|ec)abd"), order::toString);
    }

    /** A hundred times four threads race for the trial: one wins it, the others go elsewhere. */
    @Test
    void trialHasOneWinnerAmongManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            long now = 0;
            for (int round = 0; round < 100; round++) {
                Pools.open(pool, "a", now);
                long due = a.breaker().trialDueNanos();
                CyclicBarrier start = new CyclicBarrier(4);
                List<Future<Lease>> racers = IntStream.range(0, 4)
                        .mapToObj(seed -> threads.submit(() -> {
                            start.await();
                            return pool.acquire(0, due, new SplittableRandom(seed), null);
                        }))
                        .toList();
                List<Lease> leases = new ArrayList<>();
                for (Future<Lease> racer : racers) {
                    leases.add(racer.get());
                }
                assertEquals(
                        1, leases.stream().filter(lease -> lease.server() == a).count());
                leases.forEach(lease -> lease.succeed(due));
                assertEquals(ServerState.ACTIVE, stateOfA());
                now = due + 200 * SECONDS;
            }
        } finally {
            threads.shutdownNow();
        }
    }
}

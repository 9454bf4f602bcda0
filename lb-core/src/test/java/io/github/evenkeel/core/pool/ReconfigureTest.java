package io.github.evenkeel.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.Breakers;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** How a running pool chooses and judges can change. */
class ReconfigureTest {
    private final List<Integer> prepared = new ArrayList<>();
    private final List<Selector> previous = new ArrayList<>();

    /** Always the first of the servers. */
    private final SelectionStrategy first = (view, before, random) -> {
        prepared.add(view.size());
        previous.add(before);
        return (key, now, any, tried) -> view.size() == 0 ? -1 : 0;
    };

    @Test
    void anotherStrategyChoosesFromNowOnAndServersKeepTheirState() {
        ServerPool pool = Pools.pool("a", "b");
        Server a = Pools.server(pool, "a");
        Pools.open(pool, "b", 0);
        pool.reconfigure(config -> config.withStrategy(first), 1);
        assertSame(a, Pools.server(pool, "a"));
        assertEquals(List.of("a"), Pools.reached(pool, 10, 1));
        assertEquals(1, pool.statistics(1).servers().get(1).ejections(), "what is known of b");
        assertEquals(List.of(1), prepared, "of those that are eligible");
        assertNull(previous.get(0), "it begins anew");
    }

    @Test
    void serversAndStrategyChangeInOneStep() {
        ServerPool pool = Pools.pool("a", "b");
        pool.update(Pools.specs("c", "d", "e"), config -> config.withStrategy(first), 1);
        assertEquals(
                List.of(3, 0), prepared, "the new ones, and those of them past their slow start: never one of before");
        assertEquals(List.of("c"), Pools.reached(pool, 10, 1));
    }

    @Test
    void theSameStrategyGoesOnWhereItStands() {
        ServerPool pool = Pools.pool(Pools.CONFIG.withStrategy(first), PoolListener.NONE, "a", "b");
        pool.reconfigure(config -> config.withSlowStart(SlowStart.DEFAULT), 1);
        assertTrue(previous.get(previous.size() - 1) != null);
    }

    @Test
    void failingOpenCanBeTurnedOff() {
        ServerPool pool = Pools.pool("a");
        Pools.sicken(pool, "a", 0);
        assertEquals(List.of("a"), Pools.reached(pool, 1, 0));
        pool.reconfigure(config -> config.withFailOpen(false), 1);
        assertNull(Pools.acquire(pool, 1));
        assertNull(pool.acquireLastResort(1, Pools.random(), null));
    }

    @Test
    void aBreakerJudgesByItsNewSettingsWhatItHasCounted() {
        ServerPool pool = Pools.pool("a", "b");
        Servers.fail(Pools.server(pool, "a"), 1, 0);
        pool.reconfigure(config -> config.withBreaker(Breakers.TWO_IN_A_ROW.withConsecutiveFailures(3)), 1);
        Servers.fail(Pools.server(pool, "a"), 1, 2);
        assertEquals(List.of(ServerState.ACTIVE, ServerState.ACTIVE), Pools.states(pool), "two are not three");
        Servers.fail(Pools.server(pool, "a"), 1, 3);
        assertEquals(List.of(ServerState.EJECTED, ServerState.ACTIVE), Pools.states(pool), "one before, two since");
    }

    @Test
    void whoIsOutStaysOutForAsLongAsWasSaidAndWhoComesLaterIsJudgedAlike() {
        ServerPool pool = Pools.pool("a", "b");
        Pools.open(pool, "a", 0);
        long due = Pools.server(pool, "a").breaker().trialDueNanos();
        BreakerSettings patient = BreakerSettings.DEFAULT.withConsecutiveFailures(77);
        pool.reconfigure(config -> config.withBreaker(patient), 1);
        assertEquals(due, Pools.server(pool, "a").breaker().trialDueNanos());
        pool.add(Servers.spec("c"), 2);
        Servers.fail(Pools.server(pool, "c"), 10, 3);
        assertEquals(List.of(ServerState.EJECTED, ServerState.ACTIVE, ServerState.ACTIVE), Pools.states(pool));
    }

    @Test
    void whatIsUnderWayEndsOnTheSameCounters() {
        ServerPool pool = Pools.pool("a", "b");
        Server a = Pools.server(pool, "a");
        Lease before = Pools.leaseOn(pool, a, 0);
        pool.reconfigure(config -> config.withBreaker(BreakerSettings.maxFails(1, Duration.ofSeconds(7))), 1);
        assertEquals(1, a.inFlight());
        Pools.fail(before, 2);
        assertEquals(0, a.inFlight());
        assertEquals(
                List.of(ServerState.EJECTED, ServerState.ACTIVE),
                Pools.states(pool),
                "by one, begun before the change");
    }

    @Test
    void probesAreJudgedByTheNewThresholds() {
        ServerPool pool = Pools.pool("a", "b");
        Server a = Pools.server(pool, "a");
        a.recordProbe(true, 0);
        pool.reconfigure(config -> config.withThresholds(new HealthThresholds(2, 1)), 1);
        a.recordProbe(false, 2);
        assertEquals(List.of(ServerState.UNHEALTHY, ServerState.ACTIVE), Pools.states(pool));
    }

    /** Whatever the order in which their changes of the servers interleave, all agree with the pool in the end. */
    @RepeatedTest(20)
    void settingsAndMembersThatChangeAtOnceLeaveAllServersJudgedAlike() throws Exception {
        ServerPool pool = Pools.pool("a", "b");
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            CyclicBarrier start = new CyclicBarrier(3);
            List<Future<?>> changes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int thread = i;
                changes.add(threads.submit(() -> {
                    start.await(20, TimeUnit.SECONDS);
                    for (int failures = 2; failures < 50; failures++) {
                        int wanted = 100 * thread + failures;
                        pool.reconfigure(
                                config -> config.withBreaker(Breakers.TWO_IN_A_ROW.withConsecutiveFailures(wanted)), 1);
                    }
                    return null;
                }));
            }
            changes.add(threads.submit(() -> {
                start.await(20, TimeUnit.SECONDS);
                for (int i = 0; i < 50; i++) {
                    pool.update(Pools.specs("a", "b", "c" + i), 1);
                }
                return null;
            }));
            for (Future<?> change : changes) {
                change.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        int wanted = lastSettings(pool).consecutiveFailures();
        for (Server server : pool.servers()) {
            Servers.fail(server, wanted - 1, 2);
            assertEquals(CircuitBreaker.State.CLOSED, server.breaker().state(), server + " at " + wanted);
            Servers.fail(server, 1, 2);
            assertEquals(CircuitBreaker.State.OPEN, server.breaker().state(), server + " at " + wanted);
        }
    }

    private static BreakerSettings lastSettings(ServerPool pool) {
        AtomicReference<PoolConfig> seen = new AtomicReference<>();
        pool.rehearse(
                Pools.specs("a"),
                config -> {
                    seen.set(config);
                    return config;
                },
                2);
        return seen.get().breaker();
    }

    @Test
    void aStrategyThatFailsChangesNothing() {
        ServerPool pool = Pools.pool("a", "b");
        SelectionStrategy failing = (view, before, random) -> {
            throw new IllegalStateException("on purpose");
        };
        assertThrows(
                IllegalStateException.class,
                () -> pool.update(Pools.specs("c"), config -> config.withStrategy(failing), 1));
        assertEquals(List.of("a", "b"), Pools.reached(pool, 20, 1));
    }

    @Test
    void aRehearsalTellsOfFailuresAndChangesNothing() {
        ServerPool pool = Pools.pool("a", "b");
        SelectionStrategy failing = (view, before, random) -> {
            throw new IllegalStateException("on purpose");
        };
        assertThrows(
                IllegalStateException.class,
                () -> pool.rehearse(Pools.specs("c"), config -> config.withStrategy(failing), 1));
        pool.rehearse(Pools.specs("c"), config -> config.withStrategy(first), 1);
        assertEquals(List.of("a", "b"), Pools.reached(pool, 20, 1));
    }
}

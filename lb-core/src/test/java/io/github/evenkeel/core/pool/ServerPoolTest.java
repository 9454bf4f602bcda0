package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.LatencyPercentiles;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.core.server.Servers;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Membership, and what an acquire makes of it. */
class ServerPoolTest {
    @Test
    void poolWithoutServersHasNothingToAcquire() {
        ServerPool pool = new ServerPool("orders", PoolConfig.DEFAULT, PoolListener.NONE, 1);
        assertNull(Pools.acquire(pool, 0));
        assertNull(pool.acquireLastResort(0, Pools.random(), null));
        assertEquals(List.of(), pool.servers());
        assertEquals(
                new PoolStatistics("orders", false, "", LatencyPercentiles.of(List.of(), 0), List.of()),
                pool.statistics(0));
        assertEquals("orders", pool.name());
    }

    @Test
    void acquireReachesEveryServer() {
        assertEquals(List.of("a", "b", "c"), Pools.reached(Pools.pool("a", "b", "c"), 3, 0));
    }

    @Test
    void leaseIsTheFirstOfItsExchangeOrContinuesTheChain() {
        ServerPool pool = Pools.pool("a", "b");
        Lease first = Pools.acquire(pool, 5);
        assertNull(first.previous());
        Lease second = pool.acquire(0, 6, Pools.random(), first);
        assertSame(first, second.previous());
        assertNotSame(first.server(), second.server());
        assertNull(pool.acquire(0, 7, Pools.random(), second), "both were tried");
        assertEquals(1, first.server().inFlight());
    }

    @Test
    void serverThatStaysKeepsItsStateOverEveryUpdate() {
        ServerPool pool = Pools.pool("a", "b");
        Server a = Pools.server(pool, "a");
        Lease lease = a.acquire(0, null);
        Servers.answer(a, 10 * MILLIS, SECONDS);
        List<List<ServerSpec>> updates = List.of(
                Pools.specs("a", "b"),
                Pools.specs("b", "a"),
                List.of(Servers.spec("a").withWeight(7), Servers.spec("c")),
                List.of(Servers.spec("a").withDraining(true)),
                Pools.specs("x", "y", "z", "a"));
        for (List<ServerSpec> specs : updates) {
            pool.update(specs, 2 * SECONDS);
            assertSame(a, Pools.server(pool, "a"));
            assertEquals(
                    specs.stream().map(ServerSpec::id).toList(),
                    pool.servers().stream().map(Server::id).toList());
        }
        assertEquals(1, a.inFlight());
        assertEquals(10.0 * MILLIS, a.latencyNanos());
        assertTrue(lease.succeed(3 * SECONDS));
    }

    @Test
    void verdictsOutliveAnUpdate() {
        ServerPool pool = Pools.pool("a", "b", "c", "d");
        Pools.open(pool, "a", 0);
        Pools.sicken(pool, "b", 0);
        pool.update(Pools.specs("d", "c", "b", "a", "e"), 1);
        assertEquals(
                List.of(
                        ServerState.ACTIVE,
                        ServerState.ACTIVE,
                        ServerState.UNHEALTHY,
                        ServerState.EJECTED,
                        ServerState.ACTIVE),
                Pools.states(pool));
    }

    @Test
    void anotherOriginUnderAnIdIsAnotherServer() {
        ServerPool pool = Pools.pool("a");
        Server before = Pools.server(pool, "a");
        pool.update(List.of(ServerSpec.of("http://elsewhere").withId("a")), 0);
        assertNotSame(before, Pools.server(pool, "a"));
        assertEquals("http://elsewhere", Pools.server(pool, "a").origin().toString());
    }

    @Test
    void serverThatLeavesFinishesWhatItHasInFlight() {
        ServerPool pool = Pools.pool("a");
        Lease succeeds = Pools.acquire(pool, 0);
        Lease fails = Pools.acquire(pool, 0);
        Lease failsToo = Pools.acquire(pool, 0);
        Lease cancelled = Pools.acquire(pool, 0);
        Server gone = succeeds.server();
        pool.update(Pools.specs("b"), 1);
        assertTrue(succeeds.succeed(2));
        assertTrue(fails.fail(FailureKind.CONNECT, 2));
        assertTrue(failsToo.fail(FailureKind.CONNECT, 2), "opens its breaker, which concerns nobody now");
        assertTrue(cancelled.cancel(2));
        assertEquals(0, gone.inFlight());
        assertEquals(List.of("b"), Pools.reached(pool, 3, 3));
        assertEquals(List.of(ServerState.ACTIVE), Pools.states(pool));
    }

    @Test
    void serverThatComesBackBeginsAnew() {
        ServerPool pool = Pools.pool("a");
        Server before = Pools.server(pool, "a");
        pool.update(List.of(), 1);
        assertNull(Pools.acquire(pool, 1));
        pool.update(Pools.specs("a"), 2);
        assertNotSame(before, Pools.server(pool, "a"));
    }

    @Test
    void duplicateIdIsRefusedAndChangesNothing() {
        ServerPool pool = Pools.pool("a", "b");
        List<Server> before = pool.servers();
        List<ServerSpec> twice = List.of(
                Servers.spec("c"),
                Servers.spec("a"),
                ServerSpec.of("http://other").withId("c"));
        Exception e = assertThrows(IllegalArgumentException.class, () -> pool.update(twice, 1));
        assertEquals("server id 'c' occurs twice in pool 'orders'; ids must be unique", e.getMessage());
        assertEquals(before, pool.servers());
    }

    @Test
    void missingServerIsRefusedAndChangesNothing() {
        ServerPool pool = Pools.pool("a", "b");
        List<ServerSpec> withNull = Collections.singletonList(null);
        assertThrows(NullPointerException.class, () -> pool.update(withNull, 1));
        assertEquals(2, pool.servers().size());
    }

    /** Such as a concurrent map's values: what was checked must be what is used. */
    @Test
    void collectionThatChangesMeanwhileIsReadOnce() {
        List<ServerSpec> changing = new AbstractList<>() {
            private int reads;

            @Override
            public ServerSpec get(int index) {
                return Servers.spec(index == 1 && reads++ == 0 ? "c" : "a");
            }

            @Override
            public int size() {
                return 2;
            }
        };
        ServerPool pool = Pools.pool("b");
        pool.update(changing, 1);
        assertEquals(List.of("a", "c"), pool.servers().stream().map(Server::id).toList());
    }

    @Test
    void weightReachesTheStrategy() {
        ServerPool pool =
                Pools.pool(Pools.CONFIG.withStrategy(SelectionStrategy.powerOfTwoChoices()), PoolListener.NONE);
        pool.update(List.of(Servers.spec("a"), Servers.spec("b").withWeight(1_000_000)), 0);
        assertEquals(List.of("b"), Pools.reached(pool, 100, 0));
        pool.update(
                List.of(
                        Servers.spec("a").withWeight(1_000_000),
                        Servers.spec("b").withWeight(1)),
                0);
        assertEquals(List.of("a"), Pools.reached(pool, 100, 0));
    }

    @Test
    void drainingServerGetsNothingNewUntilItIsBack() {
        ServerPool pool = Pools.pool("a", "b");
        pool.update(List.of(Servers.spec("a").withDraining(true), Servers.spec("b")), 0);
        assertEquals(List.of("b"), Pools.reached(pool, 10, 0));
        pool.update(Pools.specs("a", "b"), 0);
        assertEquals(List.of("a", "b"), Pools.reached(pool, 10, 0));
    }

    @Test
    void rotationGoesOnOverUpdates() {
        ServerPool pool = Pools.pool("a", "b", "c", "d");
        List<String> visited = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pool.update(Pools.specs("a", "b", "c", "d"), i);
            visited.add(Pools.acquire(pool, i).server().id());
        }
        assertEquals(visited.subList(0, 4), visited.subList(4, 8));
        assertEquals(4, new HashSet<>(visited).size());
    }

    @Test
    void figuresAreThoseOfTheServers() {
        ServerPool pool = Pools.pool("a", "b");
        pool.update(List.of(Servers.spec("a").withWeight(3), Servers.spec("b").withDraining(true)), 0);
        Pools.acquire(pool, 0);
        Pools.acquire(pool, 0).succeed(MILLIS);
        Servers.occupy(Pools.server(pool, "b"), 1);
        PoolStatistics statistics = pool.statistics(0);
        ServerStatistics a = statistics.servers().get(0);
        assertEquals("orders", statistics.name());
        assertEquals(2, statistics.inFlight());
        assertFalse(statistics.failOpen());
        assertEquals("a", a.id());
        assertEquals(3, a.spec().weight());
        assertEquals(2, a.requests());
        assertEquals(1, a.successes());
        assertEquals(ServerState.DRAINING, statistics.servers().get(1).state());
    }

    /** Generators that overlap would make what is random in one rebuild follow from the one before. */
    @Test
    void rebuildsDrawFromGeneratorsThatDoNotOverlap() {
        Set<Long> drawn = new HashSet<>();
        SelectionStrategy drawing = (view, previous, random) -> {
            for (int i = 0; i < 10; i++) {
                drawn.add(random.nextLong());
            }
            return (key, nowNanos, ignored, tried) -> -1;
        };
        ServerPool pool =
                Pools.pool(Pools.CONFIG.withStrategy(drawing).withSlowStart(SlowStart.NONE), PoolListener.NONE);
        drawn.clear();
        for (int i = 0; i < 100; i++) {
            pool.update(Pools.specs("s" + i), i);
        }
        assertEquals(1000, drawn.size());
    }

    @Test
    void acquireRebuildsNothingUntilATrialIsDue() {
        List<Integer> sizes = new ArrayList<>();
        SelectionStrategy counting = (view, previous, random) -> {
            sizes.add(view.size());
            return SelectionStrategy.roundRobin().prepare(view, previous, random);
        };
        ServerPool pool = Pools.pool(Pools.CONFIG.withStrategy(counting), PoolListener.NONE, "a", "b");
        Pools.open(pool, "a", 0);
        long due = Pools.server(pool, "a").breaker().trialDueNanos();
        sizes.clear();
        Pools.reached(pool, 100, due - 1);
        assertEquals(List.of(), sizes);
        Pools.acquire(pool, due);
        assertEquals(List.of(1), sizes, "for the trial under way; that it is due changes nothing for the strategy");
    }

    @Test
    void poolsOfTheSameSeedDoTheSame() {
        for (SelectionStrategy strategy : List.of(SelectionStrategy.roundRobin(), SelectionStrategy.random())) {
            List<String> one = visits(strategy, 5);
            assertEquals(one, visits(strategy, 5));
            assertTrue(List.of(6L, 7L, 8L, 9L).stream().anyMatch(seed -> !one.equals(visits(strategy, seed))));
        }
    }

    private static List<String> visits(SelectionStrategy strategy, long seed) {
        ServerPool pool = new ServerPool("orders", Pools.CONFIG.withStrategy(strategy), PoolListener.NONE, seed);
        pool.update(Pools.specs("a", "b", "c"), 0);
        RandomGenerator random = new SplittableRandom(seed);
        List<String> visits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            visits.add(pool.acquire(0, i, random, null).server().id());
        }
        return visits;
    }

    @Test
    void strategyThatFailsLeavesThePoolWithItsLastGoodSnapshot() {
        SelectionStrategy failsLater = (view, previous, random) -> {
            if (view.size() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return SelectionStrategy.roundRobin().prepare(view, previous, random);
        };
        ServerPool pool = Pools.pool(Pools.CONFIG.withStrategy(failsLater), PoolListener.NONE, "a", "b");
        try (CapturedLog log = new CapturedLog()) {
            Pools.open(pool, "a", 0);
            assertEquals(
                    "pool 'orders' goes on with its last good snapshot",
                    log.records().get(0).getMessage());
        }
        assertEquals(List.of("a", "b"), Pools.reached(pool, 4, 0));
        assertThrows(IllegalStateException.class, () -> pool.update(Pools.specs("c"), 1));
        assertEquals(2, pool.servers().size());
    }
}

package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.server.ServerState.ACTIVE;
import static io.github.evenkeel.core.server.ServerState.DRAINING;
import static io.github.evenkeel.core.server.ServerState.EJECTED;
import static io.github.evenkeel.core.server.ServerState.RETAINED;
import static io.github.evenkeel.core.server.ServerState.TRIAL;
import static io.github.evenkeel.core.server.ServerState.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.pool.PoolEvent.FailOpenChanged;
import io.github.evenkeel.core.pool.PoolEvent.ServerAdded;
import io.github.evenkeel.core.pool.PoolEvent.ServerRemoved;
import io.github.evenkeel.core.pool.PoolEvent.StateChanged;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class PoolEventsTest {
    private final List<PoolEvent> events = new ArrayList<>();
    private final ServerPool pool = Pools.pool(Pools.CONFIG, events::add, "a", "b", "c");
    private final Server a = Pools.server(pool, "a");

    private List<PoolEvent> told() {
        List<PoolEvent> told = List.copyOf(events);
        events.clear();
        return told;
    }

    private PoolEvent changed(Server server, ServerState from, ServerState to) {
        return new StateChanged("orders", server, from, to);
    }

    @Test
    void membershipIsToldOnceForEachServer() {
        assertEquals(
                pool.servers().stream()
                        .map(server -> new ServerAdded("orders", server))
                        .toList(),
                told());
        Server b = Pools.server(pool, "b");
        pool.update(Pools.specs("a", "c", "d"), 0);
        assertEquals(
                List.of(new ServerAdded("orders", Pools.server(pool, "d")), new ServerRemoved("orders", b)), told());
        pool.update(Pools.specs("d", "a", "c"), 0);
        assertEquals(List.of(), told());
        assertEquals("orders", new ServerRemoved("orders", b).pool());
    }

    @Test
    void anotherOriginIsOneServerAddedAndOneRemoved() {
        told();
        pool.update(List.of(ServerSpec.of("http://new").withId("a"), Servers.spec("b"), Servers.spec("c")), 0);
        assertEquals(
                List.of(new ServerAdded("orders", Pools.server(pool, "a")), new ServerRemoved("orders", a)), told());
    }

    @Test
    void ejectionTrialAndRecoveryAreEachToldOnce() {
        told();
        Pools.open(pool, "a", 0);
        assertEquals(List.of(changed(a, ACTIVE, EJECTED)), told());
        Servers.fail(a, 5, 1);
        long due = a.breaker().trialDueNanos();
        Pools.reached(pool, 5, due - 1);
        assertEquals(List.of(), told());
        Lease trial = Pools.acquire(pool, due);
        assertEquals(List.of(changed(a, EJECTED, TRIAL)), told());
        trial.succeed(due);
        assertEquals(List.of(changed(a, TRIAL, ACTIVE)), told());
    }

    @Test
    void healthAndDrainingAreToldOnce() {
        told();
        Pools.sicken(pool, "a", 0);
        assertEquals(List.of(changed(a, ACTIVE, UNHEALTHY)), told());
        a.recordProbe(true, 0);
        a.recordProbe(true, 0);
        a.recordProbe(true, 0);
        assertEquals(List.of(changed(a, UNHEALTHY, ACTIVE)), told());
        pool.update(List.of(Servers.spec("a").withDraining(true), Servers.spec("b"), Servers.spec("c")), 0);
        assertEquals(List.of(changed(a, ACTIVE, DRAINING)), told());
    }

    @Test
    void retentionMovesWithTheFirstTrialDue() {
        Server b = Pools.server(pool, "b");
        told();
        Pools.open(pool, "a", 0);
        assertEquals(List.of(changed(a, ACTIVE, EJECTED)), told());
        Pools.open(pool, "b", 10 * SECONDS);
        assertEquals(List.of(changed(a, EJECTED, RETAINED), changed(b, ACTIVE, EJECTED)), told());
        Lease trial = Pools.acquire(pool, 10 * SECONDS);
        assertEquals(List.of(changed(a, RETAINED, TRIAL), changed(b, EJECTED, RETAINED)), told());
        trial.succeed(10 * SECONDS);
        assertEquals(List.of(changed(a, TRIAL, ACTIVE), changed(b, RETAINED, EJECTED)), told());
        assertEquals(1, pool.statistics().servers().get(0).ejections());
        assertEquals(2, pool.statistics().servers().get(1).ejections(), "also when it was retained in between");
    }

    @Test
    void failOpenIsToldWhenItBeginsAndWhenItEnds() {
        told();
        Pools.sicken(pool, "a", 0);
        Pools.sicken(pool, "b", 0);
        told();
        Pools.sicken(pool, "c", 0);
        Server c = Pools.server(pool, "c");
        assertEquals(List.of(changed(c, ACTIVE, UNHEALTHY), new FailOpenChanged("orders", true)), told());
        c.recordProbe(true, 0);
        c.recordProbe(true, 0);
        assertEquals(List.of(changed(c, UNHEALTHY, ACTIVE), new FailOpenChanged("orders", false)), told());
    }

    @Test
    void loneServerOnTrialDoesNotMakeThePoolFailOpenAndBack() {
        pool.update(Pools.specs("a"), 0);
        Pools.open(pool, "a", 0);
        told();
        long due = a.breaker().trialDueNanos();
        Pools.acquire(pool, due).succeed(due);
        assertEquals(List.of(changed(a, RETAINED, ACTIVE)), told());
    }

    @Test
    void listenerThatThrowsIsLoggedAndHarmsNothing() {
        PoolListener throwing = event -> {
            throw new IllegalStateException("on purpose");
        };
        try (CapturedLog log = new CapturedLog()) {
            ServerPool unlucky = Pools.pool(Pools.CONFIG, throwing, "a", "b");
            assertEquals(2, log.records().size());
            Pools.open(unlucky, "a", 0);
            long due = Pools.server(unlucky, "a").breaker().trialDueNanos();
            Lease trial = Pools.acquire(unlucky, due);
            assertEquals("a", trial.server().id());
            assertTrue(trial.succeed(due));
            assertEquals(List.of(ACTIVE, ACTIVE), Pools.states(unlucky));
            assertEquals(5, log.records().size());
            LogRecord last = log.records().get(4);
            assertEquals(Level.WARNING, last.getLevel());
            assertEquals("on purpose", last.getThrown().getMessage());
            assertTrue(last.getMessage().startsWith("pool listener failed on StateChanged"), last::getMessage);
        }
    }

    @Test
    void listenerMayUseThePool() {
        List<Integer> sizes = new ArrayList<>();
        ServerPool[] own = new ServerPool[1];
        own[0] = new ServerPool(
                "own", Pools.CONFIG, event -> sizes.add(own[0].servers().size()), 1);
        own[0].update(Pools.specs("a", "b"), 0);
        assertEquals(List.of(2, 2), sizes, "after it took effect");
    }

    @Test
    void twoListenersHearTheSame() {
        List<PoolEvent> others = new ArrayList<>();
        PoolListener both = PoolListener.NONE.and(events::add).and(others::add);
        told();
        Pools.pool(Pools.CONFIG, both, "a");
        assertEquals(1, others.size());
        assertEquals(others, told());
    }
}

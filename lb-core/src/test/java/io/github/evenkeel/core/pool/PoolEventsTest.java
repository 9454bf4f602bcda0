package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.server.ServerState.ACTIVE;
import static io.github.evenkeel.core.server.ServerState.DRAINING;
import static io.github.evenkeel.core.server.ServerState.EJECTED;
import static io.github.evenkeel.core.server.ServerState.PAUSED;
import static io.github.evenkeel.core.server.ServerState.RETAINED;
import static io.github.evenkeel.core.server.ServerState.TRIAL;
import static io.github.evenkeel.core.server.ServerState.UNHEALTHY;
import static io.github.evenkeel.core.server.StateCause.DISCOVERY;
import static io.github.evenkeel.core.server.StateCause.OTHERS;
import static io.github.evenkeel.core.server.StateCause.PROBES;
import static io.github.evenkeel.core.server.StateCause.REQUESTS;
import static io.github.evenkeel.core.server.StateCause.SERVER;
import static io.github.evenkeel.core.server.StateCause.TRIALS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.github.evenkeel.core.server.StateCause;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class PoolEventsTest {
    private final List<PoolEvent> events = new ArrayList<>();
    private final ServerPool pool = Pools.pool(Pools.CONFIG, events::add, "a", "b", "c");
    private final Server a = Pools.server(pool, "a");

    /** The events since the last time, without what they say for people. */
    private List<PoolEvent> told() {
        List<PoolEvent> told = events.stream().map(PoolEventsTest::bare).toList();
        events.clear();
        return told;
    }

    private static PoolEvent bare(PoolEvent event) {
        if (event instanceof StateChanged change) {
            assertFalse(change.evidence().isBlank());
            return new StateChanged(change.pool(), change.server(), change.from(), change.to(), change.cause(), "");
        }
        return event instanceof FailOpenChanged change
                ? new FailOpenChanged(change.pool(), change.failOpen(), "")
                : event;
    }

    private static PoolEvent changed(Server server, ServerState from, ServerState to, StateCause cause) {
        return new StateChanged("orders", server, from, to, cause, "");
    }

    @Test
    void membershipIsToldOnceForEachServer() {
        assertEquals(
                pool.servers().stream()
                        .map(server -> new ServerAdded("orders", server, Servers.spec(server.id())))
                        .toList(),
                told());
        Server b = Pools.server(pool, "b");
        pool.update(Pools.specs("a", "c", "d"), 0);
        assertEquals(
                List.of(
                        new ServerAdded("orders", Pools.server(pool, "d"), Servers.spec("d")),
                        new ServerRemoved("orders", b)),
                told());
        pool.update(Pools.specs("d", "a", "c"), 0);
        assertEquals(List.of(), told());
        assertEquals("orders", new ServerRemoved("orders", b).pool());
    }

    @Test
    void anotherOriginIsOneServerAddedAndOneRemoved() {
        told();
        ServerSpec moved = ServerSpec.of("http://new").withId("a");
        pool.update(List.of(moved, Servers.spec("b"), Servers.spec("c")), 0);
        assertEquals(
                List.of(new ServerAdded("orders", Pools.server(pool, "a"), moved), new ServerRemoved("orders", a)),
                told());
    }

    @Test
    void ejectionTrialAndRecoveryAreEachToldOnce() {
        told();
        Pools.open(pool, "a", 0);
        assertEquals(List.of(changed(a, ACTIVE, EJECTED, REQUESTS)), told());
        Servers.fail(a, 5, 1);
        long due = a.breaker().trialDueNanos();
        Pools.reached(pool, 5, due - 1);
        assertEquals(List.of(), told());
        Lease trial = Pools.acquire(pool, due);
        assertEquals(List.of(changed(a, EJECTED, TRIAL, TRIALS)), told());
        trial.succeed(due);
        assertEquals(List.of(changed(a, TRIAL, ACTIVE, TRIALS)), told());
    }

    @Test
    void healthAndDrainingAreToldOnce() {
        told();
        Pools.sicken(pool, "a", 0);
        assertEquals(List.of(changed(a, ACTIVE, UNHEALTHY, PROBES)), told());
        a.recordProbe(true, 0);
        a.recordProbe(true, 0);
        a.recordProbe(true, 0);
        assertEquals(List.of(changed(a, UNHEALTHY, ACTIVE, PROBES)), told());
        pool.update(List.of(Servers.spec("a").withDraining(true), Servers.spec("b"), Servers.spec("c")), 0);
        assertEquals(List.of(changed(a, ACTIVE, DRAINING, DISCOVERY)), told());
    }

    @Test
    void aPauseIsToldWhenItBeginsAndWhenARequestFindsItOver() {
        told();
        a.pause(10 * SECONDS, 0);
        assertEquals(List.of(changed(a, ACTIVE, PAUSED, SERVER)), told());
        a.pause(20 * SECONDS, SECONDS);
        assertEquals(List.of(), told(), "it lasts longer, no more");
        assertEquals(List.of("b", "c"), Pools.reached(pool, 9, 10 * SECONDS));
        assertEquals(List.of("b", "c"), Pools.reached(pool, 9, 20 * SECONDS - 1));
        assertEquals(List.of(), told());
        assertEquals(List.of("a", "b", "c"), Pools.reached(pool, 9, 20 * SECONDS));
        assertEquals(List.of(changed(a, PAUSED, ACTIVE, SERVER)), told());
        assertEquals(0, pool.statistics(20 * SECONDS).servers().get(0).ejections());
    }

    @Test
    void whereAllPauseAllAreUsedIfThePoolFailsOpen() {
        told();
        pool.servers().forEach(server -> server.pause(SECONDS, 0));
        assertTrue(told().contains(new FailOpenChanged("orders", true, "")));
        assertEquals(List.of("a", "b", "c"), Pools.reached(pool, 9, SECONDS - 1));
        Pools.acquire(pool, SECONDS).cancel(SECONDS);
        assertTrue(told().contains(new FailOpenChanged("orders", false, "")));
    }

    @Test
    void retentionMovesWithTheFirstTrialDue() {
        Server b = Pools.server(pool, "b");
        told();
        Pools.open(pool, "a", 0);
        assertEquals(List.of(changed(a, ACTIVE, EJECTED, REQUESTS)), told());
        Pools.open(pool, "b", 10 * SECONDS);
        assertEquals(List.of(changed(a, EJECTED, RETAINED, OTHERS), changed(b, ACTIVE, EJECTED, REQUESTS)), told());
        Lease trial = Pools.acquire(pool, 10 * SECONDS);
        assertEquals(List.of(changed(a, RETAINED, TRIAL, TRIALS), changed(b, EJECTED, RETAINED, OTHERS)), told());
        trial.succeed(10 * SECONDS);
        assertEquals(List.of(changed(a, TRIAL, ACTIVE, TRIALS), changed(b, RETAINED, EJECTED, OTHERS)), told());
        assertEquals(1, pool.statistics(0).servers().get(0).ejections());
        assertEquals(2, pool.statistics(0).servers().get(1).ejections(), "also when it was retained in between");
    }

    @Test
    void failOpenIsToldWhenItBeginsAndWhenItEnds() {
        told();
        Pools.sicken(pool, "a", 0);
        Pools.sicken(pool, "b", 0);
        told();
        Pools.sicken(pool, "c", 0);
        Server c = Pools.server(pool, "c");
        assertEquals(List.of(changed(c, ACTIVE, UNHEALTHY, PROBES), new FailOpenChanged("orders", true, "")), told());
        c.recordProbe(true, 0);
        c.recordProbe(true, 0);
        assertEquals(List.of(changed(c, UNHEALTHY, ACTIVE, PROBES), new FailOpenChanged("orders", false, "")), told());
    }

    @Test
    void loneServerOnTrialDoesNotMakeThePoolFailOpenAndBack() {
        pool.update(Pools.specs("a"), 0);
        Pools.open(pool, "a", 0);
        told();
        long due = a.breaker().trialDueNanos();
        Pools.acquire(pool, due).succeed(due);
        assertEquals(List.of(changed(a, RETAINED, ACTIVE, TRIALS)), told());
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

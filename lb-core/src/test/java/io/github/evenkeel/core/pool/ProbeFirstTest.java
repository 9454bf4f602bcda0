package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.server.ServerState.ACTIVE;
import static io.github.evenkeel.core.server.ServerState.DRAINING;
import static io.github.evenkeel.core.server.ServerState.NOT_READY;
import static io.github.evenkeel.core.server.ServerState.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that joins others is looked at before it gets requests. */
class ProbeFirstTest {
    private static final PoolConfig CONFIG = Pools.CONFIG.withProbeFirst(Duration.ofSeconds(3));
    private static final long END = 3 * SECONDS;

    private final List<PoolEvent> events = new ArrayList<>();
    private final ServerPool pool = Pools.pool(CONFIG, events::add, "a", "b");

    @BeforeEach
    void forgetTheFirst() {
        events.clear();
    }

    private Server newcomer() {
        pool.add(ServerSpec.of("http://c").withId("c"), 0);
        return Pools.server(pool, "c");
    }

    private String whyNow() {
        return ((PoolEvent.StateChanged) events.get(events.size() - 1)).evidence();
    }

    @Test
    void theFirstServersOfAPoolWaitForNothing() {
        assertEquals(List.of(ACTIVE, ACTIVE), Pools.states(pool));
        assertEquals(List.of("a", "b"), Pools.reached(pool, 50, 0));
    }

    @Test
    void norDoThoseThatReplaceAllOthers() {
        pool.update(Pools.specs("c", "d"), 1);
        assertEquals(List.of(ACTIVE, ACTIVE), Pools.states(pool));
        pool.update(Pools.specs("d", "e"), 2);
        assertEquals(List.of(ACTIVE, NOT_READY), Pools.states(pool));
    }

    @Test
    void aNewcomerGetsNothingUntilItsProbePasses() {
        Server c = newcomer();
        assertEquals(List.of(ACTIVE, ACTIVE, NOT_READY), Pools.states(pool));
        assertEquals(List.of("a", "b"), Pools.reached(pool, 50, 1));
        c.recordProbe(true, SECONDS);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
        assertEquals(List.of("a", "b", "c"), Pools.reached(pool, 500, SECONDS));
        assertEquals("its probes pass", whyNow());
    }

    @Test
    void theFirstProbeDecides() {
        Server c = newcomer();
        c.recordProbe(false, SECONDS);
        assertEquals(UNHEALTHY, Pools.states(pool).get(2));
        pool.advance(END);
        assertEquals(UNHEALTHY, Pools.states(pool).get(2));
    }

    @Test
    void aProbeThatDoesNotAnswerHoldsItUpForSoLongOnly() {
        newcomer();
        pool.advance(END - 1);
        assertEquals(List.of("a", "b"), Pools.reached(pool, 50, END - 1));
        assertEquals(List.of("a", "b", "c"), Pools.reached(pool, 500, END));
        assertEquals(ACTIVE, Pools.states(pool).get(2));
        assertEquals("no probe of it has answered in time", whyNow());
    }

    @Test
    void itIsUsedRatherThanNobody() {
        newcomer();
        pool.drain("a", Duration.ZERO, 1);
        Pools.server(pool, "b").recordProbe(false, 1);
        assertEquals(List.of("c"), Pools.reached(pool, 50, 1));
    }

    @Test
    void whoIsReadmittedIsLookedAtAnew() {
        Server a = Pools.server(pool, "a");
        a.recordProbe(true, 0);
        pool.drain("a", Duration.ZERO, 0);
        assertEquals(DRAINING, Pools.states(pool).get(0));
        pool.readmit("a", 1);
        assertEquals(List.of("b"), Pools.reached(pool, 50, 1));
        a.recordProbe(true, 2);
        assertEquals(List.of("a", "b"), Pools.reached(pool, 500, 2));
    }

    @Test
    void whoDrainsNoMoreByDiscoveryIsLookedAtAnew() {
        pool.change("a", spec -> spec.withDraining(true), 0);
        pool.change("a", spec -> spec.withWeight(2), 0);
        assertEquals(DRAINING, Pools.states(pool).get(0));
        pool.change("a", spec -> spec.withDraining(false), 1);
        assertEquals(List.of("b"), Pools.reached(pool, 50, 1));
        pool.drain("b", Duration.ZERO, 2);
        Pools.server(pool, "a").recordProbe(true, 3);
        assertEquals(List.of("a"), Pools.reached(pool, 50, 3));
    }

    @Test
    void aChangeThatLeavesAServerInUseHoldsUpNobody() {
        pool.change("a", spec -> spec.withWeight(3), 0);
        pool.readmit("b", 0);
        assertEquals(List.of(ACTIVE, ACTIVE), Pools.states(pool));
    }

    @Test
    void withoutProbesNobodyWaits() {
        ServerPool unprobed = Pools.pool(Pools.CONFIG, event -> {}, "a", "b");
        unprobed.add(ServerSpec.of("http://c").withId("c"), 0);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE), Pools.states(unprobed));
    }
}

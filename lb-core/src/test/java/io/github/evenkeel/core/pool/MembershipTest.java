package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.Servers;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that come, change and go one by one. */
class MembershipTest {
    private final List<PoolEvent> events = new ArrayList<>();
    private final ServerPool pool = Pools.pool(Pools.CONFIG, events::add, "a", "b");
    private final Server a = Pools.server(pool, "a");

    private List<String> ids() {
        return pool.servers().stream().map(Server::id).toList();
    }

    @Test
    void addedServerIsTheLast() {
        pool.add(Servers.spec("c"), 0);
        assertEquals(List.of("a", "b", "c"), ids());
        assertSame(a, Pools.server(pool, "a"));
        assertEquals(
                new PoolEvent.ServerAdded("orders", Pools.server(pool, "c"), Servers.spec("c")),
                events.get(events.size() - 1));
    }

    @Test
    void serverIsAddedOnce() {
        ServerSpec again = Servers.spec("a").withWeight(2);
        Exception e = assertThrows(IllegalArgumentException.class, () -> pool.add(again, 0));
        assertEquals("server 'a' is in pool 'orders' already; change it or remove it first", e.getMessage());
        assertEquals(List.of("a", "b"), ids());
    }

    @Test
    void removedServerGetsNothingAndEndsWhatItHas() {
        Lease lease = Pools.leaseOn(pool, a, 0);
        assertTrue(pool.remove("a", 1));
        assertEquals(List.of("b"), ids());
        assertEquals(List.of("b"), Pools.reached(pool, 20, 1));
        assertEquals(1, a.inFlight());
        assertTrue(lease.succeed(MILLIS));
        assertEquals(0, a.inFlight());
        assertFalse(pool.remove("a", 2));
        assertEquals(new PoolEvent.ServerRemoved("orders", a), events.get(events.size() - 1));
    }

    @Test
    void changedServerKeepsItsState() {
        Servers.answer(a, 7 * MILLIS, SECONDS);
        ServerSpec before = Servers.spec("a");
        pool.change("a", spec -> spec.withWeight(3).withZone("east").withTier(0), SECONDS);
        assertSame(a, Pools.server(pool, "a"));
        assertEquals(7 * MILLIS, a.latencyNanos(), MILLIS / 100.0);
        ServerSpec after = pool.statistics(SECONDS).servers().get(0).spec();
        assertEquals(before.withWeight(3).withZone("east"), after);
        assertEquals(new PoolEvent.ServerChanged("orders", a, before, after), events.get(events.size() - 1));
        assertEquals(List.of("a", "b"), ids(), "at the same place");
    }

    @Test
    void weightOnlyChangesCount() {
        ServerPool weighted = Pools.pool(
                Pools.CONFIG.withStrategy(SelectionStrategy.weightedRoundRobin()), PoolListener.NONE, "a", "b");
        weighted.change("a", spec -> spec.withWeight(3), 0);
        long ofA = 0;
        for (int i = 0; i < 400; i++) {
            Lease lease = Pools.acquire(weighted, 0);
            ofA += lease.server().id().equals("a") ? 1 : 0;
            lease.cancel(0);
        }
        assertEquals(300, ofA);
    }

    @Test
    void sameAgainIsNoChange() {
        events.clear();
        pool.change("a", spec -> spec.withMetadata(Map.of()), 0);
        assertEquals(List.of(), events);
    }

    @Test
    void anotherOriginIsAnotherServer() {
        pool.change("a", spec -> ServerSpec.of("http://elsewhere").withId("a"), 0);
        assertNotSame(a, Pools.server(pool, "a"));
        assertEquals(URI.create("http://elsewhere"), Pools.server(pool, "a").origin());
    }

    @Test
    void idMustStay() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> pool.change("a", spec -> spec.withId("z"), 0));
        assertEquals(
                "the id of server 'a' must stay but became 'z'; add that server and remove this one", e.getMessage());
    }

    @Test
    void unknownServerCannotBeChanged() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> pool.change("c", spec -> spec.withWeight(2), 0));
        assertEquals("pool 'orders' has no server 'c', only [a, b]", e.getMessage());
    }

    @Test
    void poolWhoseLastServerLeavesCanBeFilledAgain() {
        pool.remove("a", 0);
        pool.remove("b", 0);
        assertEquals(List.of(), ids());
        assertFalse(pool.statistics(0).failOpen());
        pool.add(Servers.spec("a"), 0);
        assertEquals(List.of("a"), Pools.reached(pool, 3, 0));
    }
}

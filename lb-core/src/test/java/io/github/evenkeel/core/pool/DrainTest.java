package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.server.ServerState.ACTIVE;
import static io.github.evenkeel.core.server.ServerState.DRAINING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrainTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final List<PoolEvent> events = new ArrayList<>();
    private final ServerPool pool = Pools.pool(Pools.CONFIG, events::add, "a", "b");
    private final Server a = Pools.server(pool, "a");

    private static @Nullable DrainOutcome outcome(Drain drain) {
        return drain.outcome().toCompletableFuture().getNow(null);
    }

    private List<PoolEvent> drainEvents() {
        return events.stream()
                .filter(event -> event instanceof PoolEvent.DrainBegan || event instanceof PoolEvent.DrainEnded)
                .toList();
    }

    private Lease leaseOnA() {
        return Pools.leaseOn(pool, a, 0);
    }

    static LongStream origins() {
        return io.github.evenkeel.core.Time.origins();
    }

    @Test
    void idleServerIsDrainedAtOnce() {
        Drain drain = pool.drain("a", TEN_SECONDS, 0);
        assertSame(a, drain.server());
        assertTrue(drain.isOver());
        assertEquals(DrainOutcome.IDLE, outcome(drain));
        assertEquals(
                List.of(
                        new PoolEvent.DrainBegan("orders", a, 0),
                        new PoolEvent.DrainEnded("orders", a, DrainOutcome.IDLE, 0)),
                drainEvents());
    }

    @Test
    void endsWithTheLastRequestInFlightAndNoneIsAdded() {
        Lease first = leaseOnA();
        Lease second = leaseOnA();
        Drain drain = pool.drain("a", TEN_SECONDS, 0);
        assertEquals(List.of(DRAINING, ACTIVE), Pools.states(pool));
        assertEquals(List.of("b"), Pools.reached(pool, 50, 0));
        first.succeed(1);
        assertFalse(drain.isOver());
        second.cancel(2);
        assertEquals(DrainOutcome.IDLE, outcome(drain));
        assertEquals(2, drainEvents().size());
        assertEquals(List.of("b"), Pools.reached(pool, 50, 3), "it stays drained");
    }

    @ParameterizedTest
    @MethodSource("origins")
    void endsWithItsTimeThoughSomethingIsInFlight(long origin) {
        ServerPool young = new ServerPool("orders", Pools.CONFIG, events::add, 42);
        young.update(Pools.specs("a", "b"), origin);
        Server server = Pools.server(young, "a");
        Lease lease = Pools.leaseOn(young, server, origin);
        Drain drain = young.drain("a", TEN_SECONDS, origin);
        young.advance(origin + 10 * SECONDS - 1);
        assertFalse(drain.isOver());
        young.advance(origin + 10 * SECONDS);
        assertEquals(DrainOutcome.OVERDUE, outcome(drain));
        assertTrue(drainEvents().contains(new PoolEvent.DrainEnded("orders", server, DrainOutcome.OVERDUE, 1)));
        assertEquals(List.of("b"), Pools.reached(young, 50, origin + 11 * SECONDS));
        lease.succeed(origin + 12 * SECONDS);
        assertEquals(2, drainEvents().size(), "told once");
    }

    @Test
    void anyAcquireNoticesThatTheTimeIsOver() {
        leaseOnA();
        Drain drain = pool.drain("a", TEN_SECONDS, 0);
        Pools.acquire(pool, 10 * SECONDS);
        assertEquals(DrainOutcome.OVERDUE, outcome(drain));
    }

    @Test
    void readmittedServerGetsRequestsAgain() {
        leaseOnA();
        Drain drain = pool.drain("a", TEN_SECONDS, 0);
        assertTrue(pool.readmit("a", 1));
        assertEquals(DrainOutcome.CANCELLED, outcome(drain));
        assertEquals(List.of(ACTIVE, ACTIVE), Pools.states(pool));
        assertEquals(List.of("a", "b"), Pools.reached(pool, 100, 20 * SECONDS));
        assertFalse(pool.readmit("a", 2), "nobody drains it");
    }

    @Test
    void serverDrainedLongAgoCanBeReadmitted() {
        Drain drain = pool.drain("a", TEN_SECONDS, 0);
        assertTrue(pool.readmit("a", 100 * SECONDS));
        assertEquals(DrainOutcome.IDLE, outcome(drain));
        assertEquals(List.of("a", "b"), Pools.reached(pool, 100, 200 * SECONDS));
    }

    @Test
    void drainingAnewSetsAnotherTime() {
        Lease lease = leaseOnA();
        Drain first = pool.drain("a", TEN_SECONDS, 0);
        Drain second = pool.drain("a", Duration.ofSeconds(30), SECONDS);
        assertEquals(DrainOutcome.CANCELLED, outcome(first));
        pool.advance(30 * SECONDS);
        assertFalse(second.isOver());
        lease.succeed(30 * SECONDS);
        assertEquals(DrainOutcome.IDLE, outcome(second));
    }

    @Test
    void outlastsUpdates() {
        leaseOnA();
        Drain drain = pool.drain("a", TEN_SECONDS, 0);
        pool.update(List.of(pool.statistics(0).servers().get(0).spec().withWeight(7), specOfB()), 1);
        assertFalse(drain.isOver());
        assertEquals(List.of(DRAINING, ACTIVE), Pools.states(pool));
    }

    private static ServerSpec specOfB() {
        return Pools.specs("b").get(0);
    }

    @Test
    void goesOnAfterTheServerIsRemoved() {
        Lease lease = leaseOnA();
        Drain byRequest = pool.drain("a", TEN_SECONDS, 0);
        pool.remove("a", 1);
        assertFalse(byRequest.isOver());
        lease.succeed(2);
        assertEquals(DrainOutcome.IDLE, outcome(byRequest));

        Server b = Pools.server(pool, "b");
        Pools.leaseOn(pool, b, 3);
        Drain byTime = pool.drain("b", TEN_SECONDS, 3);
        pool.remove("b", 4);
        pool.advance(3 + 10 * SECONDS);
        assertEquals(DrainOutcome.OVERDUE, outcome(byTime));
    }

    @Test
    void drainedServerIsTheLastToBeUsed() {
        pool.drain("a", TEN_SECONDS, 0);
        Pools.sicken(pool, "b", 0);
        assertEquals(List.of("b"), Pools.reached(pool, 20, 0), "rather an unhealthy one");
        pool.drain("b", TEN_SECONDS, 0);
        assertEquals(List.of("a", "b"), Pools.reached(pool, 100, 0));
        assertTrue(pool.statistics(0).failOpen());
        assertEquals(
                "too few servers are eligible: 2 draining", pool.statistics(0).failOpenReason());
    }

    @Test
    void drainedServerGetsNoTrial() {
        Pools.open(pool, "a", 0);
        pool.drain("a", TEN_SECONDS, 0);
        assertEquals(List.of("b"), Pools.reached(pool, 50, 1000 * SECONDS));
        assertEquals(ServerState.DRAINING, Pools.states(pool).get(0));
    }

    @Test
    void unknownServersAreNamedAndSoAreTheKnown() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> pool.drain("c", TEN_SECONDS, 0));
        assertEquals("pool 'orders' has no server 'c', only [a, b]", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> pool.readmit("c", 0));
    }

    @Test
    void timesThatAreNoneAreRefused() {
        Duration eternal = ChronoUnit.FOREVER.getDuration();
        Exception e = assertThrows(IllegalArgumentException.class, () -> pool.drain("a", eternal, 0));
        assertEquals(
                "the time for server 'a' to drain must be from PT0S to PT8760H but was " + eternal
                        + "; what is in flight goes on after it all the same",
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> pool.drain("a", Duration.ofNanos(-1), 0));
        assertEquals(ACTIVE, pool.statistics(0).servers().get(0).state());
        leaseOnA();
        assertEquals(DrainOutcome.OVERDUE, outcome(pool.drain("a", Duration.ZERO, Long.MAX_VALUE)));
        assertNull(outcome(pool.drain("a", Duration.ofDays(365), Long.MAX_VALUE)));
    }

    @Test
    void saysWhatItDoes() {
        leaseOnA();
        Drain drain = pool.drain("a", TEN_SECONDS, 0);
        assertEquals("Drain[a, 1 in flight]", drain.toString());
        pool.readmit("a", 0);
        assertEquals("Drain[a, over]", drain.toString());
        assertNotNull(outcome(drain));
    }

    /** Whoever waits for the server to be idle would else be told before this request began on it. */
    @Test
    void pickThatADrainOvertakesIsMadeAgain() {
        Runnable[] whilePicking = new Runnable[1];
        SelectionStrategy interrupted = (view, previous, random) -> (key, nowNanos, draws, tried) -> {
            Runnable first = whilePicking[0];
            whilePicking[0] = null;
            if (first != null) {
                first.run();
            }
            return 0;
        };
        ServerPool overtaken = Pools.pool(Pools.CONFIG.withStrategy(interrupted), PoolListener.NONE, "a", "b");
        Drain[] drain = new Drain[1];
        whilePicking[0] = () -> drain[0] = overtaken.drain("a", TEN_SECONDS, 0);
        Lease lease = Pools.acquire(overtaken, 0);
        assertEquals("b", lease.server().id());
        assertEquals(DrainOutcome.IDLE, outcome(drain[0]));
        assertEquals(0, drain[0].server().inFlight());
        assertEquals(0, overtaken.statistics(0).servers().get(0).cancellations(), "nor is the first pick counted");

        whilePicking[0] = () -> overtaken.remove("b", 0);
        assertEquals("a", Pools.acquire(overtaken, 0).server().id(), "failing open to the one that drains");
    }
}

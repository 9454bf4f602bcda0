package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.Breakers;
import io.github.evenkeel.core.health.CircuitBreaker;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.ClassLayout;

class LeaseTest {
    private final Server server = Servers.server("a", Breakers.TWO_IN_A_ROW, nowNanos -> {});

    static Stream<Named<Predicate<Lease>>> closes() {
        return Stream.of(
                Named.of("succeed", lease -> lease.succeed(MILLIS)),
                Named.of("fail", lease -> lease.fail(FailureKind.TIMEOUT, MILLIS)),
                Named.of("cancel", lease -> lease.cancel(MILLIS)));
    }

    @ParameterizedTest
    @MethodSource("closes")
    void isClosedExactlyOnceWhicheverWay(Predicate<Lease> close) {
        Lease lease = server.acquire(0, null);
        assertFalse(lease.isClosed());
        assertEquals(1, server.inFlight());
        assertTrue(close.test(lease));
        assertTrue(lease.isClosed());
        ServerStatistics once = Servers.statistics(server);
        assertEquals(0, once.inFlight());
        assertEquals(1, once.requests());
        closes().forEach(again -> assertFalse(again.getPayload().test(lease)));
        assertEquals(once, Servers.statistics(server));
    }

    @Test
    void knowsItsServerAndTheAttemptBefore() {
        Lease first = server.acquire(0, null);
        Lease second = Servers.server("b").acquire(0, first);
        assertSame(server, first.server());
        assertNull(first.previous());
        assertSame(first, second.previous());
    }

    @Test
    void chainIsTheSetOfServersTried() {
        Server other = Servers.server("b");
        Server untried = Servers.server("c");
        Lease latest = other.acquire(0, server.acquire(0, null));
        assertTrue(Lease.tried(latest, server));
        assertTrue(Lease.tried(latest, other));
        assertFalse(Lease.tried(latest, untried));
        assertFalse(Lease.tried(null, server));
    }

    @Test
    void respondRecordsTheLatencyOnceAndLeavesTheServerOccupied() {
        Lease lease = server.acquire(SECONDS, null);
        assertTrue(lease.respond(SECONDS + 10 * MILLIS));
        assertEquals(10.0 * MILLIS, server.latencyNanos());
        assertEquals(1, server.inFlight());
        assertFalse(lease.isClosed());
        assertFalse(lease.respond(5 * SECONDS));
        assertTrue(lease.succeed(9 * SECONDS));
        assertEquals(10.0 * MILLIS, server.latencyNanos(), "the time of the body is no latency");
        assertEquals(0, server.inFlight());
    }

    @Test
    void successRecordsTheLatencyThatNobodyRecorded() {
        server.acquire(SECONDS, null).succeed(SECONDS + 10 * MILLIS);
        assertEquals(10.0 * MILLIS, server.latencyNanos());
    }

    @ParameterizedTest
    @MethodSource("closes")
    void respondAfterTheCloseRecordsNothing(Predicate<Lease> close) {
        Lease lease = server.acquire(0, null);
        close.test(lease);
        double before = server.latencyNanos();
        assertFalse(lease.respond(5 * SECONDS));
        assertEquals(before, server.latencyNanos());
    }

    /** Or a server that fails fast would look fast. */
    @Test
    void failureAndCancellationAreNoLatency() {
        server.acquire(0, null).fail(FailureKind.STATUS, MILLIS);
        server.acquire(0, null).cancel(MILLIS);
        assertEquals(0, server.latencyNanos());
    }

    @Test
    void responseThatBreaksOffIsAFailureWithALatency() {
        Lease lease = server.acquire(0, null);
        lease.respond(MILLIS);
        assertTrue(lease.fail(FailureKind.BODY, SECONDS));
        assertEquals(1.0 * MILLIS, server.latencyNanos());
        assertEquals(1, Servers.statistics(server).failures());
    }

    @Test
    void failureWithoutAKindClosesNothing() {
        Lease lease = server.acquire(0, null);
        assertThrows(NullPointerException.class, () -> lease.fail(null, 0));
        assertFalse(lease.isClosed());
        assertTrue(lease.cancel(0));
    }

    @Test
    void carriesTheTrialToTheBreaker() {
        Servers.fail(server, 2, 0);
        long due = server.breaker().trialDueNanos();
        Lease trial = server.acquireTrial(due, null);
        assertEquals(CircuitBreaker.State.HALF_OPEN, server.breaker().state());
        assertTrue(trial.cancel(due));
        assertEquals(CircuitBreaker.State.OPEN, server.breaker().state());
        server.acquireTrial(due, null).succeed(due);
        assertEquals(CircuitBreaker.State.CLOSED, server.breaker().state());
    }

    /** The permit is packed beside two bits, up to the sign. */
    @ParameterizedTest
    @ValueSource(ints = {CircuitBreaker.NO_PERMIT, 0, 1, CircuitBreaker.MAX_PERMIT - 1, CircuitBreaker.MAX_PERMIT})
    void closesWithAnyPermit(int permit) {
        Servers.occupy(server, 1);
        Lease lease = new Lease(server, permit, 0, null);
        assertFalse(lease.isClosed());
        assertTrue(lease.respond(MILLIS));
        assertTrue(lease.succeed(MILLIS));
        assertTrue(lease.isClosed());
        assertEquals(1, Servers.statistics(server).successes());
    }

    @Test
    void occupiesAtMost32Bytes() {
        assertTrue(
                ClassLayout.parseClass(Lease.class).instanceSize() <= 32,
                () -> ClassLayout.parseClass(Lease.class).toPrintable());
    }

    @Test
    void saysWhereAndWhetherItIsOpen() {
        Lease lease = server.acquire(0, null);
        assertEquals("Lease[a, open]", lease.toString());
        lease.cancel(0);
        assertEquals("Lease[a, closed]", lease.toString());
    }
}

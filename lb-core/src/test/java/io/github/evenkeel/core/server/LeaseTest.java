package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerMetrics;
import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.BreakerWindow;
import io.github.evenkeel.core.health.Breakers;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.OpeningCause;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
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
                Named.of("cancel", lease -> lease.cancel(MILLIS)),
                Named.of("overtaken", lease -> lease.overtaken(MILLIS)));
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

    /** Or what is slow would be missing among what is measured as soon as it is hedged. */
    @Test
    void whatItTookUntilItWasOvertakenIsAPercentileAndNothingElse() {
        assertTrue(server.acquire(0, null).overtaken(SECONDS));
        ServerStatistics after = Servers.statistics(server);
        assertEquals(1, after.percentiles().responses());
        assertEquals(1000, after.percentiles().p50().toMillis(), 60);
        assertEquals(1, after.cancellations());
        assertEquals(0, server.latencyNanos());
    }

    @Test
    void whatWasAnsweredBeforeItWasOvertakenIsMeasuredOnce() {
        Lease lease = server.acquire(0, null);
        lease.respond(MILLIS);
        assertTrue(lease.overtaken(SECONDS));
        assertEquals(1, Servers.statistics(server).percentiles().responses());
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
    void isAsIfItHadNeverBeenWhenItIsWithdrawn() {
        ServerStatistics before = Servers.statistics(server);
        Lease lease = server.acquire(0, null);
        assertTrue(lease.withdraw(0));
        assertTrue(lease.isClosed());
        assertFalse(lease.withdraw(0));
        assertFalse(lease.succeed(0));
        assertEquals(before, Servers.statistics(server));
    }

    @Test
    void trialThatIsWithdrawnIsDueAgain() {
        Servers.fail(server, 2, 0);
        long due = server.breaker().trialDueNanos();
        assertTrue(server.acquireTrial(due, null).withdraw(due));
        assertTrue(server.acquireTrial(due, null).succeed(due));
        assertEquals(CircuitBreaker.State.CLOSED, server.breaker().state());
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

    /** The permit is packed beside three bits, up to the sign. */
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

    private static Server slowAfterOneSecond() {
        return Servers.server(
                "a",
                BreakerSettings.DEFAULT
                        .withFailureRate(100, 1, BreakerWindow.requests(4))
                        .withConsecutiveFailures(2)
                        .withSlowRate(100, Duration.ofSeconds(1)),
                nowNanos -> {});
    }

    /** What is slow is the way to the head of the response: a stream may last. */
    @Test
    void longBodyIsNotSlow() {
        Server slow = slowAfterOneSecond();
        Lease lease = slow.acquire(5 * SECONDS, null);
        lease.respond(6 * SECONDS);
        lease.succeed(100 * SECONDS);
        assertEquals(0, slow.breaker().metrics(0).slow());
        assertEquals(CircuitBreaker.State.CLOSED, slow.breaker().state());
    }

    @Test
    void lateHeadIsSlowWhenTheLeaseIsClosed() {
        Server slow = slowAfterOneSecond();
        Lease lease = slow.acquire(0, null);
        lease.respond(SECONDS + 1);
        assertEquals(CircuitBreaker.State.CLOSED, slow.breaker().state());
        lease.succeed(2 * SECONDS);
        assertEquals(OpeningCause.SLOW_RATE, slow.breaker().metrics(0).lastCause());
    }

    @Test
    void successWithoutAHeadOfItsOwnIsSlowByItsEnd() {
        Server slow = slowAfterOneSecond();
        slow.acquire(0, null).succeed(SECONDS + 1);
        assertEquals(OpeningCause.SLOW_RATE, slow.breaker().metrics(0).lastCause());
        Server quick = slowAfterOneSecond();
        quick.acquire(5 * SECONDS, null).succeed(6 * SECONDS);
        assertEquals(CircuitBreaker.State.CLOSED, quick.breaker().state());
    }

    @Test
    void failureIsSlowByItsHeadOrElseByItsEnd() {
        Server slow = slowAfterOneSecond();
        Lease early = slow.acquire(0, null);
        early.respond(SECONDS);
        early.fail(FailureKind.BODY, 9 * SECONDS);
        BreakerMetrics opened = slow.breaker().metrics(0);
        assertEquals(0, opened.slow(), "broke off late, but was quick to answer");
        Server other = slowAfterOneSecond();
        other.acquire(0, null).fail(FailureKind.TIMEOUT, 9 * SECONDS);
        assertEquals(1, other.breaker().metrics(0).slow());
        assertEquals(1, other.breaker().metrics(0).failures());
    }

    @Test
    void slowTrialFails() {
        Server slow = slowAfterOneSecond();
        slow.breaker().trip(0);
        long due = slow.breaker().trialDueNanos();
        Lease trial = slow.acquireTrial(due, null);
        assertTrue(trial.respond(due + SECONDS + 1));
        assertEquals(CircuitBreaker.State.OPEN, slow.breaker().state());
        assertTrue(trial.succeed(due + 2 * SECONDS));
        assertEquals(CircuitBreaker.State.OPEN, slow.breaker().state());
    }

    @Tag("long")
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

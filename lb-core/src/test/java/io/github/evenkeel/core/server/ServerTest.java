package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.Breakers;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.HealthStatus;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerTest {
    private final List<Long> heard = new ArrayList<>();
    private final Server server = Servers.server("a", Breakers.TWO_IN_A_ROW, heard::add);

    private void assertHeardAt(Long... times) {
        assertEquals(List.of(times), heard);
        heard.clear();
    }

    @Test
    void hasTheIdentityThatDiscoveryGaveIt() {
        assertEquals("a", server.id());
        assertEquals(URI.create("http://a:80"), server.origin());
        assertEquals(HealthStatus.UNKNOWN, server.health().status());
        assertEquals(0, server.inFlight());
        assertEquals(0, server.latencyNanos());
    }

    @Test
    void figuresAddUp() {
        Servers.answer(server, 10 * MILLIS, SECONDS);
        Servers.answer(server, 10 * MILLIS, SECONDS);
        server.acquire(0, null).fail(FailureKind.TIMEOUT, SECONDS);
        Servers.answer(server, 10 * MILLIS, SECONDS);
        server.acquire(0, null).fail(FailureKind.STATUS, SECONDS);
        server.acquire(0, null).cancel(SECONDS);
        Servers.occupy(server, 2);
        server.countEjection();

        ServerSpec spec = Servers.spec("a").withWeight(7);
        ServerStanding standing = new ServerStanding(
                ServerState.RETAINED, Duration.ofSeconds(3), StateCause.OTHERS, "few", Duration.ZERO, 0.7);
        ServerStatistics figures = ServerStatistics.of(server, spec, standing, SECONDS);
        LatencyPercentiles percentiles = LatencyPercentiles.of(List.of(server), SECONDS);
        assertEquals(3, percentiles.responses());
        Map<FailureKind, Long> byKind = Map.of(
                FailureKind.CONNECT, 0L,
                FailureKind.TIMEOUT, 1L,
                FailureKind.CONNECTION_LOST, 0L,
                FailureKind.STATUS, 1L,
                FailureKind.BODY, 0L);
        assertEquals(
                new ServerStatistics(
                        spec,
                        standing,
                        8,
                        3,
                        2,
                        byKind,
                        1,
                        2,
                        1,
                        Duration.ofMillis(10),
                        server.health(),
                        server.breaker().metrics(SECONDS),
                        percentiles),
                figures);
        assertEquals("a", figures.id());
        assertEquals(ServerState.RETAINED, figures.state());
        assertEquals(3, server.successes());
        assertEquals(2, server.failures());
    }

    @Test
    void listenerHearsOfTheBeginningOfAPauseOnly() {
        server.pause(5, 5);
        assertHeardAt();
        server.pause(9, 5);
        assertHeardAt(5L);
        server.pause(12, 6);
        assertHeardAt();
        assertEquals(6, server.pauseLeftNanos(6));
        assertEquals(0, server.pauseLeftNanos(12));
    }

    @Test
    void listenerHearsOfTheOpeningOnly() {
        Servers.answer(server, MILLIS, 5);
        server.acquire(5, null).cancel(5);
        Servers.fail(server, 1, 6);
        assertHeardAt();
        Servers.fail(server, 1, 7);
        assertHeardAt(7L);
        Servers.fail(server, 3, 8);
        assertHeardAt();
    }

    @Test
    void listenerHearsOfEachStepOfATrial() {
        Servers.fail(server, 2, 0);
        assertHeardAt(0L);
        long due = server.breaker().trialDueNanos();
        assertNull(server.acquireTrial(due - 1, null));
        assertHeardAt();
        Lease cancelled = server.acquireTrial(due, null);
        assertHeardAt(due);
        assertNull(server.acquireTrial(due, null), "exactly one");
        cancelled.cancel(due + 1);
        assertHeardAt(due + 1);
        server.acquireTrial(due + 2, null).fail(FailureKind.CONNECT, due + 3);
        assertHeardAt(due + 2, due + 3);
        long again = server.breaker().trialDueNanos();
        server.acquireTrial(again, null).succeed(again);
        assertHeardAt(again, again);
    }

    @Test
    void trialBelongsToTheChainOfItsExchange() {
        Servers.fail(server, 2, 0);
        Lease before = Servers.server("b").acquire(0, null);
        Lease trial = server.acquireTrial(server.breaker().trialDueNanos(), before);
        assertEquals(before, trial.previous());
        assertEquals(1, server.inFlight());
    }

    @Test
    void requestsOnAServerWithAnOpenBreakerMoveItNowhere() {
        Servers.fail(server, 2, 0);
        long due = server.breaker().trialDueNanos();
        Servers.answer(server, MILLIS, due);
        Servers.fail(server, 5, due);
        assertEquals(CircuitBreaker.State.OPEN, server.breaker().state());
        assertEquals(due, server.breaker().trialDueNanos());
    }

    @Test
    void listenerHearsOfEachChangeOfHealth() {
        server.recordProbe(true, 1);
        assertHeardAt(1L);
        assertEquals(HealthStatus.HEALTHY, server.health().status());
        server.recordProbe(false, 2);
        server.recordProbe(false, 3);
        assertHeardAt();
        server.recordProbe(false, 4);
        assertHeardAt(4L);
        assertEquals(HealthStatus.UNHEALTHY, server.health().status());
        server.recordProbe(true, 5);
        assertHeardAt();
        server.recordProbe(true, 6);
        assertHeardAt(6L);
    }

    @Test
    void failedRequestsSpareProbesAndSuccessesDoNotExcuseThem() {
        server.recordProbe(true, 0);
        server.acquire(0, null).fail(FailureKind.STATUS, 0);
        server.recordProbe(false, 0);
        assertEquals(HealthStatus.HEALTHY, server.health().status());
        Servers.answer(server, MILLIS, 0);
        server.recordProbe(false, 0);
        assertEquals(HealthStatus.HEALTHY, server.health().status(), "the success ended the run of failed requests");
        server.recordProbe(false, 0);
        assertEquals(HealthStatus.UNHEALTHY, server.health().status());
    }

    @Test
    void recoveryOfTheProbeBringsTheTrialForward() {
        server.recordProbe(true, 0);
        Servers.fail(server, 2, 0);
        server.recordProbe(false, 1);
        heard.clear();
        server.recordProbe(true, 2);
        server.recordProbe(true, 3);
        assertHeardAt(3L);
        assertEquals(3, server.breaker().trialDueNanos());
    }

    @Test
    void probeThatAlwaysPassesLeavesTheTrialWhereItIs() {
        server.recordProbe(true, 0);
        Servers.fail(server, 2, 0);
        long due = server.breaker().trialDueNanos();
        heard.clear();
        for (int i = 1; i <= 10; i++) {
            server.recordProbe(true, i);
        }
        assertHeardAt();
        assertEquals(due, server.breaker().trialDueNanos());
    }

    @Test
    void firstProbeIsNoRecovery() {
        Servers.fail(server, 2, 0);
        long due = server.breaker().trialDueNanos();
        server.recordProbe(true, 1);
        assertEquals(due, server.breaker().trialDueNanos());
    }

    @Test
    void passThatLeavesTheServerOutBringsNothingForward() {
        server.recordProbe(false, 0);
        Servers.fail(server, 2, 0);
        long due = server.breaker().trialDueNanos();
        server.recordProbe(true, 1);
        assertEquals(due, server.breaker().trialDueNanos());
        server.recordProbe(true, 2);
        assertEquals(2, server.breaker().trialDueNanos());
    }

    @Test
    void failureShareAndLatencyAreForStrategiesToRead() {
        Servers.answer(server, 10 * MILLIS, 0);
        server.acquire(0, null).fail(FailureKind.STATUS, SECONDS);
        assertEquals(0.1, server.failureShare(SECONDS, SECONDS), 1e-6);
        assertEquals(0.05, server.failureShare(2 * SECONDS, SECONDS), 1e-4);
        assertEquals(10.0 * MILLIS, server.latencyNanos());
        assertEquals(2.0 * SECONDS, server.latencyAgeNanos(2 * SECONDS), 65_536);
        assertEquals(Long.MAX_VALUE, Servers.server("unknown").latencyAgeNanos(0));
        assertEquals(7, Servers.server("unknown").latencyNanos(7, 0), "the mean stands for an unknown server");
        assertEquals(10.0 * MILLIS, server.latencyNanos(20 * MILLIS, 9 * SECONDS), "below the mean nothing fades");
        assertEquals(4.75 * MILLIS, server.latencyNanos(4 * MILLIS, 9 * SECONDS), 0.01 * MILLIS, "an eighth of 6 ms");
        Servers.answer(server, 10 * MILLIS, SECONDS);
        assertEquals(0.09, server.failureShare(SECONDS, SECONDS), 1e-6);
    }

    @Test
    void trialThatSucceedsEndsWhatItsFailuresCostIt() {
        Servers.fail(server, 5, 0);
        assertTrue(server.failureShare(0, SECONDS) > 0.3);
        long due = server.breaker().trialDueNanos();
        assertTrue(server.failureShare(due, SECONDS) > 0);
        Lease trial = server.acquireTrial(due, null);
        trial.respond(due + 1);
        assertEquals(0, server.failureShare(due + 1, SECONDS));
    }

    @Test
    void peakLatencyIsKeptFromTheFirstCallOn() {
        Servers.answer(server, 50 * MILLIS, 0);
        PeakLatency peak = server.peakLatency();
        assertEquals(0, peak.nanos(0));
        Servers.answer(server, 10 * MILLIS, SECONDS);
        server.acquire(SECONDS, null).fail(FailureKind.TIMEOUT, 5 * SECONDS);
        assertEquals(10.0 * MILLIS, peak.nanos(SECONDS), "failures have no latency");
        assertSame(peak, server.peakLatency());
    }

    @Test
    void refusesFarMoreThanAMillionRequestsAndStaysCorrect() {
        Lease last = null;
        int open = 0;
        for (Lease next = server.acquire(0, null); next != null; next = server.acquire(0, null)) {
            last = next;
            open++;
        }
        assertTrue(open > 1_000_000);
        assertNull(server.acquire(0, null));
        assertEquals(open, server.inFlight());
        last.succeed(0);
        assertEquals(open - 1, server.inFlight());
        assertEquals(1, Servers.statistics(server).successes());
        assertNotNull(server.acquire(0, null));
    }

    @Test
    void whoWaitsForItToBeIdleHearsOfTheEndOfTheLastRequestOnly() {
        List<Long> idle = new ArrayList<>();
        Lease one = server.acquire(0, null);
        Lease other = server.acquire(0, null);
        server.whenIdle(idle::add);
        one.succeed(1);
        assertEquals(List.of(), idle);
        other.fail(FailureKind.STATUS, 2);
        server.acquire(3, null).cancel(4);
        server.whenIdle(null);
        server.acquire(5, null).cancel(6);
        assertEquals(List.of(2L, 4L), idle);
    }

    @Test
    void listenerHearsOfAMoveThatChangedTheBreaker() {
        assertTrue(server.moveBreaker(breaker -> breaker.forceOpen(7), 7));
        assertHeardAt(7L);
        assertFalse(server.moveBreaker(breaker -> breaker.forceOpen(8), 8));
        assertHeardAt();
        assertEquals(CircuitBreaker.State.FORCED_OPEN, server.breaker().state());
    }

    @Test
    void saysHowItIs() {
        Servers.occupy(server, 3);
        assertEquals("Server[a, inFlight=3, UNKNOWN, CLOSED]", server.toString());
    }
}

package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerMetrics;
import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.OpeningCause;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerStanding;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.core.server.Servers;
import io.github.evenkeel.core.server.StateCause;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What statistics say of where a server stands: since when, why, and when it is tried next. */
class StandingTest {
    private final ServerPool pool = Pools.pool("a", "b", "c");
    private final Server a = Pools.server(pool, "a");

    private ServerStanding ofA(long nowNanos) {
        return of(pool, nowNanos);
    }

    private static ServerStanding of(ServerPool pool, long nowNanos) {
        return pool.statistics(nowNanos).servers().get(0).standing();
    }

    private static void assertStanding(ServerState state, StateCause cause, String evidence, ServerStanding standing) {
        assertEquals(state, standing.state());
        assertEquals(cause, standing.cause());
        assertEquals(evidence, standing.evidence());
    }

    @Test
    void newServerHasJoined() {
        assertStanding(ServerState.ACTIVE, StateCause.JOINED, "named by an update of the servers", ofA(3 * SECONDS));
        assertEquals(Duration.ofSeconds(3), ofA(3 * SECONDS).since());
        assertEquals(Duration.ZERO, ofA(-1).since(), "on a clock a little behind");
        assertNull(ofA(0).nextTrial());
    }

    @Test
    void ejectedServerKnowsItsFailuresAndItsNextTrial() {
        Pools.open(pool, "a", SECONDS);
        assertStanding(
                ServerState.EJECTED, StateCause.REQUESTS, "its requests fail one after the other", ofA(2 * SECONDS));
        assertEquals(Duration.ofSeconds(1), ofA(2 * SECONDS).since());
        long due = a.breaker().trialDueNanos();
        assertEquals(Duration.ofNanos(due - 2 * SECONDS), ofA(2 * SECONDS).nextTrial());
        assertEquals(Duration.ZERO, ofA(due + 5).nextTrial());

        Lease trial = Pools.acquire(pool, due);
        assertStanding(ServerState.TRIAL, StateCause.TRIALS, "its time out is over: it is tried", ofA(due));
        Pools.fail(trial, due);
        assertStanding(ServerState.EJECTED, StateCause.TRIALS, "its trial failed", ofA(due));
        due = a.breaker().trialDueNanos();
        Pools.acquire(pool, due).succeed(due);
        assertStanding(ServerState.ACTIVE, StateCause.TRIALS, "its trial succeeded", ofA(due));
    }

    @Test
    void ejectionForARateShowsItsFigures() {
        BreakerSettings rates = BreakerSettings.DEFAULT.withConsecutiveFailures(100);
        ServerPool rated = Pools.pool(Pools.CONFIG.withBreaker(rates), PoolListener.NONE, "a", "b", "c");
        Server server = Pools.server(rated, "a");
        for (int i = 0; i < 10; i++) {
            Servers.answer(server, MILLIS, 10 * MILLIS);
            Servers.fail(server, 1, 10 * MILLIS);
        }
        assertStanding(ServerState.EJECTED, StateCause.REQUESTS, "10 of 20 requests failed", of(rated, 10 * MILLIS));
    }

    /** Why a server is out and when it is next tried, from one call. */
    @Test
    void statisticsShowWhatTheBreakerKnows() {
        Pools.open(pool, "a", SECONDS);
        ServerStatistics figures = pool.statistics(2 * SECONDS).servers().get(0);
        BreakerMetrics breaker = figures.breaker();
        assertEquals(CircuitBreaker.State.OPEN, breaker.state());
        assertEquals(OpeningCause.CONSECUTIVE_FAILURES, breaker.lastCause());
        assertEquals(figures.failures(), breaker.failures());
        assertEquals(1, breaker.openings());
        assertEquals(SECONDS, breaker.sinceNanos());
        assertEquals(
                figures.standing().nextTrial(),
                Duration.ofNanos(breaker.trialDueNanos().getAsLong() - 2 * SECONDS));

        BreakerMetrics other = pool.statistics(2 * SECONDS).servers().get(1).breaker();
        assertEquals(CircuitBreaker.State.CLOSED, other.state());
        assertTrue(other.trialDueNanos().isEmpty());
    }

    @Test
    void noTrialIsPromisedWhereNoneWillBe() {
        a.moveBreaker(breaker -> breaker.forceOpen(0), 0);
        assertNull(ofA(SECONDS).nextTrial(), "forced open");
        a.moveBreaker(breaker -> breaker.disable(0), 0);
        assertNull(ofA(SECONDS).nextTrial(), "disabled");
    }

    @Test
    void ejectionForSlownessShowsItsFigures() {
        BreakerSettings slow = BreakerSettings.DEFAULT.withSlowRate(50, Duration.ofMillis(100));
        ServerPool rated = Pools.pool(Pools.CONFIG.withBreaker(slow), PoolListener.NONE, "a", "b", "c");
        for (int i = 0; i < 20; i++) {
            Servers.answer(Pools.server(rated, "a"), 150 * MILLIS, SECONDS);
        }
        assertStanding(ServerState.EJECTED, StateCause.REQUESTS, "20 of 20 requests were slow", of(rated, SECONDS));
    }

    @Test
    void forcedAndTrippedBreakersAreTold() {
        a.breaker().forceOpen(0);
        pool.change("b", spec -> spec.withWeight(2), 0);
        assertStanding(ServerState.EJECTED, StateCause.REQUESTS, "its circuit breaker is forced open", ofA(0));
        a.breaker().reset(0);
        pool.change("b", spec -> spec.withWeight(1), 0);
        assertEquals(ServerState.ACTIVE, ofA(0).state());
        a.breaker().trip(0);
        pool.change("b", spec -> spec.withWeight(2), 0);
        assertStanding(ServerState.EJECTED, StateCause.REQUESTS, "it is much worse than the others", ofA(0));
    }

    @Test
    void retainedServerTellsWhatItIsRetainedFrom() {
        ServerPool lone = Pools.pool("a");
        Pools.open(lone, "a", 0);
        assertStanding(
                ServerState.RETAINED,
                StateCause.OTHERS,
                "too few better ones are left: its requests fail one after the other",
                of(lone, 0));
        lone.add(Servers.spec("b"), 0);
        assertStanding(
                ServerState.EJECTED,
                StateCause.OTHERS,
                "enough others are left without it: its requests fail one after the other",
                of(lone, 0));
    }

    @Test
    void probesAreQuoted() {
        Pools.sicken(pool, "a", 0);
        assertEquals(ServerState.UNHEALTHY, ofA(0).state());
        assertEquals(StateCause.PROBES, ofA(0).cause());
        assertTrue(ofA(0).evidence().matches("(a probe|\\d probes) of liveness failed( in a row)?"), ofA(0)::evidence);
        for (int i = 0; i < 3; i++) {
            a.recordProbe(true, SECONDS);
        }
        assertStanding(ServerState.ACTIVE, StateCause.PROBES, "its probes pass", ofA(SECONDS));

        Server b = Pools.server(pool, "b");
        b.recordProbe(ProbeKind.READINESS, Finding.failed(""), SECONDS);
        ServerStanding standing = pool.statistics(SECONDS).servers().get(1).standing();
        assertStanding(ServerState.NOT_READY, StateCause.PROBES, "a probe of readiness failed", standing);
    }

    @Test
    void whatTheProbesSawIsQuoted() {
        Server b = Pools.server(pool, "b");
        b.recordProbe(ProbeKind.READINESS, Finding.failed("GET /ready: status 503, \"starting\""), 0);
        assertEquals(
                "a probe of readiness failed: GET /ready: status 503, \"starting\"",
                pool.statistics(0).servers().get(1).standing().evidence());
        assertTrue(pool.explain(0, 0, new SplittableRandom(1)).toString().contains("status 503, \"starting\""));
        b.recordProbe(ProbeKind.READINESS, Finding.passed(), 0);
        b.recordProbe(ProbeKind.READINESS, Finding.passed(), 0);
        b.recordProbe(ProbeKind.LIVENESS, Finding.degraded("redis is DOWN"), 0);
        String evidence = pool.statistics(0).servers().get(1).standing().evidence();
        assertTrue(evidence.endsWith("its probes say that it is degraded: redis is DOWN"), evidence);
    }

    @Test
    void degradedServersAreNamedSo() {
        ServerPool four = Pools.pool("a", "b", "c", "d");
        Server degraded = Pools.server(four, "a");
        degraded.recordProbe(ProbeKind.LIVENESS, Finding.degraded(""), 0);
        assertStanding(ServerState.DEGRADED, StateCause.PROBES, "its probes say that it is degraded", of(four, 0));
        four.remove("d", 0);
        assertStanding(
                ServerState.RETAINED,
                StateCause.OTHERS,
                "too few better ones are left: its probes say that it is degraded",
                of(four, 0));
        degraded.recordProbe(ProbeKind.LIVENESS, Finding.passed(), 0);
        assertStanding(ServerState.ACTIVE, StateCause.PROBES, "its probes pass", of(four, 0));
    }

    @Test
    void drainingTellsWhoWantsIt() {
        pool.change("a", spec -> spec.withDraining(true), 0);
        assertStanding(ServerState.DRAINING, StateCause.DISCOVERY, "discovery says that it drains", ofA(0));
        pool.change("a", spec -> spec.withDraining(false), 0);
        assertStanding(ServerState.ACTIVE, StateCause.DISCOVERY, "discovery says that it no longer drains", ofA(0));
        pool.drain("a", Duration.ofSeconds(1), 0);
        assertStanding(ServerState.DRAINING, StateCause.OPERATOR, "drained", ofA(0));
        pool.readmit("a", 0);
        assertStanding(ServerState.ACTIVE, StateCause.OPERATOR, "readmitted", ofA(0));
    }

    @Test
    void percentilesAreOfEachServerAndOfAll() {
        Servers.answer(a, 10 * MILLIS, SECONDS);
        Servers.answer(Pools.server(pool, "b"), 100 * MILLIS, SECONDS);
        PoolStatistics statistics = pool.statistics(SECONDS);
        assertEquals(2, statistics.percentiles().responses());
        assertEquals(2, statistics.requests());
        assertEquals(2, statistics.successes());
        assertEquals(0, statistics.failures());
        assertEquals(1, statistics.servers().get(0).percentiles().responses());
        assertNotNull(statistics.servers().get(0).health());
        List<Long> medians = statistics.servers().stream()
                .map(server -> server.percentiles().p50().toMillis())
                .toList();
        assertTrue(medians.get(0) >= 9 && medians.get(0) <= 11 && medians.get(1) >= 93, medians::toString);
    }
}

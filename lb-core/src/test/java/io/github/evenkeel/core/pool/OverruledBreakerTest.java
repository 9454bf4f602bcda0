package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.DAYS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a breaker that somebody moved by hand means to its pool. */
class OverruledBreakerTest {
    private final ServerPool pool = pool(true);

    private static ServerPool pool(boolean failOpen) {
        PoolConfig config = PoolConfig.DEFAULT
                .withStrategy(SelectionStrategy.roundRobin())
                .withBreaker(BreakerSettings.DEFAULT.withConsecutiveFailures(2))
                .withFailOpen(failOpen);
        ServerPool pool = new ServerPool("orders", config, PoolListener.NONE, 1);
        pool.update(Stream.of("a", "b").map(Servers::spec).toList(), 0);
        return pool;
    }

    private static void force(Server server) {
        assertTrue(server.moveBreaker(breaker -> breaker.forceOpen(0), 0));
    }

    private static List<ServerState> states(ServerPool pool) {
        return pool.statistics(0).servers().stream()
                .map(ServerStatistics::state)
                .toList();
    }

    private static List<String> picks(ServerPool pool, long nowNanos) {
        return Stream.generate(() -> pool.acquire(0, nowNanos, new SplittableRandom(1), null))
                .limit(20)
                .map(lease -> lease.server().id())
                .distinct()
                .toList();
    }

    @Test
    void forcedOpenServerGetsNoRequestAndNoTrial() {
        force(pool.servers().get(0));
        assertEquals(List.of(ServerState.EJECTED, ServerState.ACTIVE), states(pool));
        assertEquals(List.of("b"), picks(pool, 0));
        assertEquals(List.of("b"), picks(pool, 300 * DAYS));
    }

    /** Half of the pool is never lost to breakers; but what an operator took out is not a breaker's doing. */
    @Test
    void forcedOpenServerIsNotRetained() {
        force(pool.servers().get(0));
        Servers.fail(pool.servers().get(1), 2, 0);
        assertEquals(List.of(ServerState.EJECTED, ServerState.RETAINED), states(pool));
        assertEquals(List.of("b"), picks(pool, 0));
    }

    @Test
    void allForcedOpenIsUpToFailOpen() {
        pool.servers().forEach(OverruledBreakerTest::force);
        assertTrue(pool.statistics(0).failOpen());
        ServerPool strict = pool(false);
        strict.servers().forEach(OverruledBreakerTest::force);
        Lease lease = strict.acquire(0, 0, new SplittableRandom(1), null);
        assertNull(lease);
    }

    @Test
    void resetBringsItBack() {
        Server server = pool.servers().get(0);
        force(server);
        assertFalse(server.moveBreaker(breaker -> breaker.forceOpen(1), 1), "already");
        assertTrue(server.moveBreaker(breaker -> breaker.reset(1), 1));
        assertEquals(List.of(ServerState.ACTIVE, ServerState.ACTIVE), states(pool));
    }

    @Test
    void disabledBreakerKeepsItsServerInWhateverFails() {
        Server server = pool.servers().get(0);
        server.moveBreaker(breaker -> breaker.disable(0), 0);
        Servers.fail(server, 100, 0);
        assertEquals(CircuitBreaker.State.DISABLED, server.breaker().state());
        assertEquals(List.of(ServerState.ACTIVE, ServerState.ACTIVE), states(pool));
    }

    @Test
    void disablingBringsAnEjectedServerBack() {
        Server server = pool.servers().get(0);
        Servers.fail(server, 2, 0);
        assertEquals(List.of(ServerState.EJECTED, ServerState.ACTIVE), states(pool));
        server.moveBreaker(breaker -> breaker.disable(0), 0);
        assertEquals(List.of(ServerState.ACTIVE, ServerState.ACTIVE), states(pool));
    }

    @Test
    void trippedServerIsEjected() {
        pool.servers().get(0).moveBreaker(breaker -> breaker.trip(0), 0);
        assertEquals(List.of(ServerState.EJECTED, ServerState.ACTIVE), states(pool));
    }

    /** Three trials decide: the server stays on trial, out of the ordinary traffic, until all three places are taken. */
    @Test
    void everyTrialOfSeveralIsTaken() {
        PoolConfig config = PoolConfig.DEFAULT.withBreaker(
                BreakerSettings.DEFAULT.withConsecutiveFailures(2).withTrials(3));
        ServerPool several = new ServerPool("orders", config, PoolListener.NONE, 1);
        several.update(Stream.of("a", "b").map(Servers::spec).toList(), 0);
        Server server = several.servers().get(0);
        Servers.fail(server, 2, 0);
        long due = server.breaker().trialDueNanos();
        List<Lease> trials = Stream.generate(() -> several.acquire(0, due, new SplittableRandom(1), null))
                .limit(4)
                .toList();
        assertEquals(
                List.of("a", "a", "a", "b"),
                trials.stream().map(lease -> lease.server().id()).toList());
        trials.get(0).succeed(due);
        assertEquals(List.of(ServerState.TRIAL, ServerState.ACTIVE), states(several));
        trials.get(1).succeed(due);
        assertEquals(List.of(ServerState.ACTIVE, ServerState.ACTIVE), states(several));
    }
}

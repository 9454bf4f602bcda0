package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.server.ServerState.ACTIVE;
import static io.github.evenkeel.core.server.ServerState.EJECTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.OutlierDetector.Finding;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.StateCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutlierSweepTest {
    /** A breaker that by itself would never open for a server that fails every third request. */
    private static final BreakerSettings PATIENT =
            BreakerSettings.DEFAULT.withConsecutiveFailures(1000).withoutRates();

    private static final PoolConfig CONFIG =
            PoolConfig.DEFAULT.withStrategy(SelectionStrategy.roundRobin()).withBreaker(PATIENT);

    private final List<PoolEvent> events = new ArrayList<>();
    private final RandomGenerator random = new SplittableRandom(11);

    static LongStream origins() {
        return io.github.evenkeel.core.Time.origins();
    }

    /** Takes a hundred requests a second for so long; server a fails, and takes, as told. */
    private void load(ServerPool pool, long fromNanos, int seconds, double failureRateOfA, long latencyOfA) {
        for (int i = 0; i < 100 * seconds; i++) {
            long now = fromNanos + i * (SECONDS / 100);
            Lease lease = pool.acquire(0, now, random, null);
            boolean isA = lease.server().id().equals("a");
            long end = now + (isA ? latencyOfA : 10 * MILLIS);
            if (isA && random.nextDouble() < failureRateOfA) {
                lease.fail(FailureKind.STATUS, end);
            } else {
                lease.succeed(end);
            }
        }
    }

    private ServerPool pool(PoolConfig config, long nowNanos, String... names) {
        ServerPool pool = new ServerPool("orders", config, events::add, 42);
        pool.update(Pools.specs(names), nowNanos);
        return pool;
    }

    @ParameterizedTest
    @MethodSource("origins")
    void serverThatFailsFarMoreThanTheOthersIsEjectedAfterAnInterval(long origin) {
        ServerPool pool = pool(CONFIG, origin, "a", "b", "c", "d");
        load(pool, origin, 9, 0.4, 10 * MILLIS);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
        load(pool, origin + 10 * SECONDS, 1, 0.4, 10 * MILLIS);
        assertEquals(List.of(EJECTED, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
        assertEquals(
                List.of("a"),
                events.stream()
                        .filter(PoolEvent.OutlierFound.class::isInstance)
                        .map(event -> ((PoolEvent.OutlierFound) event).server().id())
                        .toList());
        PoolEvent.StateChanged change = (PoolEvent.StateChanged) events.get(events.size() - 1);
        assertEquals(StateCause.REQUESTS, change.cause());
        assertEquals("it is much worse than the others", change.evidence());
    }

    @Test
    void whoSwitchesItOnStartsTheFirstInterval() {
        ServerPool pool = pool(CONFIG.withOutliers(OutlierSettings.OFF), 0, "a", "b", "c", "d");
        load(pool, 0, 30, 0.4, 10 * MILLIS);
        pool.reconfigure(config -> config.withOutliers(OutlierSettings.DEFAULT), 30 * SECONDS);
        load(pool, 30 * SECONDS, 11, 0, 10 * MILLIS);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool), "what was before is forgiven");
        load(pool, 41 * SECONDS, 11, 0.4, 10 * MILLIS);
        assertEquals(List.of(EJECTED, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
    }

    @Test
    void itCanBeSwitchedOffAgain() {
        ServerPool pool = pool(CONFIG, 0, "a", "b", "c", "d");
        load(pool, 0, 9, 0.4, 10 * MILLIS);
        pool.reconfigure(config -> config.withOutliers(OutlierSettings.OFF), 9 * SECONDS);
        load(pool, 9 * SECONDS, 20, 0.4, 10 * MILLIS);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
    }

    @Test
    void itComesBackByATrialLikeAnyOther() {
        ServerPool pool = pool(CONFIG, 0, "a", "b", "c", "d");
        load(pool, 0, 11, 0.4, 10 * MILLIS);
        Server a = Pools.server(pool, "a");
        long due = a.breaker().trialDueNanos();
        assertTrue(due > 14 * SECONDS, "5 s, give or take a tenth");
        Lease trial = Pools.acquire(pool, due);
        assertEquals(a, trial.server());
        trial.succeed(due + MILLIS);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
    }

    @Test
    void serverThatIsFarSlowerIsEjectedToo() {
        ServerPool pool = pool(CONFIG, 0, "a", "b", "c", "d");
        load(pool, 0, 11, 0, 200 * MILLIS);
        assertEquals(List.of(EJECTED, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
        PoolEvent.OutlierFound found = (PoolEvent.OutlierFound) events.stream()
                .filter(PoolEvent.OutlierFound.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(Finding.SLOW, found.verdict().finding());
        assertTrue(found.verdict().eject());
    }

    @Test
    void equalServersStay() {
        ServerPool pool = pool(CONFIG, 0, "a", "b", "c", "d");
        for (int i = 0; i < 10; i++) {
            load(pool, i * 10 * SECONDS, 10, 0, 10 * MILLIS);
        }
        assertFalse(events.stream().anyMatch(PoolEvent.OutlierFound.class::isInstance));
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
    }

    @Test
    void dryRunTellsAndEjectsNobody() {
        ServerPool pool = pool(CONFIG.withOutliers(OutlierSettings.DEFAULT.withDryRun(true)), 0, "a", "b", "c", "d");
        load(pool, 0, 11, 0.4, 10 * MILLIS);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
        PoolEvent.OutlierFound found = (PoolEvent.OutlierFound) events.get(events.size() - 1);
        assertEquals(Finding.FAILING, found.verdict().finding());
        assertFalse(found.verdict().eject());
    }

    @Test
    void canBeSwitchedOff() {
        ServerPool pool = pool(CONFIG.withOutliers(OutlierSettings.OFF), 0, "a", "b", "c", "d");
        load(pool, 0, 30, 0.4, 10 * MILLIS);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
    }

    @Test
    void oldSinsDoNotCountAgain() {
        ServerPool pool = pool(
                CONFIG.withOutliers(OutlierSettings.DEFAULT.withInterval(Duration.ofSeconds(20), 20)),
                0,
                "a",
                "b",
                "c",
                "d");
        load(pool, 0, 2, 0.4, 10 * MILLIS);
        load(pool, 2 * SECONDS, 18, 0, 10 * MILLIS);
        load(pool, 20 * SECONDS, 1, 0, 10 * MILLIS);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool), "4 % of the interval are no outlier");
        load(pool, 21 * SECONDS, 30, 0, 10 * MILLIS);
        assertFalse(events.stream().anyMatch(PoolEvent.OutlierFound.class::isInstance));
    }

    @Test
    void lastServersAreKept() {
        ServerPool pool = pool(CONFIG, 0, "a", "b");
        load(pool, 0, 11, 0.9, 10 * MILLIS);
        assertEquals(EJECTED, Pools.states(pool).get(0));
        assertEquals(ACTIVE, Pools.states(pool).get(1));
    }
}

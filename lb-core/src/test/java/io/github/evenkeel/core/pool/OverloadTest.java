package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.server.ServerState.ACTIVE;
import static io.github.evenkeel.core.server.ServerState.EJECTED;
import static io.github.evenkeel.core.server.ServerState.RETAINED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where all servers fail alike, breakers take none out: the others would only get more of what they cannot bear. */
class OverloadTest {
    private static final PoolConfig CONFIG =
            PoolConfig.DEFAULT.withStrategy(SelectionStrategy.roundRobin()).withOutliers(OutlierSettings.OFF);

    private final ServerPool pool = Pools.pool(CONFIG, PoolListener.NONE, "a", "b", "c", "d");
    private final Server a = Pools.server(pool, "a");

    /** Every third request fails, the last one too; a share of 0.39 then. */
    private static void overload(List<Server> servers) {
        for (Server server : servers) {
            for (int i = 0; i < 10; i++) {
                Servers.answer(server, MILLIS, SECONDS);
                Servers.answer(server, MILLIS, SECONDS);
                Servers.fail(server, 1, SECONDS);
            }
        }
    }

    @Test
    void fiveFailuresInARowAreChanceThere() {
        overload(pool.servers());
        Servers.fail(a, 4, SECONDS);
        assertEquals(List.of(RETAINED, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
        assertEquals(
                "too few better ones are left: its requests fail one after the other",
                pool.statistics(SECONDS).servers().get(0).standing().evidence());
    }

    @Test
    void allOfThemMayStay() {
        overload(pool.servers());
        pool.servers().forEach(server -> Servers.fail(server, 4, SECONDS));
        assertEquals(List.of(RETAINED, RETAINED, RETAINED, RETAINED), Pools.states(pool));
    }

    /** At its trial, when it has failed far more than the others. */
    @Test
    void serverThatIsDeadBesidesIsEjectedAllTheSame() {
        overload(pool.servers());
        Servers.fail(a, 40, SECONDS);
        assertEquals(RETAINED, Pools.states(pool).get(0));
        long due = a.breaker().trialDueNanos();
        Lease trial = Pools.acquire(pool, due);
        assertEquals(a, trial.server());
        Pools.fail(trial, due);
        assertEquals(List.of(EJECTED, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
    }

    /** Then half of them are retained, as ever. */
    @Test
    void serversThatNeverServedAreNotOverloaded() {
        pool.servers().forEach(server -> Servers.fail(server, 5, SECONDS));
        assertEquals(2, Pools.states(pool).stream().filter(RETAINED::equals).count());
    }

    /** One that is well is enough, up to four servers: the others have somebody to leave the requests to. */
    @Test
    void oneServerThatIsWellIsEnough() {
        overload(pool.servers().subList(0, 3));
        Servers.fail(a, 4, SECONDS);
        assertEquals(List.of(EJECTED, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 7})
    void ofManyAQuarterMustBeWell(int overloaded) {
        String[] names = IntStream.range(0, 10).mapToObj(i -> "s" + i).toArray(String[]::new);
        ServerPool ten = Pools.pool(CONFIG, PoolListener.NONE, names);
        overload(ten.servers().subList(0, overloaded));
        Servers.fail(ten.servers().get(0), 4, SECONDS);
        assertEquals(overloaded == 8 ? RETAINED : EJECTED, Pools.states(ten).get(0));
    }

    @Test
    void onceTheOthersAreWellItsTrialDecides() {
        overload(pool.servers());
        Servers.fail(a, 4, SECONDS);
        for (int i = 0; i < 10; i++) {
            pool.servers().subList(1, 4).forEach(server -> Servers.answer(server, MILLIS, 2 * SECONDS));
        }
        long due = a.breaker().trialDueNanos();
        Pools.fail(Pools.acquire(pool, due), due);
        assertEquals(List.of(EJECTED, ACTIVE, ACTIVE, ACTIVE), Pools.states(pool));
    }

    @Test
    void otherReasonsStand() {
        overload(pool.servers());
        a.moveBreaker(breaker -> breaker.trip(SECONDS), SECONDS);
        Server b = Pools.server(pool, "b");
        b.moveBreaker(breaker -> breaker.forceOpen(SECONDS), SECONDS);
        assertEquals(List.of(EJECTED, EJECTED, ACTIVE, ACTIVE), Pools.states(pool));

        BreakerSettings slow = BreakerSettings.DEFAULT.withSlowRate(50, Duration.ofMillis(100));
        ServerPool slowed = Pools.pool(CONFIG.withBreaker(slow), PoolListener.NONE, "a", "b", "c", "d");
        overload(slowed.servers());
        for (int i = 0; i < 40; i++) {
            Servers.answer(slowed.servers().get(0), 150 * MILLIS, SECONDS);
        }
        assertEquals(List.of(EJECTED, ACTIVE, ACTIVE, ACTIVE), Pools.states(slowed));
    }

    /**
     * Ten servers that can do two thirds of what comes, and no more when some of them are out. With half of them out
     * two of three requests would fail.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void overloadDoesNotGrowByEjection(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        String[] names = IntStream.range(0, 10).mapToObj(i -> "s" + i).toArray(String[]::new);
        ServerPool ten = Pools.pool(CONFIG, PoolListener.NONE, names);
        int failed = 0;
        for (int i = 0; i < 60_000; i++) {
            long now = i * MILLIS;
            Lease lease = ten.acquire(0, now, random, null);
            long used = Pools.states(ten).stream()
                    .filter(state -> state == ACTIVE || state == RETAINED)
                    .count();
            if (random.nextDouble() < 1 - used / 15.0) {
                lease.fail(FailureKind.STATUS, now);
                failed++;
            } else {
                lease.succeed(now);
            }
        }
        int share = 100 * failed / 60_000;
        assertTrue(share <= 36, () -> share + " % failed");
        long out =
                Pools.states(ten).stream().filter(ServerState.EJECTED::equals).count();
        assertTrue(out <= 2, () -> out + " ejected");
    }
}

package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that have left are collected, whatever the strategy has learnt of them: Stork 2.7.9 keeps the statistics of
 * every instance there has ever been, and pods come and go.
 */
class AbandonedServersTest {
    private static final int UPDATES = 50;
    private static final int COLLECTIONS = 50;
    private static final long AN_INTERVAL = Pools.CONFIG.outliers().interval().toNanos();

    static Stream<SelectionStrategy> strategies() {
        return Stream.of(
                SelectionStrategy.roundRobin(),
                SelectionStrategy.staticStride(),
                SelectionStrategy.leastExpectedLatency(),
                SelectionStrategy.leastResponseTime(),
                SelectionStrategy.peakEwma(),
                SelectionStrategy.ringHash(),
                SelectionStrategy.maglev(),
                SelectionStrategy.boundedLoad(),
                SelectionStrategy.prequal(),
                SelectionStrategy.reportedUtilisation(),
                SelectionStrategy.tiers(SelectionStrategy.weightedRoundRobin()),
                SelectionStrategy.preferZone("here", SelectionStrategy.leastRequests()),
                SelectionStrategy.subset(0, 1, 3, SelectionStrategy.powerOfTwoChoices()),
                SelectionStrategy.sticky(SelectionStrategy.random()),
                SelectionStrategy.split(
                        server -> "stable", Map.of("stable", 1.0), SelectionStrategy.leastExpectedLatency()));
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("strategies")
    void storkKeptWhatItKnewOfEveryServerThereHadBeen(SelectionStrategy strategy) {
        ServerPool pool = Pools.pool(Pools.CONFIG.withStrategy(strategy), PoolListener.NONE, "first");
        List<WeakReference<Server>> gone = new ArrayList<>();
        for (int update = 0; update < UPDATES; update++) {
            gone.addAll(useAndReplace(pool, update));
        }
        pool.advance(UPDATES * 3 * SECONDS + AN_INTERVAL); // outliers are looked for in what an interval changed
        assertEquals(0, reachable(gone));
        assertEquals(5, pool.servers().size());
    }

    /** In a frame of its own, which holds nothing afterwards. */
    private static List<WeakReference<Server>> useAndReplace(ServerPool pool, int update) {
        long now = update * 3 * SECONDS;
        List<WeakReference<Server>> before =
                pool.servers().stream().map(WeakReference::new).toList();
        RandomGenerator random = new SplittableRandom(update);
        for (int i = 0; i < 20; i++) {
            Lease lease = pool.acquire(random.nextLong() | 1, now, random, null);
            Lease retry = pool.acquire(random.nextLong() | 1, now, random, lease);
            if (retry != null) {
                retry.cancel(now);
            }
            pool.report(lease.server(), LoadReport.ofQueue(i, i), now);
            pool.report(lease.server(), LoadReport.ofUtilisation(0.5, 10, 0), now);
            lease.succeed(now + i);
        }
        Pools.open(pool, pool.servers().get(0).id(), now);
        pool.drain(pool.servers().get(pool.servers().size() - 1).id(), Duration.ofSeconds(1), now);
        pool.update(Pools.specs(names(update)), now + SECONDS);
        pool.acquire(0, now + 2 * SECONDS, random, null).cancel(now + 2 * SECONDS);
        return before;
    }

    private static String[] names(int update) {
        return Stream.of("a", "b", "c", "d", "e").map(name -> name + update).toArray(String[]::new);
    }

    private static long reachable(List<WeakReference<Server>> gone) {
        long left = gone.size();
        for (int i = 0; i < COLLECTIONS && left > 0; i++) {
            System.gc();
            left = gone.stream().filter(server -> server.get() != null).count();
        }
        return left;
    }
}

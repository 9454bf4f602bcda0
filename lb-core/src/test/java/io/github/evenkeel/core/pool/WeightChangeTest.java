package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An update that changes nothing but weights, which several peers compared away as no change. */
class WeightChangeTest {
    static Stream<SelectionStrategy> byWeight() {
        return Stream.of(
                SelectionStrategy.weightedRoundRobin(),
                SelectionStrategy.staticStride(),
                SelectionStrategy.weightedRandom(),
                SelectionStrategy.leastRequests(),
                SelectionStrategy.powerOfTwoChoices(),
                SelectionStrategy.leastExpectedLatency(),
                SelectionStrategy.leastResponseTime(),
                SelectionStrategy.peakEwma(),
                SelectionStrategy.sourceHash(),
                SelectionStrategy.ringHash(),
                SelectionStrategy.maglev(),
                SelectionStrategy.rendezvous(),
                SelectionStrategy.tiers(SelectionStrategy.weightedRandom()),
                SelectionStrategy.preferZone("here", SelectionStrategy.weightedRandom()));
    }

    /** Of 1000 picks b, of weight 9 of 10, gets 900; 800 lie ten standard deviations below. */
    @ParameterizedTest
    @MethodSource("byWeight")
    void updatesThatChangeWeightsOnlyReachEveryStrategy(SelectionStrategy strategy) {
        ServerPool pool = Pools.pool(Pools.CONFIG.withStrategy(strategy), PoolListener.NONE, "a", "b");
        List<Server> before = pool.servers();
        before.forEach(server -> Servers.answer(server, 10 * MILLIS, 10 * MILLIS));
        assertTrue(ofB(pool) < 600, "equal at first");
        pool.update(List.of(Servers.spec("a"), Servers.spec("b").withWeight(9)), 10 * MILLIS);
        assertTrue(ofB(pool) > 800, "nine times as heavy");
        pool.update(Pools.specs("a", "b"), 10 * MILLIS);
        assertTrue(ofB(pool) < 600, "equal again");
        assertEquals(before, pool.servers(), "all the same servers");
    }

    private static int ofB(ServerPool pool) {
        RandomGenerator random = new SplittableRandom(1);
        int ofB = 0;
        for (int i = 0; i < 1000; i++) {
            Lease lease = pool.acquire(random.nextLong(), 10 * MILLIS, random, null);
            ofB += lease.server().id().equals("b") ? 1 : 0;
            lease.withdraw(10 * MILLIS);
        }
        return ofB;
    }
}

package io.github.evenkeel.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured is what it is said to be: every server is picked, every lease closed. */
class StrategyTest {
    private static final int SERVERS = 10;
    private static final int PICKS = 50_000;

    /** The rarest by chance is one of ten: missed in 50 000 picks with 0.9^50000, which is never. */
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void picksEveryServerItShould(Strategy strategy) {
        PickBenchmark benchmark = benchmark(strategy);
        Set<Integer> picked = new HashSet<>();
        for (int i = 0; i < PICKS; i++) {
            picked.add(strategy.isProbing() ? benchmark.pickWithReports() : benchmark.pick());
        }
        assertEquals(Set.copyOf(eligible(strategy)), picked);
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void closesEveryLease(Strategy strategy) {
        PickBenchmark benchmark = benchmark(strategy);
        long before = requests(benchmark).sum();
        for (int i = 0; i < PICKS; i++) {
            assertTrue(benchmark.cycleWithoutClock());
            assertTrue(benchmark.cycle());
        }
        assertEquals(before + 2 * PICKS, requests(benchmark).sum());
        for (Server server : benchmark.pool.servers()) {
            assertEquals(0, server.inFlight());
        }
    }

    private static PickBenchmark benchmark(Strategy strategy) {
        PickBenchmark benchmark = new PickBenchmark();
        benchmark.strategy = strategy;
        benchmark.servers = SERVERS;
        benchmark.fill();
        return benchmark;
    }

    private static LongStream requests(PickBenchmark benchmark) {
        return benchmark.pool.statistics(2_000_000).servers().stream().mapToLong(server -> server.requests());
    }

    private static List<Integer> eligible(Strategy strategy) {
        return IntStream.range(0, SERVERS)
                .filter(i -> (strategy != Strategy.TIERS && strategy != Strategy.ZONES) || i % 2 == 0)
                .boxed()
                .toList();
    }
}

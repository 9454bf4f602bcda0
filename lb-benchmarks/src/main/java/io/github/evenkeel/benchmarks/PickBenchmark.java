package io.github.evenkeel.benchmarks;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.Candidate;
import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A pick by itself, and the whole of what lb-core adds to a request: acquire a server, report the head of the response,
 * close the lease, with health, breaker and statistics as they come. {@link FloorBenchmark} has the bare operations to
 * hold them against.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PickBenchmark {
    /** A strategy by its name. */
    public enum Strategy {
        /** Round robin. */
        ROUND_ROBIN,
        /** Weighted round robin, of weights 1 to 5. */
        WEIGHTED_ROUND_ROBIN,
        /** Weighted round robin, of weights no table is laid out for. */
        FRACTIONAL_ROUND_ROBIN,
        /** Random. */
        RANDOM,
        /** Random by weight, of weights 1 to 5. */
        WEIGHTED_RANDOM,
        /** Power of two choices. */
        POWER_OF_TWO_CHOICES,
        /** Power of two choices, of weights 1 to 5. */
        WEIGHTED_POWER_OF_TWO_CHOICES,
        /** Maglev, for random keys. */
        MAGLEV,
        /** Least expected latency. */
        LEAST_EXPECTED_LATENCY;

        SelectionStrategy create() {
            return switch (this) {
                case ROUND_ROBIN -> SelectionStrategy.roundRobin();
                case WEIGHTED_ROUND_ROBIN, FRACTIONAL_ROUND_ROBIN -> SelectionStrategy.weightedRoundRobin();
                case RANDOM -> SelectionStrategy.random();
                case WEIGHTED_RANDOM -> SelectionStrategy.weightedRandom();
                case POWER_OF_TWO_CHOICES, WEIGHTED_POWER_OF_TWO_CHOICES -> SelectionStrategy.powerOfTwoChoices();
                case MAGLEV -> SelectionStrategy.maglev();
                case LEAST_EXPECTED_LATENCY -> SelectionStrategy.leastExpectedLatency();
            };
        }

        double weight(int server) {
            return switch (this) {
                case WEIGHTED_ROUND_ROBIN, WEIGHTED_RANDOM, WEIGHTED_POWER_OF_TWO_CHOICES -> 1 + server % 5;
                case FRACTIONAL_ROUND_ROBIN -> server == 0 ? 1000 : 0.1 + server % 5;
                default -> 1;
            };
        }
    }

    /** How to choose. */
    @Param
    public Strategy strategy = Strategy.ROUND_ROBIN;

    /** How many servers to choose from. */
    @Param({"3", "10", "100", "1000"})
    public int servers;

    private ServerPool pool = new ServerPool("none", PoolConfig.DEFAULT, PoolListener.NONE, 1);
    private Selector selector = (key, nowNanos, random, tried) -> Selector.NONE;

    /** Fills the pool and gives every server a latency. */
    @Setup
    public void fill() {
        pool = new ServerPool("pool", PoolConfig.DEFAULT.withStrategy(strategy.create()), PoolListener.NONE, 1);
        pool.update(
                IntStream.range(0, servers)
                        .mapToObj(i -> ServerSpec.of("http://server-" + i + ".example"))
                        .toList(),
                System.nanoTime());
        for (int i = 0; i < 20 * servers; i++) {
            request(System.nanoTime() - 5_000_000, System.nanoTime());
        }
        selector = strategy.create().prepare(view(), null, ThreadLocalRandom.current());
    }

    private PoolView view() {
        List<Candidate> candidates = IntStream.range(0, servers)
                .mapToObj(i -> candidate(pool.servers().get(i), strategy.weight(i)))
                .toList();
        return new PoolView(candidates, List.of());
    }

    private static Candidate candidate(Server server, double weight) {
        ServerSpec spec = ServerSpec.of(server.origin().toString());
        return new Candidate(server, spec, ServerState.ACTIVE, weight);
    }

    /**
     * The choice alone.
     *
     * @return its index
     */
    @Benchmark
    public int pick() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return selector.select(strategy == Strategy.MAGLEV ? random.nextLong() : 0, 1_000_000, random, null);
    }

    /**
     * Acquire and close, with both reads of the clock.
     *
     * @return whether the lease was closed
     */
    @Benchmark
    public boolean cycle() {
        return request(System.nanoTime(), System.nanoTime());
    }

    /**
     * Acquire and close at a time that is given, as where the caller reads the clock anyway.
     *
     * @return whether the lease was closed
     */
    @Benchmark
    public boolean cycleWithoutClock() {
        return request(1_000_000, 2_000_000);
    }

    private boolean request(long startNanos, long endNanos) {
        Lease lease = Objects.requireNonNull(pool.acquire(0, startNanos, ThreadLocalRandom.current(), null));
        return lease.succeed(endNanos);
    }
}

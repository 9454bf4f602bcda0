package io.github.evenkeel.benchmarks;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerSpec;
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
 * The whole of what lb-core adds to a request: acquire a server, report the head of the response, close the lease, with
 * health, breaker and statistics as they come. {@link FloorBenchmark} has the bare operations to hold it against.
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
        /** Random. */
        RANDOM,
        /** Power of two choices. */
        POWER_OF_TWO_CHOICES,
        /** Least expected latency. */
        LEAST_EXPECTED_LATENCY;

        SelectionStrategy create() {
            return switch (this) {
                case ROUND_ROBIN -> SelectionStrategy.roundRobin();
                case RANDOM -> SelectionStrategy.random();
                case POWER_OF_TWO_CHOICES -> SelectionStrategy.powerOfTwoChoices();
                case LEAST_EXPECTED_LATENCY -> SelectionStrategy.leastExpectedLatency();
            };
        }
    }

    /** How the pool chooses. */
    @Param
    public Strategy strategy = Strategy.LEAST_EXPECTED_LATENCY;

    /** How many servers it chooses from. */
    @Param({"3", "10", "100", "1000"})
    public int servers;

    private ServerPool pool = new ServerPool("none", PoolConfig.DEFAULT, PoolListener.NONE, 1);

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

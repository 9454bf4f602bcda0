package io.github.evenkeel.benchmarks;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.ServerSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a change of one server's weight costs: the whole snapshot anew. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RebuildBenchmark {
    /** Of the pool. */
    @Param({"LEAST_EXPECTED_LATENCY", "RING_HASH", "MAGLEV"})
    public Strategy strategy = Strategy.LEAST_EXPECTED_LATENCY;

    /** How many servers the pool has. */
    @Param({"10", "1000", "10000"})
    public int servers;

    private ServerPool pool = new ServerPool("none", PoolConfig.DEFAULT, PoolListener.NONE, 1);
    private List<List<ServerSpec>> updates = List.of();
    private int turn;

    /** Fills the pool. */
    @Setup
    public void fill() {
        List<ServerSpec> light =
                IntStream.range(0, servers).mapToObj(strategy::server).toList();
        List<ServerSpec> heavy = IntStream.range(0, servers)
                .mapToObj(i -> i == 0 ? light.get(0).withWeight(2) : light.get(i))
                .toList();
        updates = List.of(light, heavy);
        pool = new ServerPool("pool", PoolConfig.DEFAULT.withStrategy(strategy.create()), PoolListener.NONE, 1);
    }

    /**
     * Another weight for one server.
     *
     * @return the pool
     */
    @Benchmark
    public ServerPool update() {
        turn ^= 1;
        pool.update(updates.get(turn), 1_000_000);
        return pool;
    }
}

package io.github.evenkeel.benchmarks;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerSpec;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
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
import org.openjdk.jmh.annotations.TearDown;

/**
 * Whether picks go on undisturbed while the pool changes: acquire and close as in {@link PickBenchmark}, beside the same
 * while another thread changes one server's zone, and so rebuilds the whole snapshot, over and over.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RebuildingBenchmark {
    private static final long PATIENCE_MILLIS = 10_000;

    /** A pool that nobody changes. */
    @State(Scope.Benchmark)
    public static class Still {
        /** How to choose. */
        @Param({"LEAST_EXPECTED_LATENCY", "POWER_OF_TWO_CHOICES"})
        public Strategy strategy = Strategy.LEAST_EXPECTED_LATENCY;

        /** How many servers to choose from. */
        @Param({"1000"})
        public int servers;

        ServerPool pool = new ServerPool("none", PoolConfig.DEFAULT, PoolListener.NONE, 1);
        List<List<ServerSpec>> updates = List.of();

        /** Fills the pool. */
        @Setup
        public void fill() {
            updates = List.of(servers("a"), servers("b"));
            pool = new ServerPool("pool", PoolConfig.DEFAULT.withStrategy(strategy.create()), PoolListener.NONE, 1);
            pool.update(updates.get(0), 1_000_000);
        }

        /** Of equal weights, or the strategy would have more to do for one than for the other. */
        private List<ServerSpec> servers(String zoneOfTheFirst) {
            return IntStream.range(0, servers)
                    .mapToObj(i -> strategy.server(i).withZone(i == 0 ? zoneOfTheFirst : "a"))
                    .toList();
        }

        boolean request() {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            Lease lease = Objects.requireNonNull(pool.acquire(0, 1_000_000, random, null));
            return lease.succeed(2_000_000);
        }
    }

    /** A pool that is rebuilt all the time. */
    @State(Scope.Benchmark)
    public static class Rebuilding extends Still {
        private Thread changes = new Thread();

        /** Begins to change it. */
        @Setup
        public void begin() {
            changes = new Thread(() -> {
                for (int turn = 1; !Thread.currentThread().isInterrupted(); turn ^= 1) {
                    pool.update(updates.get(turn), 1_000_000);
                }
            });
            changes.setDaemon(true);
            changes.start();
        }

        /**
         * Ends it.
         *
         * @throws InterruptedException never
         */
        @TearDown
        public void end() throws InterruptedException {
            changes.interrupt();
            changes.join(PATIENCE_MILLIS);
        }
    }

    /**
     * Acquire and close while nothing else happens.
     *
     * @param pool of all threads
     * @return whether the lease was closed
     */
    @Benchmark
    public boolean cycleUndisturbed(Still pool) {
        return pool.request();
    }

    /**
     * Acquire and close while the snapshot is rebuilt over and over.
     *
     * @param pool of all threads
     * @return whether the lease was closed
     */
    @Benchmark
    public boolean cycleWhileRebuilding(Rebuilding pool) {
        return pool.request();
    }
}

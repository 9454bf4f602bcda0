package io.github.evenkeel.benchmarks;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.Candidate;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
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
    /** How to choose. */
    @Param
    public Strategy strategy = Strategy.ROUND_ROBIN;

    /** How many servers to choose from. */
    @Param({"3", "10", "100", "1000"})
    public int servers;

    /** Also for the test that every server is picked and every lease closed. */
    ServerPool pool = new ServerPool("none", PoolConfig.DEFAULT, PoolListener.NONE, 1);

    private Selector selector = (key, nowNanos, random, tried) -> Selector.NONE;

    /** What the strategy says, asked once: a switch over it for each operation would be part of the figure. */
    private boolean keyed;

    /** What servers report, one or another of it: the same of all would be no choice. */
    private static final LoadReport[] REPORTS = IntStream.range(0, 64)
            .mapToObj(i -> LoadReport.ofQueue(i % 8, 1_000_000L * (i + 1)))
            .toArray(LoadReport[]::new);

    /** Goes on from pick to pick, since reports age; two threads may well take the same. */
    private long reportedNanos;

    /** Fills the pool and gives every server a latency. */
    @Setup
    public void fill() {
        keyed = strategy.isKeyed();
        pool = new ServerPool("pool", PoolConfig.DEFAULT.withStrategy(strategy.create()), PoolListener.NONE, 1);
        pool.update(
                IntStream.range(0, servers).mapToObj(i -> strategy.server(i)).toList(), System.nanoTime());
        for (int i = 0; i < 20 * servers; i++) {
            long now = System.nanoTime();
            request(now - 5_000_000, now);
        }
        selector = strategy.create().prepare(view(), null, ThreadLocalRandom.current());
    }

    private PoolView view() {
        List<Server> all = pool.servers();
        List<Candidate> candidates = IntStream.range(0, servers)
                .mapToObj(i -> candidate(i, all.get(i)))
                .toList();
        return new PoolView(candidates, List.of());
    }

    private Candidate candidate(int index, Server server) {
        return new Candidate(server, strategy.server(index), ServerState.ACTIVE, strategy.weight(index));
    }

    /**
     * The choice alone.
     *
     * @return its index
     */
    @Benchmark
    public int pick() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return selector.select(keyed ? random.nextLong() : 0, 1_000_000, random, null);
    }

    /**
     * The choice, and the reports of the servers that it asks for one.
     *
     * @return its index
     */
    @Benchmark
    public int pickWithReports() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        reportedNanos += 100_000;
        int asked;
        for (int nth = 0; (asked = selector.probe(nth, 0, random)) != Selector.NONE; nth++) {
            selector.report(asked, REPORTS[random.nextInt(REPORTS.length)], reportedNanos);
        }
        return selector.select(0, reportedNanos, random, null);
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
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long key = keyed ? random.nextLong() : 0;
        Lease lease = Objects.requireNonNull(pool.acquire(key, startNanos, random, null));
        return lease.succeed(endNanos);
    }
}

package io.github.evenkeel.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
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

/** Bare operations no balancer can go below. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FloorBenchmark {
    /** One counter in each 128 bytes, so that no two share a cache line. */
    private static final int STRIDE = 32;

    /** How many servers to choose from. */
    @Param({"3", "10", "100", "1000"})
    public int servers;

    private final AtomicInteger turn = new AtomicInteger();
    private AtomicIntegerArray inFlight = new AtomicIntegerArray(0);
    private AtomicLong[] latency = {};
    private int[] table = {};

    /** Makes the counters. */
    @Setup
    public void fill() {
        inFlight = new AtomicIntegerArray(servers * STRIDE);
        latency = new AtomicLong[servers];
        for (int i = 0; i < servers; i++) {
            latency[i] = new AtomicLong();
        }
        table = ThreadLocalRandom.current().ints(3L * servers, 0, servers).toArray();
    }

    /** Nothing: what JMH itself costs. */
    @Benchmark
    public void empty() {}

    /**
     * One random number.
     *
     * @return it
     */
    @Benchmark
    public int random() {
        return ThreadLocalRandom.current().nextInt(servers);
    }

    /**
     * One shared counter.
     *
     * @return its remainder
     */
    @Benchmark
    public int sharedCounter() {
        return (turn.getAndIncrement() & Integer.MAX_VALUE) % servers;
    }

    /**
     * One shared counter and a table of three turns for each server.
     *
     * @return the entry
     */
    @Benchmark
    public int sharedCounterAndTable() {
        return table[(turn.getAndIncrement() & Integer.MAX_VALUE) % table.length];
    }

    /**
     * Power of two choices by hand: two random numbers and two reads.
     *
     * @return the choice
     */
    @Benchmark
    public int powerOfTwoChoices() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int first = random.nextInt(servers) * STRIDE;
        int second = random.nextInt(servers) * STRIDE;
        return inFlight.getOpaque(first) <= inFlight.getOpaque(second) ? first : second;
    }

    /**
     * The same, and in flight up and down.
     *
     * @return the choice
     */
    @Benchmark
    public int powerOfTwoChoicesCycle() {
        int chosen = powerOfTwoChoices();
        inFlight.getAndIncrement(chosen);
        inFlight.getAndDecrement(chosen);
        return chosen;
    }

    /**
     * The same with what else a request cannot do without: a claim that is closed only once, whoever races for it, and
     * an average of latencies that is no other thread's half.
     *
     * @return the claim
     */
    @Benchmark
    public Object powerOfTwoChoicesClaim() {
        int chosen = powerOfTwoChoices();
        inFlight.getAndIncrement(chosen);
        AtomicInteger claim = new AtomicInteger(chosen);
        if (claim.getAndSet(-1) >= 0) {
            AtomicLong average = latency[chosen / STRIDE];
            long before = average.get();
            average.compareAndSet(before, before + (1_000_000 - before) / 8);
            inFlight.getAndDecrement(chosen);
        }
        return claim;
    }

    /**
     * One read of the clock.
     *
     * @return the time
     */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }
}

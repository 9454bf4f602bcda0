package io.github.evenkeel.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
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
    private static final int SERVERS = 10;

    /** One counter in each 128 bytes, so that no two share a cache line. */
    private static final int STRIDE = 32;

    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicIntegerArray inFlight = new AtomicIntegerArray(SERVERS * STRIDE);

    /**
     * One random number.
     *
     * @return it
     */
    @Benchmark
    public int random() {
        return ThreadLocalRandom.current().nextInt(SERVERS);
    }

    /**
     * One shared counter.
     *
     * @return its remainder
     */
    @Benchmark
    public int sharedCounter() {
        return (turn.getAndIncrement() & Integer.MAX_VALUE) % SERVERS;
    }

    /**
     * Power of two choices by hand: two random numbers, two reads, one up and one down.
     *
     * @return the choice
     */
    @Benchmark
    public int powerOfTwoChoicesCycle() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int first = random.nextInt(SERVERS) * STRIDE;
        int second = random.nextInt(SERVERS) * STRIDE;
        int chosen = inFlight.getOpaque(first) <= inFlight.getOpaque(second) ? first : second;
        inFlight.getAndIncrement(chosen);
        inFlight.getAndDecrement(chosen);
        return chosen;
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

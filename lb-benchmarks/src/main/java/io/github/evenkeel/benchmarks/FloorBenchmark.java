package io.github.evenkeel.benchmarks;

import io.github.evenkeel.core.selection.Selector;
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

    /** Slots, as of Maglev's smaller table. */
    private static final int MAGLEV_SIZE = 65_537;

    /** As the default looks at, at most. */
    private static final int MOST_LOOKED_AT = 128;

    private static final double NOISE_NANOS = 500_000;

    /** How many servers to choose from. */
    @Param({"3", "10", "100", "1000"})
    public int servers;

    private final AtomicInteger turn = new AtomicInteger();
    private AtomicIntegerArray inFlight = new AtomicIntegerArray(0);
    private AtomicLong[] latency = {};
    private int[] table = {};
    private int[] offsets = {};
    private int[] skips = {};

    /** A pick by hand. */
    private final Selector byHand = (key, nowNanos, random, tried) -> tried == null ? sharedCounter() : Selector.NONE;

    /** Makes the counters. */
    @Setup
    public void fill() {
        inFlight = new AtomicIntegerArray(servers * STRIDE);
        latency = new AtomicLong[servers];
        for (int i = 0; i < servers; i++) {
            latency[i] = new AtomicLong(5_000_000 + i);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        table = random.ints(3L * servers, 0, servers).toArray();
        offsets = random.ints(servers, 0, MAGLEV_SIZE).toArray();
        skips = random.ints(servers, 1, MAGLEV_SIZE).toArray();
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
     * The same called as a pick is: through the interface, with the caller's random numbers at hand.
     *
     * @return the remainder
     */
    @Benchmark
    public int sharedCounterPick() {
        return byHand.select(0, 1_000_000, ThreadLocalRandom.current(), null);
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
        return claim(powerOfTwoChoices(), 1_000_000);
    }

    /**
     * The same claim of the server with the lowest product of latency and a power of what is in flight, of at most 128,
     * and two reads of the clock.
     *
     * @return the claim
     */
    @Benchmark
    public Object lowestProductCycle() {
        long startNanos = System.nanoTime();
        double lowest = Double.POSITIVE_INFINITY;
        int chosen = 0;
        for (int i = 0; i < servers && i < MOST_LOOKED_AT; i++) {
            double nanos = latency[i].getOpaque() + NOISE_NANOS;
            double fullness = 1 + inFlight.getOpaque(i * STRIDE);
            double product = nanos * nanos * fullness * fullness * fullness;
            if (product < lowest) {
                lowest = product;
                chosen = i * STRIDE;
            }
        }
        return claim(chosen, System.nanoTime() - startNanos);
    }

    private Object claim(int chosen, long nanos) {
        inFlight.getAndIncrement(chosen);
        AtomicInteger claim = new AtomicInteger(chosen);
        if (claim.getAndSet(-1) >= 0) {
            AtomicLong average = latency[chosen / STRIDE];
            long before = average.get();
            average.compareAndSet(before, before + (nanos - before) / 8);
            inFlight.getAndDecrement(chosen);
        }
        return claim;
    }

    /**
     * Maglev's table as in the paper, from offsets and skips that are known: of servers of equal weight each in turn takes
     * the next slot of its permutation that is free.
     *
     * @return the table
     */
    @Benchmark
    public int[] maglevTable() {
        int[] slots = new int[MAGLEV_SIZE]; // owners from 1
        int[] next = offsets.clone();
        for (int i = 0, claimed = 0; claimed < MAGLEV_SIZE; claimed++, i = i + 1 < servers ? i + 1 : 0) {
            int slot = next[i];
            while (slots[slot] != 0) {
                slot += skips[i];
                slot = slot < MAGLEV_SIZE ? slot : slot - MAGLEV_SIZE;
            }
            slots[slot] = i + 1;
            next[i] = slot;
        }
        return slots;
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

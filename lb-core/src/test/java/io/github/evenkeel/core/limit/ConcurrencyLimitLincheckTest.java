package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.limit.ConcurrencyLimit.NO_PERMIT;

import io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/** Threads that take permits and give back their own, the oldest first. */
@Param(name = "thread", gen = ThreadIdGen.class)
public class ConcurrencyLimitLincheckTest {
    private static final int LIMIT = 3;
    private static final int THREADS = 8;

    private final ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(LIMIT));
    private final List<Deque<Long>> permits = Stream.generate(() -> (Deque<Long>) new ArrayDeque<Long>())
            .limit(THREADS)
            .toList();

    @Operation(params = "thread")
    public boolean tryAcquire(int thread) {
        long permit = limit.tryAcquire();
        return permit != NO_PERMIT && permits.get(thread).add(permit);
    }

    @Operation(params = "thread")
    public boolean release(int thread) {
        Long oldest = permits.get(thread).poll();
        return oldest != null && limit.release(oldest, Outcome.SUCCEEDED, 1);
    }

    @Operation
    public int inFlight() {
        return limit.inFlight();
    }

    /** Counters. */
    public static class Model {
        private final int[] held = new int[THREADS];

        public boolean tryAcquire(int thread) {
            if (inFlight() == LIMIT) {
                return false;
            }
            held[thread]++;
            return true;
        }

        public boolean release(int thread) {
            return held[thread] > 0 && held[thread]-- > 0;
        }

        public int inFlight() {
            return IntStream.of(held).sum();
        }
    }

    @Test
    void resultsAreThoseOfSomeOrderOneAfterTheOther() {
        new ModelCheckingOptions()
                .iterations(8)
                .invocationsPerIteration(120)
                .threads(2)
                .actorsPerThread(4)
                .checkObstructionFreedom(true)
                .sequentialSpecification(Model.class)
                .check(getClass());
    }
}

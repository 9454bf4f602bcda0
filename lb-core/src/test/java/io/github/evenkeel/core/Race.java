package io.github.evenkeel.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Some threads that do the same at the same time. */
public final class Race {
    public static final int THREADS = 4;

    /** What one of them does; returns what the test will sum. */
    public interface Runner {
        long run(int thread, CyclicBarrier barrier) throws Exception;
    }

    private Race() {}

    /** Starts them together; returns the sum of what they return, or fails as the first of them did. */
    public static long run(Runner runner) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier barrier = new CyclicBarrier(THREADS);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                results.add(threads.submit(() -> runOne(runner, thread, barrier, failure)));
            }
            long sum = 0;
            for (Future<Long> result : results) {
                sum += result.get(60, TimeUnit.SECONDS);
            }
            if (failure.get() != null) {
                throw new AssertionError("a thread failed", failure.get());
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    private static long runOne(Runner runner, int thread, CyclicBarrier barrier, AtomicReference<Throwable> failure) {
        try {
            barrier.await();
            return runner.run(thread, barrier);
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            barrier.reset(); // or the others would wait for this one
            return 0;
        }
    }
}

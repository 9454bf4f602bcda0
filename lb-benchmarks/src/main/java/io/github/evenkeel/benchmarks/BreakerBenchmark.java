package io.github.evenkeel.benchmarks;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.BreakerWindow;
import io.github.evenkeel.core.health.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a circuit breaker adds to a good request: permit and success, at a time that is given, since the caller reads the
 * clock anyway. Floors: the bare counter that the least of breakers needs, shared and spread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class BreakerBenchmark {
    /** Virtual time between two requests of one thread. */
    private static final long STEP_NANOS = 100;

    /** Of so many requests one fails where some fail. */
    private static final int ONE_IN = 100;

    /** What the rates are about. */
    public enum Window {
        /** The last 100 requests. */
        REQUESTS,
        /** The last 10 s. */
        TIME,
        /** Nothing: failures in a row only. */
        NONE;

        BreakerWindow create() {
            return switch (this) {
                case REQUESTS -> BreakerWindow.requests(100);
                case TIME -> BreakerWindow.time(Duration.ofSeconds(10));
                case NONE -> BreakerWindow.none();
            };
        }
    }

    /** The breaker's window. */
    @State(Scope.Benchmark)
    public static class Breaker {
        /** What its rates are about. */
        @Param
        public Window window = Window.TIME;

        private CircuitBreaker breaker = new CircuitBreaker(BreakerSettings.DEFAULT, 1, 0);

        /** Makes the breaker. */
        @Setup
        public void create() {
            breaker = new CircuitBreaker(BreakerSettings.DEFAULT.withFailureRate(50, 20, window.create()), 1, 0);
        }

        private boolean succeed(Clock clock) {
            long now = clock.next();
            return breaker.succeed(breaker.permit(), now);
        }

        private boolean failNowAndThen(Clock clock) {
            long now = clock.next();
            int permit = breaker.permit();
            return now / STEP_NANOS % ONE_IN == 0 ? breaker.fail(permit, now) : breaker.succeed(permit, now);
        }
    }

    /** A thread's time. */
    @State(Scope.Thread)
    public static class Clock {
        private long nowNanos;

        private long next() {
            nowNanos += STEP_NANOS;
            return nowNanos;
        }
    }

    private final AtomicLong shared = new AtomicLong();
    private final LongAdder spread = new LongAdder();

    /**
     * Permit and success.
     *
     * @param breaker of all threads
     * @param clock of this thread
     * @return whether the breaker moved
     */
    @Benchmark
    @Threads(1)
    public boolean oneThread(Breaker breaker, Clock clock) {
        return breaker.succeed(clock);
    }

    /**
     * Permit and success on two threads.
     *
     * @param breaker of all threads
     * @param clock of this thread
     * @return whether the breaker moved
     */
    @Benchmark
    @Threads(2)
    public boolean twoThreads(Breaker breaker, Clock clock) {
        return breaker.succeed(clock);
    }

    /**
     * Permit and success, or now and then failure, on two threads.
     *
     * @param breaker of all threads
     * @param clock of this thread
     * @return whether the breaker moved
     */
    @Benchmark
    @Threads(2)
    public boolean twoThreadsSomeFail(Breaker breaker, Clock clock) {
        return breaker.failNowAndThen(clock);
    }

    /**
     * One counter.
     *
     * @return its value
     */
    @Benchmark
    @Threads(1)
    public long floorCounterOneThread() {
        return shared.getAndIncrement();
    }

    /**
     * One counter of two threads.
     *
     * @return its value
     */
    @Benchmark
    @Threads(2)
    public long floorCounterTwoThreads() {
        return shared.getAndIncrement();
    }

    /** One spread counter. */
    @Benchmark
    @Threads(1)
    public void floorAdderOneThread() {
        spread.increment();
    }

    /** One spread counter of two threads. */
    @Benchmark
    @Threads(2)
    public void floorAdderTwoThreads() {
        spread.increment();
    }
}

package io.github.evenkeel.benchmarks.peers;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a circuit breaker costs elsewhere: permit and success. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerBreakerBenchmark {
    /** Name of a {@link PeerBreaker}. */
    @Param("RESILIENCE4J_REQUESTS")
    public String peer;

    private Operation operation;

    /** Makes the breaker. */
    @Setup
    public void create() {
        operation = PeerBreaker.valueOf(peer).create();
    }

    /**
     * The job.
     *
     * @return whether the request was permitted
     */
    @Benchmark
    public Object run() {
        return operation.run();
    }
}

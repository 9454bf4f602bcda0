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

/** What a pick costs elsewhere; where the name ends in cycle, with its completion. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerBenchmark {
    /** Name of a {@link Peer}. */
    @Param("GRPC_LEAST_REQUEST_CYCLE")
    public String peer;

    /** How many servers to choose from. */
    @Param({"3", "10", "100", "1000"})
    public int servers;

    private Operation operation;

    /** Makes the balancer. */
    @Setup
    public void create() {
        operation = Peer.valueOf(peer).over(servers);
    }

    /**
     * The job.
     *
     * @return the server
     */
    @Benchmark
    public Object run() {
        return operation.run();
    }
}

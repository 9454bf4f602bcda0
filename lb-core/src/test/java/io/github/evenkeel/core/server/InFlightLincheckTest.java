package io.github.evenkeel.core.server;

import io.github.evenkeel.core.Linearizability;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Requests that begin and end: what is in flight and what has succeeded change together. */
public class InFlightLincheckTest {
    private static final int BEGUN = 20;

    private final Server server = Servers.server("a");
    private final Lease[] leases = new Lease[BEGUN];
    private final AtomicInteger ended = new AtomicInteger();

    public InFlightLincheckTest() {
        for (int i = 0; i < BEGUN; i++) {
            leases[i] = server.acquire(0, null);
        }
    }

    @Operation
    public void begin() {
        server.acquire(0, null);
    }

    @Operation
    public void succeed() {
        leases[ended.getAndIncrement()].succeed(1);
    }

    @Operation
    public void cancel() {
        leases[ended.getAndIncrement()].cancel(1);
    }

    @Operation
    public int inFlight() {
        return server.inFlight();
    }

    @Operation
    public String both() {
        ServerStatistics figures = Servers.statistics(server);
        return figures.inFlight() + " " + figures.successes();
    }

    /** Plain counters. */
    public static class Model {
        private int inFlight = BEGUN;
        private int successes;

        public void begin() {
            inFlight++;
        }

        public void succeed() {
            inFlight--;
            successes++;
        }

        public void cancel() {
            inFlight--;
        }

        public int inFlight() {
            return inFlight;
        }

        public String both() {
            return inFlight + " " + successes;
        }
    }

    @Test
    void survivesStress() {
        Linearizability.stress(InFlightLincheckTest.class, Model.class);
    }

    @Test
    void everyInterleavingIsExplained() {
        Linearizability.check(InFlightLincheckTest.class, Model.class);
    }
}

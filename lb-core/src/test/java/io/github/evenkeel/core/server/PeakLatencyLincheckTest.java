package io.github.evenkeel.core.server;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Samples of all lengths recorded by threads at one instant: no peak is lost to a lower one. */
@Param(name = "millis", gen = IntGen.class, conf = "1:6")
public class PeakLatencyLincheckTest {
    private static final long MILLIS = 1_000_000;

    private final PeakLatency peak = new PeakLatency();

    @Operation
    public void record(@Param(name = "millis") int millis) {
        peak.record(millis * MILLIS, 0);
    }

    @Operation
    public double nanos() {
        return peak.nanos(0);
    }

    /** The greatest there was. */
    public static class Model {
        private double greatest;

        public void record(int millis) {
            greatest = Math.max(greatest, millis * MILLIS);
        }

        public double nanos() {
            return greatest;
        }
    }

    @Test
    void survivesStress() {
        Linearizability.stress(PeakLatencyLincheckTest.class, Model.class);
    }

    @Test
    void everyInterleavingIsExplained() {
        Linearizability.check(PeakLatencyLincheckTest.class, Model.class);
    }
}

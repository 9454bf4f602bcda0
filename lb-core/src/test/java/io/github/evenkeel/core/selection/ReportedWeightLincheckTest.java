package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Reports at one instant: a report that loses to another was there before it, and the weight is that of the latest. */
@Param(name = "weight", gen = IntGen.class, conf = "1:5")
public class ReportedWeightLincheckTest {
    private final ReportedWeight reported = new ReportedWeight();

    @Operation
    public void report(@Param(name = "weight") int weight) {
        reported.report(LoadReport.ofUtilisation(1, weight, 0), 0);
    }

    @Operation
    public double weight() {
        return reported.at(ReportedWeight.BLACKOUT_NANOS);
    }

    /** The model. */
    public static class Latest {
        private double weight;

        public void report(int reported) {
            weight = reported;
        }

        public double weight() {
            return weight;
        }
    }

    @Test
    void modelChecking() {
        Linearizability.check(getClass(), Latest.class);
    }

    @Test
    void stress() {
        Linearizability.stress(getClass(), Latest.class);
    }
}

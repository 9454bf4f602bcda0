package io.github.evenkeel.core.health;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

public class HealthTrackerLincheckTest {
    private final HealthTracker tracker = new HealthTracker(HealthThresholds.DEFAULT);

    @Operation
    public boolean probe(@Param(gen = BooleanGen.class) boolean passed) {
        return tracker.probe(passed);
    }

    @Operation
    public void request(@Param(gen = BooleanGen.class) boolean succeeded) {
        tracker.request(succeeded);
    }

    @Operation
    public HealthStatus status() {
        return tracker.status();
    }

    @Operation
    public boolean isFailing() {
        return tracker.isFailing();
    }

    @Test
    void survivesStress() {
        Linearizability.stress(HealthTrackerLincheckTest.class, HealthModel.class);
    }

    @Test
    void everyInterleavingIsExplained() {
        Linearizability.check(HealthTrackerLincheckTest.class, HealthModel.class);
    }
}

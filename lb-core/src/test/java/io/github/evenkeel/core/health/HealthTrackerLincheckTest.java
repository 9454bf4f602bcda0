package io.github.evenkeel.core.health;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

@Param(name = "now", gen = LongGen.class, conf = "0:12")
public class HealthTrackerLincheckTest {
    private final HealthTracker tracker = new HealthTracker(HealthModel.QUICK);

    @Operation
    public boolean probe(
            @Param(gen = BooleanGen.class) boolean liveness,
            @Param(gen = IntGen.class, conf = "0:2") int result,
            @Param(name = "now") long now) {
        return tracker.probe(liveness ? ProbeKind.LIVENESS : ProbeKind.READINESS, ProbeResult.values()[result], now);
    }

    @Operation
    public void request(@Param(gen = BooleanGen.class) boolean succeeded) {
        tracker.request(succeeded);
    }

    @Operation
    public HealthStatus status(@Param(name = "now") long now) {
        return tracker.status(now);
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

package io.github.evenkeel.core.jcstress;

import io.github.evenkeel.core.health.HealthReport;
import io.github.evenkeel.core.health.HealthStatus;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.HealthTracker;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.health.ProbeResult;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two failed probes race for the last two places of a fall: one of them reports it; who reads then sees a whole report. */
@JCStressTest
@Outcome(id = "false, true, UNHEALTHY after 3", expect = Expect.ACCEPTABLE, desc = "it was the reader's own probe")
@Outcome(id = "true, false, UNHEALTHY after 3", expect = Expect.ACCEPTABLE, desc = "it was the other probe")
@Outcome(id = "true, false, HEALTHY after 2", expect = Expect.ACCEPTABLE, desc = "it will be the other probe")
@State
public class HealthVerdictStress {
    private final HealthTracker tracker = new HealthTracker(HealthThresholds.DEFAULT);

    public HealthVerdictStress() {
        tracker.probe(ProbeKind.LIVENESS, ProbeResult.PASSED, 0);
        tracker.probe(ProbeKind.LIVENESS, ProbeResult.FAILED, 1);
    }

    @Actor
    public void one(ZZL_Result result) {
        result.r1 = tracker.probe(ProbeKind.LIVENESS, ProbeResult.FAILED, 2);
    }

    @Actor
    public void other(ZZL_Result result) {
        result.r2 = tracker.probe(ProbeKind.LIVENESS, ProbeResult.FAILED, 2);
        HealthReport report = tracker.report();
        HealthStatus status = report.status();
        result.r3 = status + " after " + report.lastFailures();
    }
}

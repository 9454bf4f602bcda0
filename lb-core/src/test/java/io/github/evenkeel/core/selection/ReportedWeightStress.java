package io.github.evenkeel.core.selection;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DD_Result;

/** Two reports at once, and a look at them: one of the weights, with the time that belongs to it. */
@JCStressTest
@Outcome(
        id = {"0.0, 5.0", "0.0, 9.0", "5.0, 9.0"},
        expect = Expect.ACCEPTABLE,
        desc = "what was seen before one reports itself does not outlast its report")
@State
public class ReportedWeightStress {
    private final ReportedWeight reported = new ReportedWeight();

    private void report(double rate) {
        reported.report(LoadReport.ofUtilisation(1, rate, 0), 0);
    }

    @Actor
    public void one() {
        report(5);
    }

    @Actor
    public void other(DD_Result result) {
        result.r1 = reported.at(ReportedWeight.BLACKOUT_NANOS);
        report(9);
    }

    @Arbiter
    public void latest(DD_Result result) {
        result.r2 = reported.at(ReportedWeight.BLACKOUT_NANOS);
    }
}

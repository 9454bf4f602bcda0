package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Servers;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two servers report and a request is picked while the weights are due: whoever takes them, both reports count a second
 * later. */
@JCStressTest
@Outcome(id = "32768, 65535", expect = Expect.ACCEPTABLE, desc = "both are taken")
@State
public class LatestStridesStress {
    private static final long SECOND = 1_000_000_000;

    private final ReportedWeight[] reported = {new ReportedWeight(), new ReportedWeight()};
    private final LatestStrides strides = new LatestStrides(Views.of(Servers.idle(2)), reported);

    public LatestStridesStress() {
        for (ReportedWeight each : reported) {
            each.report(LoadReport.ofUtilisation(1, 3, 0), 0);
        }
        strides.at(0);
    }

    private void report(int server, int weight) {
        reported[server].report(LoadReport.ofUtilisation(1, weight, 0), 20 * SECOND);
        strides.heard(20 * SECOND);
    }

    @Actor
    public void one() {
        report(0, 1);
        strides.at(20 * SECOND);
    }

    @Actor
    public void other() {
        strides.at(20 * SECOND);
        report(1, 2);
    }

    @Arbiter
    public void later(II_Result result) {
        int[] latest = strides.at(21 * SECOND);
        result.r1 = latest[0];
        result.r2 = latest[1];
    }
}

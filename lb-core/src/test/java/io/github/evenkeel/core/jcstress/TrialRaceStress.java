package io.github.evenkeel.core.jcstress;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two acquires race for the trial that is due: one gets it. */
@JCStressTest
@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "the first thread has the trial")
@Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE, desc = "the second thread has the trial")
@State
public class TrialRaceStress {
    private final Server server = Servers.server("a");
    private final long due;

    public TrialRaceStress() {
        Servers.fail(server, 5, 0);
        due = server.breaker().trialDueNanos();
    }

    @Actor
    public void one(ZZI_Result result) {
        Lease lease = server.acquireTrial(due, null);
        result.r1 = lease != null;
    }

    @Actor
    public void other(ZZI_Result result) {
        Lease lease = server.acquireTrial(due, null);
        result.r2 = lease != null;
    }

    @Arbiter
    public void count(ZZI_Result result) {
        result.r3 = server.inFlight();
    }
}

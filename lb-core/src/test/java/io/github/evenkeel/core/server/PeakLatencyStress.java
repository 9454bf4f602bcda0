package io.github.evenkeel.core.server;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Two responses, the first of which anybody wants the peak: both go into one peak, whoever makes it, and it is the greater. */
@JCStressTest
@Outcome(id = "200", expect = Expect.ACCEPTABLE, desc = "whichever came first")
@State
public class PeakLatencyStress {
    private final Server server = Servers.server("a");

    @Actor
    public void fast() {
        server.peakLatency().record(100, 0);
    }

    @Actor
    public void slow() {
        server.peakLatency().record(200, 0);
    }

    @Arbiter
    public void peak(J_Result result) {
        result.r1 = (long) server.peakLatency().nanos(0);
    }
}

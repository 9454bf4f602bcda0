package io.github.evenkeel.core.jcstress;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.core.server.Servers;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** A lease closed by two threads: one of them closes it, and it is counted once. */
@JCStressTest
@Outcome(id = "true, false, 0 of 1", expect = Expect.ACCEPTABLE, desc = "the first thread closed it")
@Outcome(id = "false, true, 0 of 1", expect = Expect.ACCEPTABLE, desc = "the second thread closed it")
@State
public class LeaseCloseStress {
    private final Server server = Servers.server("a");
    private final Lease lease = server.acquire(0, null);

    @Actor
    public void succeed(ZZL_Result result) {
        result.r1 = lease.succeed(1);
    }

    @Actor
    public void cancel(ZZL_Result result) {
        result.r2 = lease.cancel(1);
    }

    @Arbiter
    public void count(ZZL_Result result) {
        ServerStatistics figures = Servers.statistics(server);
        result.r3 = figures.inFlight() + " of " + figures.requests();
    }
}

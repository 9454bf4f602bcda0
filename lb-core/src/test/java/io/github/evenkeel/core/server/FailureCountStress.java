package io.github.evenkeel.core.server;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/** Two requests fail at once: nothing of it is lost, neither a count nor any of the share of failures. */
@JCStressTest
@Outcome(id = "0, 2, true", expect = Expect.ACCEPTABLE, desc = "both are counted")
@State
public class FailureCountStress {
    private final Server server = Servers.server("a");
    private final Lease first = server.acquire(0, null);
    private final Lease second = server.acquire(0, null);

    @Actor
    public void one() {
        first.fail(FailureKind.STATUS, 1);
    }

    @Actor
    public void other() {
        second.fail(FailureKind.STATUS, 1);
    }

    @Arbiter
    public void count(IIZ_Result result) {
        Server expected = Servers.server("b");
        Lease[] leases = {expected.acquire(0, null), expected.acquire(0, null)};
        for (Lease lease : leases) {
            lease.fail(FailureKind.STATUS, 1);
        }
        result.r1 = server.inFlight();
        result.r2 = (int) server.failures();
        result.r3 = server.failureShare(1, 1) == expected.failureShare(1, 1);
    }
}

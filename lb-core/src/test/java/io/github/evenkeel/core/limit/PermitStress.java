package io.github.evenkeel.core.limit;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** A permit is given back by two threads, which then ask for one each: one gives it back, both get one of their own. */
@JCStressTest
@Outcome(id = "true, false, 2 apart", expect = Expect.ACCEPTABLE, desc = "the first thread gave it back")
@Outcome(id = "false, true, 2 apart", expect = Expect.ACCEPTABLE, desc = "the second thread gave it back")
@State
public class PermitStress {
    private final ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(2));
    private final long permit = limit.tryAcquire();
    private long onesPermit;
    private long othersPermit;

    @Actor
    public void one(ZZL_Result result) {
        result.r1 = limit.release(permit, ConcurrencyLimit.Outcome.SUCCEEDED, 1);
        onesPermit = limit.tryAcquire();
    }

    @Actor
    public void other(ZZL_Result result) {
        result.r2 = limit.release(permit, ConcurrencyLimit.Outcome.SUCCEEDED, 1);
        othersPermit = limit.tryAcquire();
    }

    @Arbiter
    public void inFlight(ZZL_Result result) {
        boolean apart = onesPermit != othersPermit
                && onesPermit != ConcurrencyLimit.NO_PERMIT
                && othersPermit != ConcurrencyLimit.NO_PERMIT;
        result.r3 = limit.inFlight() + (apart ? " apart" : " " + onesPermit + " and " + othersPermit);
    }
}

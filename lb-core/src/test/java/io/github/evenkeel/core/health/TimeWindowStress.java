package io.github.evenkeel.core.health;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two results that both find the window's newest bucket over: each is counted once, and what was counted a window before
 * is not. */
@JCStressTest
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "both of now, none of before")
@State
public class TimeWindowStress {
    private static final long BUCKET = 10;

    private final TimeWindow window = new TimeWindow(TimeWindow.BUCKETS * BUCKET, 0);

    public TimeWindowStress() {
        window.record(true, true, 0);
    }

    @Actor
    public void fail() {
        window.record(true, false, TimeWindow.BUCKETS * BUCKET);
    }

    @Actor
    public void succeed() {
        window.record(false, false, TimeWindow.BUCKETS * BUCKET);
    }

    @Arbiter
    public void count(JJ_Result result) {
        result.r1 = window.requests();
        result.r2 = window.failures();
    }
}

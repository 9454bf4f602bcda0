package io.github.evenkeel.core.server;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** A server asks for a short and for a long pause at once: one of them begins a pause, and it lasts as long as the longer. */
@JCStressTest
@Outcome(id = "true, false, 9", expect = Expect.ACCEPTABLE, desc = "the short one first")
@Outcome(id = "false, true, 9", expect = Expect.ACCEPTABLE, desc = "the long one first")
@State
public class PauseStress {
    private final Pause pause = new Pause();

    @Actor
    public void brief(ZZJ_Result result) {
        result.r1 = pause.begin(5, 0);
    }

    @Actor
    public void extended(ZZJ_Result result) {
        result.r2 = pause.begin(9, 0);
    }

    @Arbiter
    public void left(ZZJ_Result result) {
        result.r3 = pause.leftNanos(0);
    }
}

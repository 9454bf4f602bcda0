package io.github.evenkeel.core.selection;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two reports of one server and two uses of another one's probe at once: one report is held, and each use is counted. */
@JCStressTest
@Outcome(id = "1, 29", expect = Expect.ACCEPTABLE, desc = "whichever came first")
@State
public class ProbePoolStress {
    private static final int USED = 5;
    private static final int REPORTING = 7;

    private final ProbePool pool = new ProbePool(3);
    private final long probe = Probe.of(USED, 0, 1, Probe.MOST_USES, 0);

    public ProbePoolStress() {
        pool.put(0, probe);
    }

    @Actor
    public void one() {
        pool.add(Probe.of(REPORTING, 1, 1, 1, 0), 0);
        pool.use(0, probe);
    }

    @Actor
    public void other() {
        pool.add(Probe.of(REPORTING, 2, 1, 1, 0), 0);
        pool.use(0, probe);
    }

    @Arbiter
    public void held(II_Result result) {
        for (int slot = 0; slot < pool.size(); slot++) {
            long held = pool.get(slot);
            result.r1 += held != Probe.NONE && Probe.index(held) == REPORTING ? 1 : 0;
            result.r2 += held != Probe.NONE && Probe.index(held) == USED ? Probe.uses(held) : 0;
        }
    }
}

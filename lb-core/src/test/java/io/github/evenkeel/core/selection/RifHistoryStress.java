package io.github.evenkeel.core.selection;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two reports at once: the quantile is between the numbers that were reported, wherever the search for it was. */
@JCStressTest
@Outcome(
        id = {"5", "9"},
        expect = Expect.ACCEPTABLE,
        desc = "one of them")
@Outcome(id = "[678]", expect = Expect.ACCEPTABLE, desc = "one came in while the other's was sought")
@State
public class RifHistoryStress {
    private final RifHistory history = new RifHistory();

    @Actor
    public void one() {
        history.add(5);
    }

    @Actor
    public void other() {
        history.add(9);
    }

    @Arbiter
    public void quantile(I_Result result) {
        result.r1 = history.quantile();
    }
}

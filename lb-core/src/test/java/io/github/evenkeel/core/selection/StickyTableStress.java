package io.github.evenkeel.core.selection;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two requests with the same key, which both found new: they go to the same server, which is the one that later requests find. */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "the first thread placed it")
@Outcome(id = "2, 2, 2", expect = Expect.ACCEPTABLE, desc = "the second thread placed it")
@State
public class StickyTableStress {
    private static final long HASH = 3L << Integer.SIZE;

    private final StickyTable table = new StickyTable(4);

    @Actor
    public void one(III_Result result) {
        result.r1 = table.put(HASH, StickyTable.NOTHING, 1);
    }

    @Actor
    public void other(III_Result result) {
        result.r2 = table.put(HASH, StickyTable.NOTHING, 2);
    }

    @Arbiter
    public void find(III_Result result) {
        result.r3 = table.find(HASH);
    }
}

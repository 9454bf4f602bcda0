package io.github.evenkeel.core.selection;

import java.util.stream.LongStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** Two threads that meet at a rotation take different turns, unless their ids lead to the same block: then both may take some
 * turn, and the block, which ends, is all that suffers. */
@JCStressTest
@Outcome(id = "4, apart", expect = Expect.ACCEPTABLE, desc = "no turn is taken twice")
@Outcome(id = "[1-4], together", expect = Expect.ACCEPTABLE, desc = "two threads on one block")
@State
public class RotationStress {
    private final Rotation rotation = Rotation.from(0);
    private final long[] turns = new long[4];
    private int oneWord;
    private int otherWord;

    @Actor
    public void one() {
        turns[0] = rotation.next();
        turns[1] = rotation.next();
        oneWord = Rotation.word();
    }

    @Actor
    public void other() {
        turns[2] = rotation.next();
        turns[3] = rotation.next();
        otherWord = Rotation.word();
    }

    @Arbiter
    public void count(IL_Result result) {
        result.r1 = (int) LongStream.of(turns).distinct().count();
        result.r2 = oneWord == otherWord ? "together" : "apart";
    }
}

package io.github.evenkeel.core.limit;

import io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Permits that go from thread to thread. */
@Param(name = "permit", gen = IntGen.class, conf = "0:5")
public class PermitLincheckTest {
    private final ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(3));
    private final long[] permits = new long[6];

    @Operation(params = "permit")
    public boolean acquire(int permit) {
        permits[permit] = limit.tryAcquire();
        return permits[permit] != ConcurrencyLimit.NO_PERMIT;
    }

    @Operation(params = "permit")
    public boolean release(int permit) {
        return limit.release(permits[permit], Outcome.IGNORED, 1);
    }

    /** Flags. */
    public static class Model {
        private final boolean[] out = new boolean[6];
        private int inFlight;

        public boolean acquire(int permit) {
            out[permit] = inFlight < 3;
            inFlight += out[permit] ? 1 : 0;
            return out[permit];
        }

        public boolean release(int permit) {
            boolean released = out[permit];
            inFlight -= released ? 1 : 0;
            out[permit] = false;
            return released;
        }
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(200)
                .checkObstructionFreedom(true)
                .sequentialSpecification(Model.class);
    }

    @Test
    void ofTwoReleasesOfOnePermitOneSucceeds() {
        options()
                .addCustomScenario(Scenarios.of(
                        getClass(), "acquire0 acquire1", "release0 release1", "release1 release0", "acquire2"))
                .check(getClass());
    }

    /**
     * While one thread is about to take the top place, another takes it and the next, and gives back the top after an
     * older one: the top is the same again and so is in-flight, but what lies below is not. A stack without a count of
     * its changes would give the next place twice.
     */
    @Test
    void placeThatIsTheTopAgainIsNotMistakenForNeverGone() {
        options()
                .addCustomScenario(Scenarios.of(
                        getClass(),
                        "acquire0",
                        "acquire1 acquire2 release0 release1",
                        "acquire3",
                        "acquire4 release2 release3 release4"))
                .check(getClass());
    }
}

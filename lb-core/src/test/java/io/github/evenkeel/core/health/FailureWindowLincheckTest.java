package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** One slot at the turn of the ring. A sum over several slots is no snapshot and is not meant to be. */
public class FailureWindowLincheckTest {
    private static final long NOW = 10 * SECONDS;

    private final FailureWindow window = new FailureWindow(10 * SECONDS);

    public FailureWindowLincheckTest() {
        window.record(true, 0);
        window.record(true, 0);
    }

    @Operation
    public void fail() {
        window.record(true, NOW);
    }

    @Operation
    public void failTooLate() {
        window.record(true, 0);
    }

    /** How many are in the slot: the count only grows, so it is right at the moment of the last look. */
    @Operation
    public int failures() {
        int failures = 0;
        while (window.failedShareReaches(100, failures + 1, NOW)) {
            failures++;
        }
        return failures;
    }

    /** A plain counter. */
    public static class Model {
        private int failures;

        public void fail() {
            failures++;
        }

        public void failTooLate() {}

        public int failures() {
            return failures;
        }
    }

    @Test
    void survivesStress() {
        Linearizability.stress(FailureWindowLincheckTest.class, Model.class);
    }

    @Test
    void everyInterleavingIsExplained() {
        Linearizability.check(FailureWindowLincheckTest.class, Model.class);
    }
}

package io.github.evenkeel.core.health;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Failures only, in a window larger than their number: each is counted once, and the last to end sees all. */
public class RequestWindowLincheckTest {
    private final RequestWindow window = new RequestWindow(100);

    @Operation
    public void fail() {
        window.record(true, false, 0);
    }

    @Operation
    public void succeed() {
        window.record(false, false, 0);
    }

    @Operation
    public long failures() {
        return window.failures();
    }

    /** A plain counter. */
    public static class Model {
        private long failures;

        public void fail() {
            failures++;
        }

        public void succeed() {}

        public long failures() {
            return failures;
        }
    }

    @Test
    void survivesStress() {
        Linearizability.stress(RequestWindowLincheckTest.class, Model.class);
    }

    @Test
    void everyInterleavingIsExplained() {
        Linearizability.check(RequestWindowLincheckTest.class, Model.class);
    }
}

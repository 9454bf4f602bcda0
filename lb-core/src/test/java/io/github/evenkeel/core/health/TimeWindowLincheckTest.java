package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** One counter at the turn of the window. Several counters together are no snapshot and are not meant to be. */
public class TimeWindowLincheckTest {
    private static final long NOW = 10 * SECONDS;

    private final TimeWindow window = new TimeWindow(10 * SECONDS, 0);

    public TimeWindowLincheckTest() {
        window.record(true, false, 0);
        window.record(true, false, 0);
    }

    @Operation
    public void fail() {
        window.record(true, false, NOW);
    }

    @Operation
    public long failures() {
        window.turn(NOW);
        return window.failures();
    }

    /** A plain counter of what came since the turn. */
    public static class Model {
        private long failures;

        public void fail() {
            failures++;
        }

        public long failures() {
            return failures;
        }
    }

    @Test
    void survivesStress() {
        Linearizability.stress(TimeWindowLincheckTest.class, Model.class);
    }

    @Test
    void everyInterleavingIsExplained() {
        Linearizability.check(TimeWindowLincheckTest.class, Model.class);
    }
}

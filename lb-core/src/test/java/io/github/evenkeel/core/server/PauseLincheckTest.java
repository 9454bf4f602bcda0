package io.github.evenkeel.core.server;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Pauses of all lengths asked for at once, by threads whose clocks differ. */
@Param(name = "until", gen = IntGen.class, conf = "0:6")
@Param(name = "now", gen = IntGen.class, conf = "0:3")
public class PauseLincheckTest {
    private final Pause pause = new Pause();

    @Operation
    public boolean begin(@Param(name = "until") int until, @Param(name = "now") int now) {
        return pause.begin(until, now);
    }

    @Operation
    public long left(@Param(name = "now") int now) {
        return pause.leftNanos(now);
    }

    /** The latest end there was. */
    public static class Model {
        private int last;

        public boolean begin(int until, int now) {
            boolean begins = until > now && last <= now;
            if (until > now) {
                last = Math.max(last, until);
            }
            return begins;
        }

        public long left(int now) {
            return Math.max(0, last - now);
        }
    }

    @Test
    void survivesStress() {
        Linearizability.stress(PauseLincheckTest.class, Model.class);
    }

    @Test
    void everyInterleavingIsExplained() {
        Linearizability.check(PauseLincheckTest.class, Model.class);
    }
}

package io.github.evenkeel.examples.customstrategy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.examples.testing.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomStrategyTest {

    @Test
    void theCheapestGetsWhatItCanDoAndTheOthersTheRest() throws Exception {
        Run run = Run.of(CustomStrategy.class);

        assertEquals(
                List.of(
                        "10 requests at once: large=2 small=4 medium=4",
                        "10 more, one by one: large=2 small=14 medium=4"),
                run.output(),
                run::toString);
        assertEquals(0, run.status(), run::toString);
    }
}

package io.github.evenkeel.examples.llmstreaming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.examples.testing.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class LlmStreamingTest {

    @Test
    void theCheapProviderIsAskedWhileItCanAnswerAndNoEventComesTwice() throws Exception {
        Run run = Run.of(LlmStreaming.class);

        assertEquals(
                List.of(
                        "all is well: cheap-1 cheap-2",
                        "429, try again in 5 s: dear-1 dear-2",
                        "a moment later: dear-1 dear-2",
                        "6 s later: cheap-1 cheap-2",
                        "broken before the first event: cheap-1 cheap-2",
                        "broken after the first event: cheap-1 and then IOException"),
                run.output(),
                run::toString);
        assertEquals(0, run.status(), run::toString);
    }
}

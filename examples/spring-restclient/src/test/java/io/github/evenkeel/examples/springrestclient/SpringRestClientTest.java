package io.github.evenkeel.examples.springrestclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.examples.testing.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpringRestClientTest {

    @Test
    void springNoticesNothingOfTheDeathOfAServer() throws Exception {
        Run run = Run.of(SpringRestClient.class);

        assertEquals(0, run.status(), run::toString);
        assertEquals(
                List.of("100 calls: {first=50, second=50}", "100 calls after the first has died: {second=100}"),
                run.output(),
                run::toString);
    }
}

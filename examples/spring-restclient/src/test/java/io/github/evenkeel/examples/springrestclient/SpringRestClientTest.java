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
                List.of("20 calls: {first=10, second=10}", "20 calls after the first has died: {second=20}"),
                run.output(),
                run::toString);
    }
}

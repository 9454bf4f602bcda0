package io.github.evenkeel.examples.kubernetesheadless;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.examples.testing.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesHeadlessTest {

    private static final String SAID = "orders.shop has no address now; going on with the last ones";

    @Test
    void thePoolFollowsTheNameAndKeepsWhatItHasWhileNobodyKnowsTheName() throws Exception {
        Run run = Run.of(KubernetesHeadless.class);

        List<String> output = run.output().stream()
                .map(line -> line.replaceAll("http://|:\\d+", ""))
                .filter(line -> !line.equals(SAID))
                .toList();
        assertEquals(
                List.of(
                        "30 requests answered; Pool[orders, [127.0.0.1, 127.0.0.2]]",
                        "30 requests answered; Pool[orders, [127.0.0.2, 127.0.0.3]]",
                        "30 requests answered; Pool[orders, [127.0.0.2, 127.0.0.3]]"),
                output,
                run::toString);
        assertTrue(run.output().contains(SAID), run::toString);
        assertEquals(0, run.status(), run::toString);
    }
}

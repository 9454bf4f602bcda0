package io.github.evenkeel.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void aFairShareIsOneWhateverTheNumberOfServers() {
        assertEquals(1.0, Summary.fairness(Map.of(), Map.of("a", 50L, "b", 50L), "a"));
        assertEquals(1.0, Summary.fairness(Map.of("a", 100L), Map.of("a", 110L, "b", 10L, "c", 10L), "b"));
    }

    @Test
    void aServerThatGetsNothingHasNoShare() {
        Map<String, Long> before = Map.of("a", 10L, "b", 10L);

        assertEquals(0.0, Summary.fairness(before, Map.of("a", 20L, "b", 10L), "b"));
        assertEquals(0.0, Summary.fairness(before, before, "b"));
    }

    @Test
    void allIsWellWithoutErrorsAndWithHalfAFairShare() {
        Summary summary = new Summary(100, 0, 3, OptionalDouble.of(0.5), null);

        assertTrue(summary.problem().isEmpty());
        assertEquals("requests=100 errors=0 retried=3 revived_share=0.50", summary.toString());
    }

    @Test
    void withoutAKilledServerThereIsNoShareToJudge() {
        Summary summary = new Summary(100, 0, 0, OptionalDouble.empty(), null);

        assertTrue(summary.problem().isEmpty());
        assertEquals("requests=100 errors=0 retried=0 revived_share=n/a", summary.toString());
    }

    @Test
    void whatIsWrongIsSaid() {
        OptionalDouble fair = OptionalDouble.of(1);

        assertProblem("No request finished.", new Summary(0, 0, 0, fair, null));
        assertProblem(
                "The caller saw 2 of 100 requests fail; the first: status 503",
                new Summary(100, 2, 0, fair, "status 503"));
        assertProblem(
                "The server that came back got 0.49 of a fair share of the requests; 0.5 is the least to be content with.",
                new Summary(100, 0, 0, OptionalDouble.of(0.49), null));
    }

    private static void assertProblem(String expected, Summary summary) {
        assertEquals(expected, summary.problem().orElseThrow());
    }
}

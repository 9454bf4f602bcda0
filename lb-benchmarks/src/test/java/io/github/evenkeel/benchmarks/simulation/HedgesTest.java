package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a second attempt is worth, and what it costs, where some attempts get stuck. */
class HedgesTest {
    private static final Fleet UNLUCKY = Fleet.USUAL.withMishap(Distribution.seldom(200, 500 * Timeline.MILLIS));

    private static Figures run(Scenario scenario, Policy policy) {
        return World.simulate(scenario, policy, 1).figures();
    }

    @Test
    void secondAttemptCutsTheTailForFewMoreRequests() {
        Scenario scenario = Scenario.of("stuck", UNLUCKY, 0.5);
        Figures without = run(scenario, Policies.DEFAULT);
        Figures with = run(scenario, Policies.HEDGED);
        assertEquals(1, without.attempts());
        assertTrue(without.p999() > 500, () -> "p99.9 without hedges: " + without.p999());
        assertTrue(with.p999() < 100, () -> "p99.9 with hedges: " + with.p999());
        assertTrue(with.attempts() > 1.02 && with.attempts() < 1.08, () -> "attempts: " + with.attempts());
        assertEquals(0, with.errors(), "a cancelled attempt is no failure");
    }

    /** Where all becomes slow, all would be hedged: the budget ends that. */
    @Test
    void budgetBoundsThem() {
        Scenario scenario = Scenario.of("all slow at once", Fleet.USUAL, 0.5)
                .withScript(world -> world.timeline()
                        .at(5 * Timeline.SECONDS, () -> world.backends().forEach(backend -> backend.speed(0.3))));
        Figures with = run(scenario, Policies.HEDGED);
        // A fifth of the requests of 16 s, spent in the 12 s that are measured.
        assertTrue(with.attempts() <= 1 + 0.2 * 16 / 12 + 0.01, () -> "attempts: " + with.attempts());
        assertTrue(with.attempts() > 1.1, () -> "the budget was not what stopped them: " + with.attempts());
    }
}

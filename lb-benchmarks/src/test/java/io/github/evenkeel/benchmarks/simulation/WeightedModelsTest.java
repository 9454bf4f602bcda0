package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.benchmarks.simulation.Policy.Kind;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.selection.SelectionStrategy;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Models that go by weights: those that clients are told, and those that servers' reports come to. */
class WeightedModelsTest {
    private static final Fleet UNEQUAL = Fleet.USUAL.withSpeed(server -> server < 5 ? 1 : 0.5);

    private static double shareOfFirst(Scenario scenario, Policy policy) {
        return World.simulate(scenario, policy, 1).fairness(0, 40, 160);
    }

    @Test
    void envoysDeadlinesFollowWeights() {
        Scenario scenario = Scenario.of("weights", UNEQUAL.withWeight(server -> server < 5 ? 2 : 1), 0.3);
        Policy policy = Policy.of("Envoy", Kind.MODEL, world -> EnvoyLeastRequest::prepare);
        assertEquals(4.0 / 3, shareOfFirst(scenario, policy), 0.1);
    }

    @Test
    void reportedUtilisationFindsWhatServersCanDo() {
        Scenario scenario = Scenario.of("nobody was told", UNEQUAL, 0.6);
        Policy policy = Policy.of("gRPC", Kind.HELPED, SelectionStrategy.reportedUtilisation());
        assertEquals(4.0 / 3, shareOfFirst(scenario, policy), 0.1);
    }

    @Test
    void meterReportsItsLatestWholeSecond() {
        Meter meter = new Meter(4);
        meter.advance(0, Timeline.SECONDS / 2);
        meter.answered();
        assertNull(meter.report());
        meter.advance(2, Timeline.SECONDS);
        LoadReport first = Objects.requireNonNull(meter.report());
        assertEquals(0.25, first.utilisation(), 1e-9);
        assertEquals(1, first.rate());
        meter.failed(100 * Timeline.MILLIS);
        meter.advance(8, 2 * Timeline.SECONDS + Timeline.SECONDS / 2);
        LoadReport second = Objects.requireNonNull(meter.report());
        assertEquals(1.025, second.utilisation(), 1e-9);
        assertEquals(1, second.errorRate());
        meter.advance(0, 9 * Timeline.SECONDS);
        assertTrue(Objects.requireNonNull(meter.report()).utilisation() <= 0, "idle for seconds");
    }
}

package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.selection.SelectionStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulator against theory: many single-worker servers, Poisson arrivals, exponential work, and the shortest queue
 * of d drawn. Mitzenmacher's supermarket model gives the mean time of a request for infinitely many servers.
 */
class SupermarketTest {
    private static final double SERVICE_MILLIS = 10;

    private static SelectionStrategy shortestOf(int choices) {
        return choices == 1 ? SelectionStrategy.random() : SelectionStrategy.powerOfChoices(choices);
    }

    /** The expected time in units of the mean service: the sum of load^((d^i - d) / (d - 1)) over i from 1. */
    private static double theory(double load, int d) {
        double sum = 0;
        double exponent = 0;
        for (int i = 1; i <= 2000; i++) {
            sum += StrictMath.pow(load, exponent);
            exponent = (exponent + 1) * d;
        }
        return d == 1 ? 1 / (1 - load) : sum;
    }

    @ParameterizedTest
    @CsvSource({"0.7, 1", "0.7, 2", "0.7, 3", "0.9, 1", "0.9, 2", "0.9, 3"})
    void meanTimeIsTheModelsWithinTwoPerCent(double load, int choices) {
        // Without a choice queues take long to fill: the relaxation time of M/M/1 at 0.9 is some 4 s here.
        int warmUp = choices == 1 ? 12 : 3;
        Distribution work = Distribution.exponential(SERVICE_MILLIS * Timeline.MILLIS);
        Scenario scenario = Scenario.of("supermarket", Fleet.of(500, 1, work), load)
                .withTiming(timing ->
                        timing.between(warmUp, 5 * warmUp).withNetwork(0).withDeadline(0, Long.MAX_VALUE));
        Policy policy = Policy.of("d = " + choices, Policy.Kind.OURS, shortestOf(choices));
        double mean = World.simulate(scenario, policy, 1).figures().mean() / SERVICE_MILLIS;
        assertEquals(1, mean / theory(load, choices), 0.02);
    }
}

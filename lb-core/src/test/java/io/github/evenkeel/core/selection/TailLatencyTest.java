package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.QueueingSimulation.Machine;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The 99th percentiles of the default strategy beside those of two choices, by requests in flight and by Finagle's peak
 * latencies, on the same arrivals. Ten servers of four workers serve 4000 requests in a second if all are at speed 1.
 * The bounds leave some room above what the fixed seed gives.
 */
class TailLatencyTest {
    private static final IntFunction<Machine> EQUAL = i -> Machine.of(1);
    private static final IntFunction<Machine> HALF_AT_TWO_FIFTHS = i -> Machine.of(i < 5 ? 1 : 0.4);
    private static final IntFunction<Machine> ONE_TEN_TIMES_SLOWER = i -> Machine.of(i < 9 ? 1 : 0.1);
    private static final IntFunction<Machine> PAUSES = i -> new Machine(1, 5e9, 2e8);

    private static void assertTail(QueueingSimulation simulation, double ms, double ofTwoChoices, double ofPeakEwma) {
        double ours = simulation.p99(SelectionStrategy.leastExpectedLatency());
        double twoChoices = simulation.p99(SelectionStrategy.powerOfTwoChoices());
        double peakEwma = simulation.p99(SelectionStrategy.peakEwma());
        String message = ours + " ms; two choices " + twoChoices + ", peak EWMA " + peakEwma;
        assertTrue(ours <= ms && ours <= ofTwoChoices * twoChoices && ours <= ofPeakEwma * peakEwma, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void equalServersAtSevenTenths(int clients) {
        assertTail(new QueueingSimulation(clients, 2800, EQUAL), 53, 1.02, 1.02);
    }

    @Test
    void equalServersAtNineTenths() {
        assertTail(new QueueingSimulation(1, 3600, EQUAL), 51, 1, 1);
    }

    @Test
    void equalServersAtNineTenthsOfFiftyClients() {
        assertTail(new QueueingSimulation(50, 3600, EQUAL), 68, 0.96, 0.93);
    }

    @Test
    void slowerAndFasterServers() {
        assertTail(new QueueingSimulation(1, 2240, HALF_AT_TWO_FIFTHS), 85, 0.9, 0.97);
        assertTail(new QueueingSimulation(50, 2240, HALF_AT_TWO_FIFTHS), 90, 0.4, 0.9);
    }

    @Test
    void oneServerTenTimesSlower() {
        assertTail(new QueueingSimulation(1, 2184, ONE_TEN_TIMES_SLOWER), 52, 0.8, 1.05);
        assertTail(new QueueingSimulation(50, 2184, ONE_TEN_TIMES_SLOWER), 54, 0.1, 1.05);
    }

    @Test
    void collectionsOfGarbage() {
        assertTail(new QueueingSimulation(1, 2400, PAUSES), 56, 1, 0.95);
        assertTail(new QueueingSimulation(50, 2400, PAUSES), 215, 1.12, 1);
    }
}

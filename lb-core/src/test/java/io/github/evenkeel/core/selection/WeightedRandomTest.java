package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedRandomTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.weightedRandom();

    @Test
    void picksFollowTheWeightsWhateverTheLoad() {
        List<Server> servers = Servers.idle(4);
        Servers.occupy(servers.get(3), 50);
        double[] weights = {0.5, 1, 2.5, 6};
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, weights));
        ChiSquare.assertFollows(weights, Views.count(selector, 4, 100_000, null));
    }

    /** The heavy one would be drawn again nearly always, and the others share what it leaves by their weights. */
    @Test
    void retriesFollowTheOtherWeights() {
        List<Server> servers = Servers.idle(3);
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, 1, 1_000_000, 10));
        int[] counts = Views.count(selector, 3, 11_000, Views.tried(servers.get(1)));
        assertEquals(0, counts[1]);
        ChiSquare.assertFollows(new double[] {1, 10}, new int[] {counts[0], counts[2]});
    }

    @Test
    void equalWeightsAreEqualChances() {
        int[] counts = Views.count(Views.prepare(STRATEGY, Servers.idle(10)), 10, 100_000, null);
        double[] weights = new double[10];
        Arrays.fill(weights, 1);
        ChiSquare.assertFollows(weights, counts);
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomChoiceTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.random();

    /** Standard deviation 30 around 1000; 180 is 6 of them: below 10^-7 for ten servers. */
    @Test
    void everyServerHasAnEqualChanceWhateverItsWeightAndLoad() {
        List<Server> servers = Servers.idle(10);
        Servers.occupy(servers.get(2), 50);
        double[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100};
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, weights));
        int[] counts = Views.count(selector, 10, 10_000, null);
        assertTrue(
                Arrays.stream(counts).allMatch(count -> Math.abs(count - 1000) < 180), () -> Arrays.toString(counts));
    }

    /** Standard deviation 50 around 3333; 300 are 6 of them. */
    @Test
    void retriesSpreadOverAllThatAreUntried() {
        List<Server> servers = Servers.idle(5);
        Selector selector = Views.prepare(STRATEGY, servers);
        int[] counts = Views.count(selector, 5, 10_000, Views.tried(servers.get(0), servers.get(3)));
        for (int untried : new int[] {1, 2, 4}) {
            assertEquals(3333, counts[untried], 300);
        }
    }
}

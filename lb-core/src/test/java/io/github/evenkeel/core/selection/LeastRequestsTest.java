package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LeastRequestsTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.leastRequests();

    private static Selector prepare(int... loads) {
        return Views.prepare(STRATEGY, Servers.loaded(loads));
    }

    @Test
    void leastLoadedOfAllIsPicked() {
        assertArrayEquals(new int[] {100, 0}, Views.count(prepare(1, 2), 2, 100, null));
        assertArrayEquals(new int[] {0, 0, 0, 100}, Views.count(prepare(4, 3, 2, 1), 4, 100, null));
    }

    /** Envoy's own case and tolerance, which is 10 standard deviations. */
    @Test
    void threeThatAreTiedShareAMillionPicks() {
        int[] counts = Views.count(prepare(2, 5, 2, 2, 3), 5, 1_000_000, null);
        assertEquals(333_333, counts[0], 5000);
        assertEquals(333_333, counts[2], 5000);
        assertEquals(333_333, counts[3], 5000);
    }

    @Tag("long")
    @Test
    void manyThatAreTiedShareEvenly() {
        int[] counts = Views.count(prepare(new int[1000]), 1000, 1_000_000, null);
        ChiSquare.assertFollows(Views.equal(1000), counts);
    }

    @Test
    void loadCountsForTheWeight() {
        List<Server> servers = Servers.idle(2);
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, 1, 3));
        assertArrayEquals(new int[] {0, 100}, Views.count(selector, 2, 100, null));
        Servers.occupy(servers.get(1), 2);
        ChiSquare.assertFollows(Views.equal(2), Views.count(selector, 2, 1000, null));
        Servers.occupy(servers.get(1), 1);
        assertArrayEquals(new int[] {100, 0}, Views.count(selector, 2, 100, null));
    }

    /** Weights 1 and 2: where requests do not end, every third goes to the first. */
    @Test
    void requestsHeldSplitByWeight() {
        List<Server> servers = Servers.idle(2);
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, 1, 2));
        RandomGenerator random = Views.random();
        for (int round = 1; round <= 100; round++) {
            for (int i = 0; i < 3; i++) {
                servers.get(selector.select(0, 0, random, null)).acquire(0, null);
            }
            assertEquals(round, servers.get(0).inFlight());
            assertEquals(2 * round, servers.get(1).inFlight());
        }
    }

    @Test
    void retryGoesToTheLeastLoadedOfTheOthers() {
        List<Server> servers = Servers.loaded(0, 7, 3, 3);
        Selector selector = Views.prepare(STRATEGY, servers);
        int[] counts = Views.count(selector, 4, 1000, Views.tried(servers.get(0)));
        assertEquals(0, counts[0] + counts[1]);
        ChiSquare.assertFollows(Views.equal(2), new int[] {counts[2], counts[3]});
        assertEquals(3, selector.select(0, 0, Views.random(), Views.tried(servers.get(2), servers.get(0))));
    }
}

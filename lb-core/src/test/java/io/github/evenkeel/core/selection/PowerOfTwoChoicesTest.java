package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerOfTwoChoicesTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.powerOfTwoChoices();

    private static List<Server> loaded(int... loads) {
        List<Server> servers = Servers.idle(loads.length);
        for (int i = 0; i < loads.length; i++) {
            Servers.occupy(servers.get(i), loads[i]);
        }
        return servers;
    }

    /** Envoy's own case; drawing with replacement would pick the busier in a quarter of all cases. */
    @Test
    void ofTwoServersTheLessLoadedIsAlwaysPicked() {
        assertArrayEquals(new int[] {1000, 0}, Views.count(Views.prepare(STRATEGY, loaded(1, 2)), 2, 1000, null));
        assertArrayEquals(new int[] {0, 1000}, Views.count(Views.prepare(STRATEGY, loaded(1, 0)), 2, 1000, null));
    }

    @Test
    void theMostLoadedIsNeverPicked() {
        for (int servers = 3; servers < 20; servers++) {
            int[] loads = new int[servers];
            loads[servers / 2] = 1;
            assertEquals(0, Views.count(Views.prepare(STRATEGY, loaded(loads)), servers, 1000, null)[servers / 2]);
        }
    }

    /**
     * Of four servers the least loaded is in 6 of 12 ordered pairs, the next wins 4, the next 2. The standard deviation
     * of 12 000 picks is at most 55, so 300 off is 5.4 of them: below 10^-7 for each.
     */
    @Test
    void everyPairOfDistinctServersIsEquallyLikely() {
        int[] counts = Views.count(Views.prepare(STRATEGY, loaded(2, 0, 3, 1)), 4, 12_000, null);
        assertEquals(6000, counts[1], 300);
        assertEquals(4000, counts[3], 300);
        assertEquals(2000, counts[0], 300);
        assertEquals(0, counts[2]);
    }

    /** Standard deviation 30 around 1000; 180 is 6 of them: below 10^-7 for ten servers. */
    @Test
    void equallyLoadedServersArePickedAlike() {
        int[] loads = new int[10];
        Arrays.fill(loads, 3);
        int[] counts = Views.count(Views.prepare(STRATEGY, loaded(loads)), 10, 10_000, null);
        assertTrue(
                Arrays.stream(counts).allMatch(count -> Math.abs(count - 1000) < 180), () -> Arrays.toString(counts));
    }

    @Test
    void loadCountsForTheWeight() {
        List<Server> servers = loaded(0, 0);
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, 1, 3));
        assertArrayEquals(new int[] {0, 100}, Views.count(selector, 2, 100, null));
        Servers.occupy(servers.get(1), 1);
        assertArrayEquals(new int[] {0, 100}, Views.count(selector, 2, 100, null), "1/1 against 2/3");
        Servers.occupy(servers.get(1), 1);
        int[] tie = Views.count(selector, 2, 1000, null); // 3/3: standard deviation 16, 6 of them are 96
        assertEquals(500, tie[0], 96, "1/1 against 3/3");
        Servers.occupy(servers.get(1), 1);
        assertArrayEquals(new int[] {100, 0}, Views.count(selector, 2, 100, null), "1/1 against 4/3");
    }

    @Test
    void retryTakesTheUntriedOfThePairHoweverLoaded() {
        List<Server> servers = loaded(0, 9);
        Selector selector = Views.prepare(STRATEGY, servers);
        Lease first = servers.get(0).acquire(0, null);
        assertArrayEquals(new int[] {0, 100}, Views.count(selector, 2, 100, first));
    }

    /** A pair tried already has 1 chance in 190 of being drawn; the other 18 servers share what it would have got. */
    @Test
    void retryAfterBothOfAPairGoesAnywhereElse() {
        List<Server> servers = loaded(new int[20]);
        Selector selector = Views.prepare(STRATEGY, servers);
        int[] counts = Views.count(selector, 20, 20_000, Views.tried(servers.get(3), servers.get(7)));
        assertEquals(0, counts[3]);
        assertEquals(0, counts[7]);
        // Standard deviation 32 around 1111; 200 are 6 of them.
        long even = Arrays.stream(counts)
                .filter(count -> Math.abs(count - 1111) < 200)
                .count();
        assertEquals(18, even, () -> Arrays.toString(counts));
    }
}

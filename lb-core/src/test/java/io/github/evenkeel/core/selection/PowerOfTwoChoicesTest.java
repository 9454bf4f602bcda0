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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        int[] idle = Views.count(selector, 2, 1000, null); // standard deviation 14, 6 of them are 84
        assertEquals(250, idle[0], 84, "1 to 3");
        Servers.occupy(servers.get(1), 1);
        int[] busy = Views.count(selector, 2, 1000, null); // standard deviation 16, 6 of them are 96
        assertEquals(500, busy[0], 96, "part of one against (1 + part) / 3: half of all parts are below a half");
        Servers.occupy(servers.get(1), 1);
        assertArrayEquals(new int[] {100, 0}, Views.count(selector, 2, 100, null), "part against (2 + part) / 3");
        Servers.occupy(servers.get(0), 1);
        assertArrayEquals(new int[] {0, 100}, Views.count(selector, 2, 100, null), "1 + part against (2 + part) / 3");
    }

    /** With one at a time and with many at once; with a few the lighter ones, idle most, get some more. */
    @ParameterizedTest
    @CsvSource({"1, 0.02", "2, 0.12", "5, 0.12", "100, 0.02"})
    void sharesFollowTheWeights(int atOnce, double most) {
        double[] weights = {1, 1, 2, 3, 5};
        assertArrayEquals(
                new double[] {1 / 12.0, 1 / 12.0, 2 / 12.0, 3 / 12.0, 5 / 12.0},
                ClosedLoop.shares(STRATEGY, atOnce, weights),
                most);
        assertArrayEquals(new double[] {1 / 3.0, 2 / 3.0}, ClosedLoop.shares(STRATEGY, atOnce, 1, 2), 0.18);
        assertArrayEquals(new double[] {1 / 11.0, 10 / 11.0}, ClosedLoop.shares(STRATEGY, atOnce, 1, 10), 0.12);
    }

    @Test
    void retryOfWeightedServersGoesToAnUntriedOne() {
        List<Server> servers = loaded(0, 0, 9);
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, 1, 1000, 1));
        Lease tried = Views.tried(servers.get(1));
        int[] counts = Views.count(selector, 3, 1000, tried);
        assertEquals(0, counts[1]);
        assertTrue(counts[0] > 300 && counts[2] > 300, () -> Arrays.toString(counts));
        Lease both = servers.get(0).acquire(0, tried);
        assertArrayEquals(new int[] {0, 0, 100}, Views.count(selector, 3, 100, both));
    }

    @Test
    void retryTakesTheUntriedOfThePairHoweverLoaded() {
        List<Server> servers = loaded(0, 9);
        Selector selector = Views.prepare(STRATEGY, servers);
        Lease first = servers.get(0).acquire(0, null);
        assertArrayEquals(new int[] {0, 100}, Views.count(selector, 2, 100, first));
    }

    /**
     * Two of three pairs hold the idle server and go there, with weights 37 of 50; without a comparison it would be half.
     * The bound is more than ten standard deviations off.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1, 2})
    void retryComparesAPairNotTried(double weight) {
        List<Server> servers = loaded(0, 9, 0);
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, 1, weight, weight));
        int[] counts = Views.count(selector, 3, 12_000, Views.tried(servers.get(0)));
        assertEquals(0, counts[0]);
        assertTrue(counts[2] > 0.62 * 12_000, () -> Arrays.toString(counts));
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

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Envoy's least request. Envoy draws its choices with replacement, which for two servers picks the busier a quarter of
 * the time; ours are distinct, so that its scripts of draws cannot be ours, but what must come of them can.
 */
class OracleT12Test {
    /** A generator that draws this pair: the upper half scaled to all servers, the lower to the others. */
    private static RandomGenerator drawing(int first, int second, int size) {
        long place = second > first ? second - 1 : second;
        long upper = ((first << 1) + 1) * (1L << 31) / size;
        long lower = ((place << 1) + 1) * (1L << 31) / (size - 1);
        return () -> upper << 32 | lower;
    }

    /** Actives 1 and 2: whichever is drawn first, host 0. */
    @Test
    void twoHosts() {
        Selector selector = Views.prepare(SelectionStrategy.powerOfTwoChoices(), Servers.loaded(1, 2));
        assertEquals(0, selector.select(0, 0, drawing(0, 1, 2), null));
        assertEquals(0, selector.select(0, 0, drawing(1, 0, 2), null));
    }

    /** Actives 4, 3, 2 and 1: of every pair drawn the later host, which is never that pair's busier one. */
    @Test
    void everyPairOfFourHosts() {
        Selector selector = Views.prepare(SelectionStrategy.powerOfTwoChoices(), Servers.loaded(4, 3, 2, 1));
        for (int first = 0; first < 4; first++) {
            for (int second = 0; second < 4; second++) {
                if (first != second) {
                    int picked = selector.select(0, 0, drawing(first, second, 4), null);
                    assertEquals(Math.max(first, second), picked, "of " + first + " and " + second);
                }
            }
        }
    }

    /** Actives 4, 3, 2 and 1, five choices: with Envoy's 3, 0, 3, 2, 1 host 3, with ours too, whatever the draws. */
    @ParameterizedTest
    @CsvSource({"4", "5", "64"})
    void moreChoicesThanHosts(int choices) {
        Selector selector = Views.prepare(SelectionStrategy.powerOfChoices(choices), Servers.loaded(4, 3, 2, 1));
        assertArrayEquals(new int[] {0, 0, 0, 1000}, Views.count(selector, 4, 1000, null));
    }

    /** FULL_SCAN: three that are tied share a million picks, each 333 333 ± 5000, ten standard deviations. */
    @ParameterizedTest
    @CsvSource({"3, 3, 3, 7", "3, 3, 7, 3", "3, 7, 3, 3", "7, 3, 3, 3"})
    void fullScanBreaksTiesAtRandom(int a, int b, int c, int d) {
        int[] loads = {a, b, c, d};
        int[] counts = Views.count(
                Views.prepare(SelectionStrategy.leastRequests(), Servers.loaded(loads)), 4, 1_000_000, null);
        for (int i = 0; i < 4; i++) {
            assertEquals(loads[i] == 3 ? 333_333 : 0, counts[i], loads[i] == 3 ? 5000 : 0);
        }
    }

    /** Weights 1 and 2, nothing ends: 1, 0, 1, 1, 0, 1 by Envoy's deadlines; by ours each third to host 0 too. */
    @Test
    void unequalWeights() {
        List<Server> servers = Servers.idle(2);
        Selector selector = Views.prepare(SelectionStrategy.leastRequests(), Views.weighted(servers, 1, 2));
        RandomGenerator random = Views.random();
        assertEquals(1, selector.select(0, 0, random, null), "1/1 against 1/2");
        for (int i = 0; i < 6; i++) {
            servers.get(selector.select(0, 0, random, null)).acquire(0, null);
        }
        assertEquals(2, servers.get(0).inFlight());
        assertEquals(4, servers.get(1).inFlight());
    }
}

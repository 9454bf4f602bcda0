package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How evenly keys are spread. Nothing here is drawn at random, so that what passes once passes always. */
class KeyDistributionTest {
    private static final SelectionStrategy RING = SelectionStrategy.ringHash();
    private static final SelectionStrategy NGINX = SelectionStrategy.nginxRingHash();
    private static final SelectionStrategy ENVOY = SelectionStrategy.envoyRingHash(1024, 8_388_608);
    private static final int KEYS = 200_000;

    private static double peakToMean(int[] counts) {
        return Arrays.stream(counts).max().orElseThrow() * (double) counts.length / KEYS;
    }

    /**
     * The share of a server has a standard deviation of 1 / sqrt(points), and the largest of n lies about
     * sqrt(2 ln n) of them above the mean; the bounds leave 2.5 more, which one ring in a hundred would pass.
     */
    static Stream<Arguments> rings() {
        return Stream.of(
                Arguments.of(RING, 10, 1.35),
                Arguments.of(RING, 100, 1.45),
                Arguments.of(RING, 1000, 1.5),
                Arguments.of(NGINX, 10, 1.35),
                Arguments.of(NGINX, 100, 1.45),
                Arguments.of(NGINX, 1000, 1.5),
                Arguments.of(ENVOY, 10, 1.4));
    }

    @ParameterizedTest
    @MethodSource("rings")
    void aRingIsAsEvenAsItsPointsAllow(SelectionStrategy strategy, int servers, double bound) {
        int[] counts = new int[servers];
        Selector selector = Views.prepare(strategy, Servers.idle(servers));
        KeyHash hash = strategy == NGINX ? KeyHash.crc32() : KeyHash.seeded(1);
        for (int i = 0; i < KEYS; i++) {
            counts[Fleet.pick(selector, hash.hash("key" + i))]++;
        }
        assertTrue(peakToMean(counts) < bound, () -> peakToMean(counts) + " times the mean");
    }

    /**
     * Exact but for the sampling of 200 000 keys: chi-square with n - 1 degrees of freedom, whose standard deviation is
     * sqrt(2 (n - 1)); six of them above the mean is below 10^-7. Maglev's slots add less than a hundredth.
     */
    @Tag("long")
    @ParameterizedTest
    @CsvSource({"3", "10", "100", "1000"})
    void sourceHashMaglevAndRendezvousAreExact(int servers) {
        for (SelectionStrategy strategy :
                List.of(SelectionStrategy.sourceHash(), SelectionStrategy.rendezvous(), SelectionStrategy.maglev())) {
            double[] weights = new double[servers];
            Arrays.fill(weights, 1);
            assertShares(strategy, weights);
            Arrays.setAll(weights, i -> 1 + (i * 7) % 10);
            assertShares(strategy, weights);
        }
    }

    private static void assertShares(SelectionStrategy strategy, double... weights) {
        int[] counts = Fleet.counts(strategy, Views.weighted(Servers.idle(weights.length), weights), KEYS);
        double sum = Arrays.stream(weights).sum();
        double chiSquare = 0;
        for (int i = 0; i < weights.length; i++) {
            double expected = KEYS * weights[i] / sum;
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        int freedom = weights.length - 1;
        double slots = KEYS / 65_537.0 * weights.length; // each count off by a slot: 3 keys, of 200 at the least
        double bound = freedom + 6 * Math.sqrt(2.0 * freedom) + slots;
        assertTrue(chiSquare < bound, chiSquare + " of " + bound + " with " + weights.length + " servers");
    }

    /** Standard deviations as above, for the points of each weight; 4 of them. */
    @ParameterizedTest
    @CsvSource({"1, 2", "1, 10", "1, 100", "3, 1000", "1, 100000"})
    void ringsHonourWeights(double light, double heavy) {
        List<Server> servers = Servers.idle(4);
        for (SelectionStrategy strategy : List.of(RING, NGINX, ENVOY)) {
            int[] counts = new int[4];
            Selector selector = Views.prepare(strategy, Views.weighted(servers, light, heavy, heavy, light));
            for (int i = 0; i < KEYS; i++) {
                long key = (strategy == NGINX ? KeyHash.crc32() : KeyHash.xxHash64()).hash("key" + i);
                counts[Fleet.pick(selector, key)]++;
            }
            double share = light / (light + heavy) / 2;
            assertEquals(share, (counts[0] + counts[3]) / 2.0 / KEYS, 4 * share / Math.sqrt(160 * light) + 0.001);
            assertEquals(0.5 - share, counts[1] / (double) KEYS, 0.06);
        }
    }

    /** Callers may hand in numbers as they are: the strategies of our own spread them. */
    @ParameterizedTest
    @CsvSource({"1", "4096", "4294967296", "1099511627776"})
    void plainNumbersAreSpread(long step) {
        for (SelectionStrategy strategy : List.of(
                RING, SelectionStrategy.sourceHash(), SelectionStrategy.maglev(), SelectionStrategy.rendezvous())) {
            Selector selector = Views.prepare(strategy, Servers.idle(10));
            int[] counts = new int[10];
            for (int i = 1; i <= 10_000; i++) {
                counts[Fleet.pick(selector, i * step)]++;
            }
            assertTrue(Arrays.stream(counts).allMatch(count -> count > 650 && count < 1350), Arrays.toString(counts));
        }
    }
}

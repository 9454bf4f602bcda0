package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasRoundsTest {
    private static AliasRounds at(long turn, double... weights) {
        return at(Rotation.from(turn), weights);
    }

    private static AliasRounds at(Rotation rotation, double... weights) {
        return new AliasRounds(Views.weighted(Servers.idle(weights.length), weights), rotation);
    }

    /** From the first pick on: each server is off its share by two at most for each column it has a part of. */
    private static void assertInProportionThroughout(double[] weights, int picks) {
        double sum = Arrays.stream(weights).sum();
        AliasRounds selector = at(0, weights);
        int[] counts = new int[weights.length];
        for (int pick = 1; pick <= picks; pick++) {
            counts[selector.select(0, 0, Views.random(), null)]++;
            for (int i = 0; i < weights.length; i++) {
                assertEquals(pick * weights[i] / sum, counts[i], 2.0 * weights.length, "server " + i);
            }
        }
    }

    @Test
    void equalWeightsTakeTurns() {
        assertEquals("[0, 1, 2, 0, 1, 2]", Arrays.toString(Views.picks(at(0, 0.5, 0.5, 0.5), 6)));
    }

    @Property(tries = 100, seed = "1")
    void picksAreInProportionThroughout(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0.01, max = 1000) Double> weights) {
        assertInProportionThroughout(
                weights.stream().mapToDouble(Double::doubleValue).toArray(), 2_000);
    }

    @Test
    void oneOfHalfTheWeightTakesHalfOfAnyPicks() {
        double[] weights = DoubleStream.generate(() -> 1.01).limit(50).toArray();
        weights[7] = 49 * 1.01;
        int[] picks = Views.picks(at(0, weights), 100_000);
        int ahead = 0;
        for (int server : picks) {
            ahead += server == 7 ? 1 : -1;
            assertEquals(0, ahead, 25, "what is uneven in fifty columns does not add up");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 3.3, 1000, 1e6})
    void aPickTakesOneTurn(double first) {
        double[] weights = {first, 1.1, 2.1, 3.1, 4.1, 0.7, 1.3, 2.9, 3.7, 1.9};
        Rotation rotation = Rotation.from(0);
        int[] counts = Views.count(at(rotation, weights), 10, 100_000, null);
        assertEquals(100_000, rotation.next());
        double sum = Arrays.stream(weights).sum();
        for (int i = 0; i < 10; i++) {
            assertEquals(100_000 * weights[i] / sum, counts[i], 8, "server " + i);
        }
    }

    @Test
    void picksOfOneServerAreSpread() {
        double[] weights = {1, 4.5, 4.5, 1.5};
        int[] latest = new int[4];
        int[] picks = Views.picks(at(0, weights), 10_000);
        for (int i = 0; i < picks.length; i++) {
            int gap = i - latest[picks[i]];
            double mean = 11.5 / weights[picks[i]];
            assertTrue(gap <= 4 * mean, "gap of " + gap + " for one in " + mean);
            latest[picks[i]] = i;
        }
    }

    @Test
    void tinyWeightCountsForWhatItIs() {
        assertTrue(Views.count(at(0, 1, 999_999), 2, 1_000_000, null)[0] <= 2);
        assertEquals(0, Views.count(at(0, Double.MIN_VALUE, Double.MAX_VALUE), 2, 10_000, null)[0], 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 0xFFFF_FFFFL, 1L << 47, Long.MAX_VALUE, -1})
    void keepsItsSharesOverEveryWrap(long wrap) {
        int[] counts = Views.count(at(wrap - 5_000, 1.5, 2.5, 3.5, 4.5), 4, 12_000, null);
        for (int i = 0; i < 4; i++) {
            assertEquals(1000 * (i + 1.5), counts[i], 8);
        }
    }

    @Test
    void retriesFollowTheWeightsAndLeaveTheRotationAlone() {
        List<Server> servers = Servers.idle(3);
        Rotation rotation = Rotation.from(0);
        Selector selector = new AliasRounds(Views.weighted(servers, 6, 1, 3), rotation);
        int[] counts = Views.count(selector, 3, 10_000, Views.tried(servers.get(0)));
        assertEquals(0, counts[0]);
        ChiSquare.assertFollows(new double[] {1, 3}, Arrays.copyOfRange(counts, 1, 3));
        assertEquals(0, rotation.next());
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticStrideTest {
    private static final int FULL = 0xFFFF;

    private static StaticStride at(Rotation rotation, double... weights) {
        return new StaticStride(Views.weighted(Servers.idle(weights.length), weights), rotation);
    }

    private static StaticStride at(long turn, double... weights) {
        return at(Rotation.from(turn), weights);
    }

    private static double[] doubles(int[] weights) {
        return Arrays.stream(weights).asDoubleStream().toArray();
    }

    @Test
    void equalWeightsTakeTurns() {
        assertArrayEquals(new int[] {0, 1, 2, 0, 1, 2}, Views.picks(at(0, 4, 4, 4), 6));
    }

    @Test
    void sameAsGrpc() {
        int[] weights = {FULL, FULL / 3, FULL / 2, 20_000, 65_000};
        for (int start : new int[] {0, 1, 7, 123_456, 1_000_000_000}) {
            assertArrayEquals(
                    NaiveSchedulers.grpc(10_000, start, weights), Views.picks(at(start, doubles(weights)), 10_000));
        }
    }

    /** Weights are those that gRPC scales to, and a full one for each, so that none exceeds twice the mean. */
    @Property(tries = 200, seed = "1")
    void alwaysSameAsGrpc(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = FULL) Integer> drawn,
            @ForAll @IntRange(max = 1_000_000_000) int start) {
        int[] weights = drawn.stream()
                .flatMapToInt(weight -> IntStream.of(weight, FULL))
                .toArray();
        assertArrayEquals(NaiveSchedulers.grpc(500, start, weights), Views.picks(at(start, doubles(weights)), 500));
    }

    /** Each window of 65 535 rounds, wherever it begins. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 1_000_003})
    void inAWholePeriodEachServerIsPickedItsWeight(int start) {
        int[] weights = {FULL, 1, 60_000, 40_000, 2};
        Rotation rotation = Rotation.from(start);
        StaticStride selector = at(rotation, doubles(weights));
        assertArrayEquals(
                weights, Views.count(selector, 5, Arrays.stream(weights).sum(), null));
        long turns = rotation.next() - start;
        assertEquals(5.0 * FULL, turns, 5 * 4, "in that many turns, but for the passes before the first pick");
    }

    @Test
    void picksOfOneServerAreEvenlySpread() {
        int[] picks = Views.picks(at(0, 1, 4, 4, 1), 10_000);
        int[] places =
                IntStream.range(0, picks.length).filter(i -> picks[i] == 0).toArray();
        for (int i = 1; i < places.length; i++) {
            int gap = places[i] - places[i - 1];
            assertTrue(gap >= 7 && gap <= 13, () -> "gap of " + gap + " instead of 10");
        }
    }

    @Test
    void takesAsManyTurnsAsTheGreatestWeightExceedsTheMean() {
        Rotation rotation = Rotation.from(0);
        Views.picks(at(rotation, 2, 1, 1, 1, 1), 1_200);
        assertEquals(2_000, rotation.next(), 10);
    }

    /** gRPC's would take a hundred turns for a pick. */
    @ParameterizedTest
    @ValueSource(doubles = {3, 50, 1e6, Double.MAX_VALUE})
    void takesFewTurnsHoweverHeavyTheHeaviest(double heaviest) {
        double[] weights = Views.equal(100);
        weights[17] = heaviest;
        Rotation rotation = Rotation.from(0);
        Views.picks(at(rotation, weights), 10_000);
        assertTrue(rotation.next() <= 3 * 10_000 + 150, "three, but for a first round in which the light ones pass");
    }

    @Test
    void heavyServerIsSpreadEvenlyAmongTheLight() {
        double[] weights = Views.equal(20);
        weights[3] = 19;
        int[] picks = Views.picks(at(0, weights), 38_000);
        for (int from = 0; from < picks.length; from += 38) {
            long heavy = Arrays.stream(picks, from, from + 38)
                    .filter(index -> index == 3)
                    .count();
            assertEquals(19, heavy, 3);
        }
        int[] counts = new int[20];
        Arrays.stream(picks).forEach(index -> counts[index]++);
        for (int i = 0; i < 20; i++) {
            assertEquals(i == 3 ? 19_000 : 1_000, counts[i], 3, "server " + i);
        }
    }

    @Test
    void lanesOfOneServerAreNotNeighbours() {
        double[] weights = Views.equal(20);
        weights[3] = 19;
        int others = 0;
        for (int pick : Views.picks(at(0, weights), 10_000)) {
            others = pick == 3 ? 0 : others + 1;
            assertTrue(others <= 2, "every other pick is of the heavy server");
        }
    }

    @Test
    void tinyWeightIsASixtyFiveThousandthOfTheGreatest() {
        Selector selector = at(0, 1e-300, 1e300);
        assertEquals(3, Views.count(selector, 2, 3 * (FULL + 1), null)[0], 1);
        assertEquals(1, Views.count(at(0, Double.MIN_VALUE, Double.MAX_VALUE), 2, FULL + 1, null)[0], 1);
    }

    @Test
    void smallestAndGreatestNumbersAreWeightsLikeOthers() {
        assertArrayEquals(new int[] {500, 500}, Views.count(at(0, Double.MIN_VALUE, Double.MIN_VALUE), 2, 1000, null));
        assertArrayEquals(new int[] {500, 500}, Views.count(at(0, Double.MAX_VALUE, Double.MAX_VALUE), 2, 1000, null));
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 0xFFFF_FFFFL, 1L << 47, Long.MAX_VALUE, -1})
    void keepsItsSharesOverEveryWrap(long wrap) {
        int[] counts = Views.count(at(wrap - 5_000, 1, 2, 3, 4), 4, 10_000, null);
        for (int i = 0; i < 4; i++) {
            assertEquals(1000 * (i + 1), counts[i], 4);
        }
    }

    @Test
    void retriesFollowTheWeightsAndLeaveTheRotationAlone() {
        List<Server> servers = Servers.idle(3);
        Rotation rotation = Rotation.from(0);
        Selector selector = new StaticStride(Views.weighted(servers, 6, 1, 3), rotation);
        int[] counts = Views.count(selector, 3, 10_000, Views.tried(servers.get(0)));
        assertEquals(0, counts[0]);
        ChiSquare.assertFollows(new double[] {1, 3}, Arrays.copyOfRange(counts, 1, 3));
        assertEquals(0, rotation.next());
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedRoundRobinTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.weightedRoundRobin();

    private static PoolView view(double... weights) {
        return Views.weighted(Servers.idle(weights.length), weights);
    }

    private static Selector at(long turn, double... weights) {
        return WeightedRoundRobin.of(view(weights), Rotation.from(turn));
    }

    @Test
    void goesThroughThePeriodAgainAndAgain() {
        assertArrayEquals(new int[] {0, 0, 1, 0, 2, 0, 0, 0, 0, 1, 0, 2}, Views.picks(at(0, 5, 1, 1), 12));
        assertArrayEquals(new int[] {1, 0, 1, 1, 0, 1}, Views.picks(at(0, 1, 2), 6));
        assertArrayEquals(new int[] {0, 1, 0, 2, 1, 0}, Views.picks(at(0, 3, 2, 1), 6));
    }

    /** nginx's own test of weights 1 and 2. */
    @Test
    void thirtyRequestsSplitTenToTwenty() {
        assertArrayEquals(new int[] {10, 20}, Views.count(at(7, 1, 2), 2, 30, null));
    }

    /** Of a hundred clients none takes one of 7 places with a chance below 10^-5; the seeds are fixed. */
    @Test
    void startsAnywhereInThePeriod() {
        String cycle = Arrays.toString(Views.picks(at(0, 5, 1, 1), 14));
        long starts = IntStream.range(0, 100)
                .mapToObj(seed -> STRATEGY.prepare(view(5, 1, 1), null, new SplittableRandom(seed)))
                .map(selector -> Arrays.toString(Views.picks(selector, 7)))
                .peek(picks -> assertTrue(cycle.contains(picks.substring(1, picks.length() - 1)), picks))
                .distinct()
                .count();
        assertEquals(7, starts);
    }

    @Test
    void goesOnWhereThePreviousSelectorStood() {
        Selector before = at(0, 5, 1, 1);
        Views.picks(before, 3);
        Selector next = STRATEGY.prepare(view(5, 1, 1), before, Views.random());
        assertArrayEquals(new int[] {0, 2, 0, 0}, Views.picks(next, 4));
    }

    /** From equal weights to whole ones to fractional ones and back: three selectors, one rotation. */
    @Test
    void rebuildWithEveryPickStillServesEveryServer() {
        double[][] weights = {{1, 1, 1}, {3, 2, 1}, {0.5, 1, 1}, {5, 5, 5}};
        Selector selector = at(0, weights[0]);
        int[] counts = new int[3];
        for (int i = 0; i < 1000; i++) {
            selector = STRATEGY.prepare(view(weights[i % 4]), selector, Views.random());
            counts[Views.picks(selector, 1)[0]]++;
        }
        assertTrue(Arrays.stream(counts).allMatch(count -> count > 100), () -> Arrays.toString(counts));
    }

    @Test
    void equalWeightsNeedNoTable() {
        assertInstanceOf(RoundRobin.class, at(0, 3, 3, 3));
        assertInstanceOf(RoundRobin.class, at(0, 1e6));
        assertArrayEquals(new int[] {0, 1, 2, 0}, Views.picks(at(0, 3, 3, 3), 4));
    }

    @Test
    void weightsWithoutAShortPeriodNeedNoTableOfIt() {
        assertInstanceOf(AliasRounds.class, at(0, 0.1, 1));
        assertInstanceOf(AliasRounds.class, at(0, 1, 999_999));
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 0xFFFF_FFFFL, Long.MAX_VALUE, -1})
    void keepsItsSharesOverEveryWrap(long wrap) {
        int[] counts = Views.count(at(wrap - 350, 5, 1, 1), 3, 700, null);
        // The wrap itself, from 2^63 - 1 to 0, may break off one period.
        assertEquals(500, counts[0], 5);
        assertEquals(100, counts[1], 1);
        assertEquals(100, counts[2], 1);
    }

    @Test
    void retriesFollowTheWeightsAndLeaveTheRotationAlone() {
        List<Server> servers = Servers.idle(3);
        Rotation rotation = Rotation.from(0);
        Selector selector = WeightedRoundRobin.of(Views.weighted(servers, 6, 1, 3), rotation);
        int[] counts = Views.count(selector, 3, 10_000, Views.tried(servers.get(0)));
        assertEquals(0, counts[0]);
        ChiSquare.assertFollows(new double[] {1, 3}, Arrays.copyOfRange(counts, 1, 3));
        assertEquals(0, rotation.next());
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerOfChoicesTest {
    private static Selector prepare(int choices, List<Server> servers) {
        return Views.prepare(SelectionStrategy.powerOfChoices(choices), servers);
    }

    /** The servers that one pick looks at. */
    private static Set<Integer> looksAt(int choices, int size, RandomGenerator random) {
        Set<Integer> seen = new HashSet<>();
        Score score = (index, common, nowNanos) -> {
            assertTrue(index >= 0 && index < size && seen.add(index), () -> index + " besides " + seen);
            return 1;
        };
        Lowest.ofSome(choices, Views.of(Servers.idle(size)), score).select(0, 0, random, null);
        return seen;
    }

    @Test
    void twoChoicesAreThePowerOfTwo() {
        assertSame(SelectionStrategy.powerOfTwoChoices(), SelectionStrategy.powerOfChoices(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, 65, Integer.MAX_VALUE})
    void refusesWhatIsNoChoice(int choices) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.powerOfChoices(choices));
        assertEquals("choices must be from 2 to 64 but was " + choices, e.getMessage());
    }

    /** Envoy's case of five choices among four hosts; drawn distinct they are all four, however often. */
    @Test
    void ofNoMoreServersThanChoicesTheLeastLoadedIsAlwaysPicked() {
        assertArrayEquals(
                new int[] {0, 0, 0, 1000}, Views.count(prepare(5, Servers.loaded(4, 3, 2, 1)), 4, 1000, null));
        assertArrayEquals(new int[] {0, 1000, 0}, Views.count(prepare(3, Servers.loaded(4, 0, 2)), 3, 1000, null));
    }

    @Property(tries = 500, seed = "1")
    void looksAtThatManyDistinctServers(
            @ForAll @IntRange(min = 2, max = 64) int choices,
            @ForAll @IntRange(min = 1, max = 200) int size,
            @ForAll long bits) {
        assertEquals(Math.min(choices, size), looksAt(choices, size, () -> bits).size());
    }

    /** Uneven stretches, as of 11 servers for 4 choices, must not favour those in the short ones. */
    @Tag("long")
    @ParameterizedTest
    @CsvSource({"2, 3", "2, 10", "3, 4", "3, 11", "4, 11", "5, 6", "10, 11", "10, 19", "64, 65"})
    void everyServerIsLookedAtAsOftenAsAny(int choices, int size) {
        RandomGenerator random = Views.random();
        int[] counts = new int[size];
        for (int i = 0; i < 10_000; i++) {
            looksAt(choices, size, random).forEach(index -> counts[index]++);
        }
        // A count varies less than a binomial one, as each pick looks at that many: the bound is generous.
        ChiSquare.assertFollows(Views.equal(size), counts);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 7})
    void ofTwoChoicesEveryPairIsEquallyLikely(int size) {
        RandomGenerator random = Views.random();
        int[] counts = new int[size * size];
        for (int i = 0; i < 20_000; i++) {
            Integer[] pair = looksAt(2, size, random).stream().sorted().toArray(Integer[]::new);
            counts[pair[0] * size + pair[1]]++;
        }
        int[] pairs = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertEquals(size * (size - 1) / 2, pairs.length);
        ChiSquare.assertFollows(Views.equal(pairs.length), pairs);
    }

    /** Neighbours are drawn together least often: no less than 2 in d times as often as if all sets were alike. */
    @Tag("long")
    @ParameterizedTest
    @CsvSource({"3, 10", "5, 20", "8, 9"})
    void noPairIsFarLessLikelyThanOthers(int choices, int size) {
        RandomGenerator random = Views.random();
        int[] together = new int[size];
        for (int i = 0; i < 20_000; i++) {
            Set<Integer> seen = looksAt(choices, size, random);
            for (int one : seen) {
                for (int distance = 1; distance < size; distance++) {
                    together[distance] += seen.contains((one + distance) % size) ? 1 : 0;
                }
            }
        }
        double even = 20_000.0 * choices * (choices - 1) / (size - 1);
        for (int distance = 1; distance < size; distance++) {
            assertTrue(together[distance] > 0.95 * even * 2 / choices, () -> Arrays.toString(together));
        }
    }

    /** Whoever follows a run of busy servers must not inherit their traffic. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 10})
    void idleServersShareWhereverTheyStand(int choices) {
        int[] loads = new int[11];
        Arrays.fill(loads, 5);
        loads[0] = 0;
        loads[1] = 0;
        int[] counts = Views.count(prepare(choices, Servers.loaded(loads)), 11, 50_000, null);
        ChiSquare.assertFollows(Views.equal(2), new int[] {counts[0], counts[1]});
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 64})
    void theMostLoadedIsNeverPicked(int choices) {
        int[] loads = new int[70];
        loads[33] = 1;
        assertEquals(0, Views.count(prepare(choices, Servers.loaded(loads)), 70, 5000, null)[33]);
    }

    /** The least loaded of n is picked when it is drawn, which is d times in n. */
    @ParameterizedTest
    @CsvSource({"3, 10", "5, 20", "10, 11"})
    void theLeastLoadedIsPickedWheneverItIsDrawn(int choices, int size) {
        int[] loads = IntStream.range(0, size).map(i -> (i + 4) % size).toArray();
        int[] counts = Views.count(prepare(choices, Servers.loaded(loads)), size, 20_000, null);
        int least = counts[size - 4];
        ChiSquare.assertFollows(new double[] {choices, size - choices}, new int[] {least, 20_000 - least});
    }

    @Test
    void loadCountsForTheWeight() {
        List<Server> servers = Servers.loaded(2, 2, 2, 2);
        PoolView view = Views.weighted(servers, 1, 1, 1, 10);
        int[] counts = Views.count(Views.prepare(SelectionStrategy.powerOfChoices(3), view), 4, 12_000, null);
        ChiSquare.assertFollows(new double[] {1, 1, 1, 9}, counts);
    }

    @Test
    void retryFindsTheLastServerUntriedThoughItIsHardlyEverDrawn() {
        List<Server> servers = Servers.idle(100);
        Lease latest = Views.tried(servers.subList(0, 99).toArray(Server[]::new));
        for (int i = 0; i < 100; i++) {
            assertEquals(99, prepare(3, servers).select(0, 0, Views.random(), latest));
        }
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.server.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Envoy's own tests ask of its Maglev table (maglev_lb_test.cc). */
class OracleT9Test {
    private static final int[] BASIC = {2, 4, 0, 1, 5, 0, 3};

    private final List<Server> servers = Fleet.local(90, 6);

    private static int[] picks(int tableSize, PoolView view, int keys) {
        Selector selector = Views.prepare(SelectionStrategy.envoyMaglev(tableSize), view);
        return IntStream.range(0, keys).map(key -> Fleet.pick(selector, key)).toArray();
    }

    @Test
    void basic() {
        int[] picks = picks(7, Views.of(servers), 21);
        for (int key = 0; key < picks.length; key++) {
            assertEquals(BASIC[key % 7], picks[key]);
        }
    }

    @Test
    void basicStability() {
        List<Server> shuffled = new ArrayList<>(servers);
        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            int[] picks = picks(7, Views.of(shuffled), 7);
            for (int key = 0; key < 7; key++) {
                assertEquals(servers.get(BASIC[key]), shuffled.get(picks[key]));
            }
        }
    }

    @Test
    void weighted() {
        int[] expected = {1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1};
        assertArrayEquals(expected, picks(17, Views.weighted(servers.subList(0, 2), 1, 2), 17));
    }

    /** The first two of three localities weigh 8 and 2, the third nothing: not its server. */
    @Test
    void localityWeighted() {
        int[] expected = {1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0};
        assertArrayEquals(expected, picks(17, Views.weighted(servers.subList(0, 2), 8, 2), 17));
        int[] equal = {1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1};
        assertArrayEquals(equal, picks(17, Views.weighted(servers.subList(0, 2), 1, 1), 17));
    }

    @Test
    void weightedLargeTable() {
        int[] picks = picks(65_537, Views.weighted(servers.subList(0, 2), 1, 2), 65_537);
        assertEquals(21_846, IntStream.of(picks).filter(pick -> pick == 0).count());
    }

    @Test
    void weightedSingleHost() {
        assertArrayEquals(new int[17], picks(17, Views.weighted(servers.subList(0, 1), 7), 17));
    }

    @Test
    void basicWithRetryHostPredicate() {
        PoolView view = Views.of(servers);
        Selector selector = Views.prepare(SelectionStrategy.envoyMaglev(7), view);
        assertArrayEquals(new int[] {1, 0, 5}, Fleet.walk(selector, view, 10, 3));
    }

    @Test
    void noHost() {
        assertArrayEquals(new int[] {-1}, picks(7, PoolView.EMPTY, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 9, 25, 1, 0, -7, 65_536, 65_535, 5_000_017, Integer.MAX_VALUE})
    void noPrimeNumber(int tableSize) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.envoyMaglev(tableSize));
        assertEquals("the table size of Maglev must be a prime up to 5000011 but was " + tableSize, e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 17, 251, 65_537, 655_373, 5_000_011})
    void primeNumber(int tableSize) {
        assertEquals(tableSize, ((EnvoyMaglev) SelectionStrategy.envoyMaglev(tableSize)).tableSize());
    }

    @Test
    void moreServersThanSlotsAreAllReached() {
        PoolView view = Views.of(servers);
        int[] walk = Fleet.walk(Views.prepare(SelectionStrategy.envoyMaglev(3), view), view, 1, 6);
        assertEquals(6, IntStream.of(walk).distinct().count());
    }
}

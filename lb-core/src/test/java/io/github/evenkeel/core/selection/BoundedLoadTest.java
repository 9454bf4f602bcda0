package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedLoadTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.boundedLoad();
    private static final SelectionStrategy RING = SelectionStrategy.ringHash();

    private final List<Server> servers = Servers.idle(10);
    private final Selector selector = Views.prepare(STRATEGY, servers);

    /** Some key whose home is this server. */
    private long keyOf(int home, int nth) {
        Selector ring = Views.prepare(RING, servers);
        int found = 0;
        for (long key = 1; ; key++) {
            if (Fleet.pick(ring, key) == home && found++ == nth) {
                return key;
            }
        }
    }

    @Test
    void withinItsBoundAKeyStaysOnTheRing() {
        servers.forEach(server -> Servers.occupy(server, 8));
        Servers.occupy(servers.get(3), 1); // 9 < ceil(1.25 * 82 / 10) = 11
        assertArrayEquals(Fleet.homes(RING, Views.of(servers), 1000), Fleet.homes(STRATEGY, Views.of(servers), 1000));
    }

    /** The bound is ceil(factor * (in flight + 1) * weight / sum of weights). */
    @ParameterizedTest
    @CsvSource({
        "1.25, 10, 2",
        "1.25, 100, 13",
        "1.25, 1000, 126",
        "2, 99, 20",
        "2, 100, 21",
        "1.01, 100, 11",
    })
    void aServerTakesNoMoreThanItsBound(double factor, int inFlight, int bound) {
        Selector bounded = Views.prepare(SelectionStrategy.boundedLoad(factor), servers);
        long key = keyOf(4, 0);
        Servers.occupy(servers.get(4), bound - 1);
        Servers.occupy(servers.get(5), inFlight - bound);
        Lease elsewhere = servers.get(5).acquire(0, null);
        assertEquals(4, Fleet.pick(bounded, key), "one below the bound");
        elsewhere.cancel(0);
        Servers.occupy(servers.get(4), 1);
        assertNotEquals(4, Fleet.pick(bounded, key), "at the bound");
    }

    @Test
    void boundsFollowWeights() {
        List<Server> three = Servers.idle(3);
        Selector bounded = Views.prepare(STRATEGY, Views.weighted(three, 1, 2, 7));
        Servers.occupy(three.get(2), 4);
        Servers.occupy(three.get(1), 1);
        Servers.occupy(three.get(0), 1); // of 7 the bounds are ceil(0.875), ceil(1.75) and ceil(6.125)
        int[] counts = new int[3];
        for (int key = 1; key <= 1000; key++) {
            counts[Fleet.pick(bounded, key)]++;
        }
        assertEquals(0, counts[0]);
        assertTrue(counts[1] > 0 && counts[2] > counts[1], () -> Arrays.toString(counts));
    }

    /** The overflow of one server: 4000 keys over nine others, standard deviation 20 around 444; six are 120. */
    @Test
    void theKeysOfAFullServerSpreadOverAllOthers() {
        servers.forEach(server -> Servers.occupy(server, 4));
        Servers.occupy(servers.get(7), 60);
        Selector ring = Views.prepare(RING, servers);
        int[] counts = new int[10];
        int overflow = 0;
        for (long key = 1; overflow < 4000; key++) {
            if (Fleet.pick(ring, key) == 7) {
                overflow++;
                int other = Fleet.pick(selector, key);
                counts[other]++;
                assertEquals(other, Fleet.pick(selector, key), "a key always overflows to the same server");
            }
        }
        assertEquals(0, counts[7]);
        for (int i = 0; i < 10; i++) {
            assertEquals(i == 7 ? 0 : 444, counts[i], i == 7 ? 0 : 120, Arrays.toString(counts));
        }
    }

    /** Keys as popular as words (Zipf), requests that last; the one most popular key has a tenth of all. */
    @ParameterizedTest
    @ValueSource(doubles = {1.01, 1.25, 2})
    void noServerIsEverBeyondItsBound(double factor) {
        double[] weights = {1, 1, 1, 1, 2, 2, 2, 3, 3, 4};
        Selector bounded = Views.prepare(SelectionStrategy.boundedLoad(factor), Views.weighted(servers, weights));
        RandomGenerator random = Views.random();
        Deque<Lease> open = new ArrayDeque<>();
        int homes = 0;
        Selector ring = Views.prepare(RING, Views.weighted(servers, weights));
        for (int i = 0; i < 50_000; i++) {
            if (open.size() == 200) {
                open.removeFirst().succeed(i);
            }
            long key = 1 + (long) Math.pow(1000, random.nextDouble());
            int index = bounded.select(key, i, random, null);
            homes += index == Fleet.pick(ring, key) ? 1 : 0;
            open.addLast(servers.get(index).acquire(i, null));
            double bound = Math.ceil(factor * open.size() * weights[index] / 20);
            assertTrue(servers.get(index).inFlight() <= bound, () -> servers.get(index) + " of " + bound);
        }
        assertTrue(homes > 20_000, homes + " of 50 000 requests at their key's home");
    }

    @Test
    void aRetryGoesOnWithWhoHasRoom() {
        servers.forEach(server -> Servers.occupy(server, 8));
        Servers.occupy(servers.get(2), 50);
        for (int nth = 0; nth < 200; nth++) {
            long key = keyOf(5, nth);
            int retry = Fleet.retry(selector, key, Views.tried(servers.get(5)));
            assertFalse(retry == 5 || retry == 2, "tried, full or neither: " + retry);
        }
    }

    @Test
    void whereAllThatIsLeftIsFullTheKeyGoesHomeOrOn() {
        Servers.occupy(servers.get(0), 20);
        Servers.occupy(servers.get(1), 20);
        Server[] withRoom = servers.subList(2, 10).toArray(Server[]::new);
        assertEquals(0, Fleet.retry(selector, keyOf(0, 0), Views.tried(withRoom)));
        assertEquals(1, Fleet.retry(selector, keyOf(1, 0), Views.tried(withRoom)));
        int other = Fleet.retry(selector, keyOf(5, 0), Views.tried(withRoom));
        assertTrue(other == 0 || other == 1);
        Lease allButOne = Views.tried(servers.subList(1, 10).toArray(Server[]::new));
        assertEquals(0, Fleet.retry(selector, keyOf(1, 0), allButOne));
    }

    @Test
    void requestsWithoutAKeyKeepTheBoundToo() {
        Servers.occupy(servers.get(6), 20);
        int[] counts = Views.count(selector, 10, 9_000, null);
        assertEquals(0, counts[6]);
        // 8 of 9 rest on the turn; the turn of the full one spreads, 900 over 9.
        for (int i = 0; i < 10; i++) {
            assertEquals(i == 6 ? 0 : 1000, counts[i], i == 6 ? 0 : 60, Arrays.toString(counts));
        }
    }

    /** A retry that took a turn would, of two servers, send every first attempt to the failing one. */
    @Test
    void retriesWithoutAKeyTakeNoTurn() {
        List<Server> two = servers.subList(0, 2);
        Selector bounded = Views.prepare(STRATEGY, two);
        RandomGenerator random = Views.random();
        int[] firsts = new int[2];
        for (int i = 0; i < 100; i++) {
            int first = bounded.select(KeyHash.NO_KEY, i, random, null);
            firsts[first]++;
            Lease failed = two.get(first).acquire(i, null);
            assertEquals(1 - first, bounded.select(KeyHash.NO_KEY, i, random, failed));
            failed.cancel(i);
        }
        assertArrayEquals(new int[] {50, 50}, firsts);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.009, 1, 0, -2, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesFactorsThatBoundNothingOrEverything(double factor) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.boundedLoad(factor));
        assertEquals("load factor must be at least 1.01 and finite but was " + factor, e.getMessage());
    }

    @Test
    void overflowAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        servers.forEach(server -> Servers.occupy(server, 8));
        Servers.occupy(servers.get(4), 50);
        long key = keyOf(4, 0);
        Lease tried = Views.tried(servers.get(1), servers.get(2));
        RandomGenerator random = Views.random();
        for (int i = 0; i < 20_000; i++) {
            selector.select(key, i, random, i % 2 == 0 ? null : tried);
        }
        long before = threads.getThreadAllocatedBytes(me);
        for (int i = 0; i < 10_000; i++) {
            selector.select(key, i, random, i % 2 == 0 ? null : tried);
        }
        long allocated = threads.getThreadAllocatedBytes(me) - before;
        assertTrue(allocated < 1_000, () -> allocated + " bytes in 10 000 picks");
    }
}

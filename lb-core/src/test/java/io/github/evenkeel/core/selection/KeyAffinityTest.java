package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What a change of servers or weights does to the keys. */
class KeyAffinityTest {
    private static final int KEYS = 500;
    private static final List<Server> SERVERS = Servers.idle(1001);

    /** Those of which nothing may move that need not. */
    enum Strict {
        RING_HASH(SelectionStrategy.ringHash()),
        RENDEZVOUS(SelectionStrategy.rendezvous()),
        BOUNDED_LOAD_WITHOUT_LOAD(SelectionStrategy.boundedLoad()),
        NGINX_RING_HASH(SelectionStrategy.nginxRingHash());

        final SelectionStrategy strategy;

        Strict(SelectionStrategy strategy) {
            this.strategy = strategy;
        }
    }

    /** Those that agree whatever the order in which discovery lists the servers. */
    enum Orderless {
        SOURCE_HASH(SelectionStrategy.sourceHash()),
        RING_HASH(SelectionStrategy.ringHash()),
        MAGLEV(SelectionStrategy.maglev()),
        RENDEZVOUS(SelectionStrategy.rendezvous()),
        BOUNDED_LOAD(SelectionStrategy.boundedLoad()),
        ENVOY_MAGLEV(SelectionStrategy.envoyMaglev(65_537));

        final SelectionStrategy strategy;

        Orderless(SelectionStrategy strategy) {
            this.strategy = strategy;
        }
    }

    private static PoolView view(List<Server> servers, List<Integer> weights) {
        return Views.weighted(
                servers.subList(0, weights.size()),
                weights.stream().mapToDouble(weight -> weight).toArray());
    }

    /** Read from the longer to the shorter view a removal, the other way an addition. */
    @Property(tries = 200, seed = "1")
    void aServerThatComesOrGoesMovesItsOwnKeysOnly(
            @ForAll Strict strict,
            @ForAll @Size(min = 2, max = 20) List<@IntRange(min = 1, max = 20) Integer> weights,
            @ForAll @IntRange(min = 0, max = 19) int which) {
        int index = which % weights.size();
        List<Server> fewer = new ArrayList<>(SERVERS.subList(0, weights.size()));
        List<Integer> fewerWeights = new ArrayList<>(weights);
        String id = fewer.remove(index).id();
        fewerWeights.remove(index);
        String[] with = Fleet.homes(strict.strategy, view(SERVERS, weights), KEYS);
        String[] without = Fleet.homes(strict.strategy, view(fewer, fewerWeights), KEYS);
        for (int key = 0; key < KEYS; key++) {
            assertNotEquals(id, without[key]);
            assertTrue(with[key].equals(id) || with[key].equals(without[key]));
        }
    }

    /** Read from the lighter to the heavier a gain, the other way a loss. */
    @Property(tries = 200, seed = "1")
    void aWeightThatChangesMovesKeysOfThatServerOnly(
            @ForAll Strict strict,
            @ForAll @Size(min = 2, max = 20) List<@IntRange(min = 1, max = 20) Integer> weights,
            @ForAll @IntRange(min = 0, max = 19) int which,
            @ForAll @IntRange(min = 1, max = 50) int more) {
        int index = which % weights.size();
        List<Integer> heavier = new ArrayList<>(weights);
        heavier.set(index, weights.get(index) + more);
        String id = SERVERS.get(index).id();
        String[] before = Fleet.homes(strict.strategy, view(SERVERS, weights), KEYS);
        String[] after = Fleet.homes(strict.strategy, view(SERVERS, heavier), KEYS);
        for (int key = 0; key < KEYS; key++) {
            assertTrue(after[key].equals(id) || after[key].equals(before[key]));
        }
    }

    @Property(tries = 200, seed = "1")
    void theOrderOfTheViewDoesNotMatter(
            @ForAll Orderless orderless,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 20) Integer> weights,
            @ForAll long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        List<Server> shuffled = order.stream().map(SERVERS::get).toList();
        List<Integer> shuffledWeights = order.stream().map(weights::get).toList();
        assertArrayEquals(
                Fleet.homes(orderless.strategy, view(SERVERS, weights), KEYS),
                Fleet.homes(orderless.strategy, view(shuffled, shuffledWeights), KEYS));
    }

    /**
     * Slow start raises a weight in steps: the server gains keys, and none moves between others. Its share is then off
     * by chance, of points (at 0.1 there are 16, so 25 % is one standard deviation) and of 5000 keys (below 0.5 %).
     */
    @Test
    void aServerWarmsUpWithoutMovingKeysBetweenOthers() {
        for (Strict strict : Strict.values()) {
            String[] before = Fleet.homes(strict.strategy, Views.of(SERVERS.subList(0, 9)), 5_000);
            for (double weight : new double[] {0.1, 0.3, 0.55, 0.9, 1}) {
                PoolView warming = Views.weighted(SERVERS.subList(0, 10), 1, 1, 1, 1, 1, 1, 1, 1, 1, weight);
                String[] after = Fleet.homes(strict.strategy, warming, 5_000);
                int owned = 0;
                for (int key = 0; key < after.length; key++) {
                    boolean isOwn = after[key].equals("s9");
                    assertTrue(isOwn || after[key].equals(before[key]), strict + " at " + weight);
                    owned += isOwn ? 1 : 0;
                }
                double share = weight / (9 + weight);
                double deviation = share / Math.sqrt(160 * weight) + 0.005;
                assertEquals(share, owned / 5_000.0, 4 * deviation, strict + " at " + weight);
                before = after;
            }
        }
    }

    /** Beyond a million points servers have half of theirs; short of the next such step nothing moves that need not. */
    @Test
    void hugeWeightsKeepTheRingConsistent() {
        double[] weights = new double[10];
        double[] fewer = new double[9];
        for (int i = 0; i < 10; i++) {
            weights[i] = 1_000_000 + i;
            fewer[Math.min(i, 8)] = 1_000_000 + Math.min(i, 8);
        }
        SelectionStrategy strategy = SelectionStrategy.ringHash();
        String[] with = Fleet.homes(strategy, Views.weighted(SERVERS.subList(0, 10), weights), 5_000);
        String[] without = Fleet.homes(strategy, Views.weighted(SERVERS.subList(0, 9), fewer), 5_000);
        for (int key = 0; key < with.length; key++) {
            assertTrue(with[key].equals("s9") || with[key].equals(without[key]));
        }
    }

    /** Measured: 0.3 % of all keys with 10 servers, 0.6 % with 100 and 1000 (NSDI 2016 has as much). */
    @Test
    void maglevMovesHardlyMoreThanItMust() {
        for (SelectionStrategy strategy : List.of(SelectionStrategy.maglev(), SelectionStrategy.envoyMaglev(65_537))) {
            for (int size : new int[] {10, 100, 1000}) {
                PoolView all = Views.of(SERVERS.subList(0, size));
                PoolView rest = Views.of(SERVERS.subList(0, size - 1));
                Selector before = Views.prepare(strategy, all);
                Selector after = Views.prepare(strategy, rest);
                int excess = 0;
                for (int i = 0; i < 65_537; i++) {
                    long key = KeyHash.xxHash64().hash("key" + i);
                    int home = Fleet.pick(before, key);
                    excess += home != size - 1 && home != Fleet.pick(after, key) ? 1 : 0;
                }
                assertTrue(excess < 0.01 * 65_537, excess + " keys of 65 537, among " + size);
            }
        }
    }

    @Test
    void unchangedViewsAreNotPreparedAnew() {
        for (SelectionStrategy strategy : List.of(
                SelectionStrategy.ringHash(),
                SelectionStrategy.maglev(),
                SelectionStrategy.nginxRingHash(),
                SelectionStrategy.boundedLoad(),
                SelectionStrategy.envoyRingHash(1024, 1024),
                SelectionStrategy.envoyMaglev(65_537))) {
            PoolView view = Views.of(SERVERS.subList(0, 1000));
            PoolView other = Views.of(SERVERS.subList(1, 1001));
            Selector selector = Views.prepare(strategy, view);
            Selector again = strategy.prepare(Views.of(SERVERS.subList(0, 1000)), selector, Views.random());
            Selector changed = strategy.prepare(other, again, Views.random());
            Selector fresh = Views.prepare(strategy, other);
            for (int key = 1; key <= KEYS; key++) {
                assertEquals(Fleet.pick(selector, key), Fleet.pick(again, key));
                assertEquals(Fleet.pick(fresh, key), Fleet.pick(changed, key));
            }
        }
    }
}

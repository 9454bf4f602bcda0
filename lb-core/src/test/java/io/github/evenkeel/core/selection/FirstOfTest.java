package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstOfTest {
    private static final double[] WEIGHTS = {1, 2, 3, 1, 1, 5, 2, 1, 4};

    /** Scores each server as its place, so that the lowest place is best. */
    private static final SelectionStrategy BY_PLACE = (view, previous, random) -> Named.selector("place");

    private final RandomGenerator random = Views.random();

    private static PoolView view() {
        return Views.weighted(Servers.idle(9), WEIGHTS);
    }

    private int[] counts(Selector selector, long key, int servers, @Nullable Lease tried) {
        int[] counts = new int[servers];
        for (int i = 0; i < 3_000; i++) {
            counts[selector.select(key, 0, random, tried)]++;
        }
        return counts;
    }

    @ParameterizedTest
    @EnumSource(names = {"SOURCE_HASH", "RING_HASH", "MAGLEV", "RENDEZVOUS", "NGINX_RING_HASH"})
    void theBestOfTheFirstInTheOrderOfTheKeyIsPicked(Strategies hash) {
        for (PoolView view : List.of(view(), Views.of(Servers.idle(9)))) {
            Selector order = Views.prepare(hash.strategy, view);
            for (int replicas : new int[] {1, 2, 3, 4}) {
                Selector selector = Views.prepare(SelectionStrategy.firstOf(replicas, hash.strategy, BY_PLACE), view);
                for (long key = 1; key <= 100; key++) {
                    int[] walk = Fleet.walk(order, view, key, 9);
                    int best = Arrays.stream(walk).limit(replicas).min().orElseThrow();
                    assertEquals(best, Fleet.pick(selector, key));
                }
            }
        }
    }

    @Test
    void soItIsInEnvoysRing() {
        SelectionStrategy hash = SelectionStrategy.envoyRingHash(12, 12);
        PoolView view = Views.of(Fleet.local(90, 6));
        Selector selector = Views.prepare(SelectionStrategy.firstOf(3, hash, BY_PLACE), view);
        for (long key = 1; key <= 100; key++) {
            int[] walk = Fleet.walk(Views.prepare(hash, view), view, Mixer.mix(key), 3);
            assertEquals(IntStream.of(walk).min().orElseThrow(), Fleet.pick(selector, Mixer.mix(key)));
        }
    }

    @Test
    void retriesGoToTheOtherReplicasFirst() {
        PoolView view = view();
        Selector order = Views.prepare(SelectionStrategy.ringHash(), view);
        Selector selector = Views.prepare(SelectionStrategy.firstOf(3, SelectionStrategy.ringHash(), BY_PLACE), view);
        for (long key = 1; key <= 100; key++) {
            int[] walk = Fleet.walk(order, view, key, 9);
            Arrays.sort(walk, 0, 3); // the replicas by their score, then the order of the ring
            assertArrayEquals(walk, Fleet.walk(selector, view, key, 9));
        }
    }

    /** {@link ChiSquare} refuses this once in 10^9 times. */
    @Test
    void equalsShareTheKey() {
        PoolView view = Views.of(Servers.idle(9));
        SelectionStrategy equal = (all, previous, draws) -> new Selector() {
            @Override
            public int select(long key, long nowNanos, RandomGenerator own, @Nullable Lease tried) {
                return 0;
            }

            @Override
            public double score(int index, long key, long nowNanos) {
                return 7;
            }
        };
        SelectionStrategy strategy = SelectionStrategy.firstOf(3, SelectionStrategy.ringHash(), equal);
        int[] walk = Fleet.walk(Views.prepare(SelectionStrategy.ringHash(), view), view, 42, 3);
        int[] counts = counts(Views.prepare(strategy, view), 42, 9, null);
        ChiSquare.assertFollows(
                Views.equal(3), IntStream.of(walk).map(index -> counts[index]).toArray());
    }

    /** A strategy that does not compare servers leaves it to what is in flight, by weight. */
    @Test
    void withoutScoresTheLeastLoadedIs() {
        List<Server> servers = Servers.idle(9);
        PoolView view = Views.weighted(servers, WEIGHTS);
        Selector selector = Views.prepare(
                SelectionStrategy.firstOf(
                        3,
                        SelectionStrategy.ringHash(),
                        (all, previous, draws) -> (key, nowNanos, own, tried) -> Selector.NONE),
                view);
        int[] walk = Fleet.walk(Views.prepare(SelectionStrategy.ringHash(), view), view, 42, 3);
        for (int idle : walk) {
            List<Lease> open = IntStream.of(walk)
                    .filter(index -> index != idle)
                    .boxed()
                    .flatMap(index -> IntStream.range(0, 10)
                            .mapToObj(i -> servers.get(index).acquire(0, null)))
                    .toList();
            assertEquals(idle, Fleet.pick(selector, 42));
            open.forEach(lease -> lease.cancel(0));
        }
        int heaviest = IntStream.of(walk)
                .boxed()
                .max((a, b) -> Double.compare(WEIGHTS[a], WEIGHTS[b]))
                .orElseThrow();
        assertEquals(heaviest, Fleet.pick(selector, 42));
    }

    @Test
    void infiniteScoresAreScores() {
        SelectionStrategy never = (all, previous, draws) -> new Selector() {
            @Override
            public int select(long key, long nowNanos, RandomGenerator own, @Nullable Lease tried) {
                return NONE;
            }

            @Override
            public double score(int index, long key, long nowNanos) {
                return Double.POSITIVE_INFINITY;
            }
        };
        Selector selector =
                Views.prepare(SelectionStrategy.firstOf(2, SelectionStrategy.rendezvous(), never), Servers.idle(5));
        assertEquals(
                2,
                Arrays.stream(counts(selector, 42, 5, null))
                        .filter(count -> count > 0)
                        .count());
    }

    @Test
    void withoutAKeyTheInnerStrategyChoosesAmongAll() {
        SelectionStrategy strategy =
                SelectionStrategy.firstOf(2, SelectionStrategy.ringHash(), SelectionStrategy.roundRobin());
        Selector selector = Views.prepare(strategy, Servers.idle(3));
        int[] picks = Views.picks(selector, 300);
        assertEquals(3, IntStream.of(picks).distinct().count());
        Selector next = strategy.prepare(Views.of(Servers.idle(3)), selector, random);
        assertEquals((picks[299] + 1) % 3, Views.picks(next, 1)[0], "the rotation goes on");
    }

    @Test
    void scoresAndRule() {
        PoolView view = view();
        Selector selector = Views.prepare(SelectionStrategy.firstOf(2, SelectionStrategy.maglev(), BY_PLACE), view);
        int[] walk = Fleet.walk(Views.prepare(SelectionStrategy.maglev(), view), view, 42, 9);
        for (int rank = 0; rank < 9; rank++) {
            double expected = rank < 2 ? walk[rank] : Double.POSITIVE_INFINITY;
            assertEquals(expected, selector.score(walk[rank], 42, 0));
        }
        assertEquals(5, selector.score(5, KeyHash.NO_KEY, 0));
        assertEquals(
                "of the first 2 for the key (the owner of the key's slot in the Maglev table; without a key in turn)"
                        + " the best by: place",
                selector.rule());
    }

    @Test
    void reportsReachTheInnerStrategy() {
        Selector selector = Views.prepare(
                SelectionStrategy.firstOf(4, SelectionStrategy.ringHash(), SelectionStrategy.prequal()), view());
        int home = Fleet.pick(Views.prepare(SelectionStrategy.ringHash(), view()), 42);
        selector.report(home, LoadReport.ofQueue(0, 1_000_000), 0);
        assertEquals(1_000_000, selector.score(home, 42, 0), 1_000_000 / 128.0);
        assertTrue(selector.probe(0, 42, random) >= 0);
        assertEquals(Selector.NONE, selector.probe(3, 42, random));
    }

    /** Of two servers a key has two, and the third of a ring with two points is met after those. */
    @Test
    void fewerServersThanReplicas() {
        SelectionStrategy strategy = SelectionStrategy.firstOf(4, SelectionStrategy.ringHash(), BY_PLACE);
        for (int size = 1; size < 4; size++) {
            PoolView view = Views.of(Servers.idle(size));
            Selector selector = Views.prepare(strategy, view);
            assertArrayEquals(IntStream.range(0, size).toArray(), Fleet.walk(selector, view, 42, size));
        }
        PoolView three = Views.of(Fleet.local(90, 3));
        Selector tiny =
                Views.prepare(SelectionStrategy.firstOf(4, SelectionStrategy.envoyRingHash(2, 2), BY_PLACE), three);
        assertEquals(3, IntStream.of(Fleet.walk(tiny, three, 42, 3)).distinct().count());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 5})
    void noNumberOfReplicas(int replicas) {
        Exception e = assertThrows(
                IllegalArgumentException.class,
                () -> SelectionStrategy.firstOf(replicas, SelectionStrategy.ringHash(), BY_PLACE));
        assertEquals("the number of replicas must be from 1 to 4 but was " + replicas, e.getMessage());
    }

    @Test
    void noOrderOfServers() {
        Exception e = assertThrows(
                IllegalArgumentException.class,
                () -> SelectionStrategy.firstOf(2, SelectionStrategy.roundRobin(), BY_PLACE));
        assertEquals(
                "a key's first servers are those of ringHash, rendezvous, maglev, sourceHash, envoyRingHash or"
                        + " nginxRingHash, but the strategy was another",
                e.getMessage());
    }
}

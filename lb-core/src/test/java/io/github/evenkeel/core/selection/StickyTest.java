package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickyTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.sticky(SelectionStrategy.random());

    private final Crowd crowd = new Crowd();
    private final RandomGenerator random = new SplittableRandom(7);

    private int pick(Selector selector, long key, Lease tried) {
        return selector.select(key, 0, random, tried);
    }

    /** 1000 keys that came back to one of 10 servers by chance each time: 10^-1000. */
    @Test
    void aKeyGoesWhereItWent() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(10));
        int[] first = IntStream.rangeClosed(1, 1000)
                .map(key -> pick(selector, key, null))
                .toArray();
        int[] counts = new int[10];
        for (int key = 1; key <= 1000; key++) {
            assertEquals(first[key - 1], pick(selector, key, null));
            counts[first[key - 1]]++;
        }
        ChiSquare.assertFollows(Views.equal(10), counts);
    }

    @Test
    void withoutAKeyNothingSticks() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(10));
        ChiSquare.assertFollows(Views.equal(10), Views.count(selector, 10, 10_000, null));
    }

    @Test
    void aKeyMovesWhenItsServerIsLostAndThenStays() {
        PoolView view = crowd.some("s", 5, 0, Crowd.plain()).view();
        Selector selector = Views.prepare(STRATEGY, view);
        String home = view.server(pick(selector, 42, null)).id();
        PoolView without = except(home, ServerState.EJECTED);
        Selector next = STRATEGY.prepare(without, selector, random);
        String second = without.server(pick(next, 42, null)).id();
        assertNotEquals(home, second);
        Selector healed = STRATEGY.prepare(view, next, random);
        for (int i = 0; i < 50; i++) {
            assertEquals(second, without.server(pick(next, 42, null)).id());
            assertEquals(second, view.server(pick(healed, 42, null)).id());
        }
    }

    private PoolView except(String id, ServerState state) {
        for (int i = 0; i < 5; i++) {
            if (!id.equals("s" + i)) {
                crowd.active("s" + i, Crowd.plain());
            }
        }
        return crowd.out(id, Crowd.plain(), state).view();
    }

    @Test
    void keysStayOverEveryRebuild() {
        List<Server> servers = new ArrayList<>(Servers.idle(50));
        Selector selector = Views.prepare(STRATEGY, servers);
        Server[] homes = new Server[200];
        for (int key = 1; key <= homes.length; key++) {
            homes[key - 1] = servers.get(pick(selector, key, null));
        }
        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(servers, new Random(seed));
            servers.add(seed, Servers.server("new" + seed));
            selector = STRATEGY.prepare(Views.of(servers), selector, random);
            for (int key = 1; key <= homes.length; key++) {
                assertEquals(homes[key - 1], servers.get(pick(selector, key, null)));
            }
        }
    }

    /** One failed request is no lost session: the retry goes elsewhere, the key stays. */
    @Test
    void aRetryDoesNotMoveTheKey() {
        List<Server> servers = Servers.idle(5);
        Selector selector = Views.prepare(STRATEGY, servers);
        int home = pick(selector, 42, null);
        Lease failed = Views.tried(servers.get(home));
        for (int i = 0; i < 50; i++) {
            assertNotEquals(home, pick(selector, 42, failed));
            assertEquals(home, pick(selector, 42, null));
        }
    }

    @Test
    void aKeyThatFindsItsHomeOnARetryKeepsIt() {
        List<Server> servers = Servers.idle(5);
        Selector selector = Views.prepare(STRATEGY, servers);
        int home = pick(selector, 42, Views.tried(servers.get(0)));
        assertNotEquals(0, home);
        assertEquals(home, pick(selector, 42, null));
    }

    @Test
    void aDrainingServerKeepsItsKeysIfSoConfigured() {
        PoolView view = crowd.some("s", 5, 0, Crowd.plain()).view();
        for (boolean whileDraining : new boolean[] {true, false}) {
            SelectionStrategy strategy = SelectionStrategy.sticky(64, whileDraining, SelectionStrategy.random());
            Selector selector = Views.prepare(strategy, view);
            String home = view.server(pick(selector, 42, null)).id();
            PoolView draining = except(home, ServerState.DRAINING);
            Selector next = strategy.prepare(draining, selector, random);
            assertEquals(
                    whileDraining, draining.server(pick(next, 42, null)).id().equals(home));
            for (long key = 100; key < 150; key++) {
                assertNotEquals(home, draining.server(pick(next, key, null)).id(), "a new key");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDrainingServerThatIsNotWellLosesItsKeys(boolean failsProbes) {
        PoolView view = crowd.some("s", 5, 0, Crowd.plain()).view();
        SelectionStrategy strategy = SelectionStrategy.sticky(64, true, SelectionStrategy.random());
        Selector selector = Views.prepare(strategy, view);
        Server home = view.server(pick(selector, 42, null));
        for (int i = 0; i < 10; i++) {
            if (failsProbes) {
                home.recordProbe(false, i);
            } else {
                Servers.fail(home, 1, i);
            }
        }
        PoolView draining = except(home.id(), ServerState.DRAINING);
        assertNotEquals(home, draining.server(pick(strategy.prepare(draining, selector, random), 42, null)));
    }

    @Test
    void otherIneligibleServersLoseTheirKeys() {
        PoolView view = crowd.some("s", 5, 0, Crowd.plain()).view();
        SelectionStrategy strategy = SelectionStrategy.sticky(64, true, SelectionStrategy.random());
        for (ServerState state : List.of(ServerState.UNHEALTHY, ServerState.EJECTED, ServerState.TRIAL)) {
            Selector selector = Views.prepare(strategy, view);
            String home = view.server(pick(selector, 42, null)).id();
            PoolView without = except(home, state);
            assertNotEquals(
                    home,
                    without.server(pick(strategy.prepare(without, selector, random), 42, null))
                            .id());
        }
    }

    /** Who panics uses servers in need; when the need is over no key may be left there. */
    @Test
    void aServerUsedInNeedIsNoHome() {
        PoolView panic = crowd.some("s", 0, 5, Crowd.plain()).view();
        SelectionStrategy strategy =
                SelectionStrategy.sticky(64, true, SelectionStrategy.tiers(SelectionStrategy.random()));
        Selector selector = Views.prepare(strategy, panic);
        long places = IntStream.range(0, 100)
                .map(i -> pick(selector, 42, null))
                .distinct()
                .count();
        assertEquals(5, places);
    }

    /** Of 64 keys in 64 slots hardly any is forgotten; and the table never holds more than it has slots. */
    @Test
    void theTableForgetsKeysBeyondItsSize() {
        SelectionStrategy strategy = SelectionStrategy.sticky(64, false, SelectionStrategy.roundRobin());
        Selector selector = Views.prepare(strategy, Servers.idle(1000));
        assertTrue(kept(selector, 16) >= 15);
        assertTrue(kept(selector, 10_000) <= 64);
    }

    private int kept(Selector selector, int keys) {
        int[] first = IntStream.rangeClosed(1, keys)
                .map(key -> pick(selector, key, null))
                .toArray();
        int kept = 0;
        for (int key = keys; key >= 1; key--) {
            kept += pick(selector, key, null) == first[key - 1] ? 1 : 0;
        }
        return kept;
    }

    @Test
    void manyThreadsThatBringAKeyAgreeOnItsHome() throws Exception {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(100));
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(threads);
            List<Future<int[]>> homes = IntStream.range(0, threads)
                    .mapToObj(thread -> executor.submit(() -> {
                        RandomGenerator own = new SplittableRandom(thread);
                        start.countDown();
                        start.await();
                        return IntStream.rangeClosed(1, 5000)
                                .map(key -> selector.select(key, 0, own, null))
                                .toArray();
                    }))
                    .toList();
            for (int key = 1; key <= 5000; key++) {
                int home = pick(selector, key, null);
                for (Future<int[]> each : homes) {
                    assertEquals(home, each.get()[key - 1]);
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void theRotationWithinGoesOn() {
        SelectionStrategy rotating = SelectionStrategy.sticky(SelectionStrategy.roundRobin());
        PoolView view = Views.of(Servers.idle(3));
        Selector selector = Views.prepare(rotating, view);
        int first = Views.picks(selector, 1)[0];
        assertEquals((first + 1) % 3, Views.picks(rotating.prepare(view, selector, random), 1)[0]);
    }

    @Test
    void theRuleTellsTheInnerOne() {
        Selector selector = Views.prepare(
                SelectionStrategy.sticky((view, previous, random) -> Named.selector("first")), Servers.idle(3));
        assertEquals("where the key went before; a new one: first", selector.rule());
        assertEquals(2, selector.score(2, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 0, -1, (1 << 24) + 1})
    void noNumberOfKeys(int keys) {
        SelectionStrategy inner = SelectionStrategy.random();
        Exception e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.sticky(keys, false, inner));
        assertEquals("the number of keys to remember must be from 4 to 16777216 but was " + keys, e.getMessage());
    }
}

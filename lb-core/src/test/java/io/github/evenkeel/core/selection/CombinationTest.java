package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strategies made of strategies made of strategies, for servers of all kinds. */
class CombinationTest {
    private static final SelectionStrategy DEEP = SelectionStrategy.sticky(
            1024,
            true,
            SelectionStrategy.split(
                    server -> server.metadata().get("version"),
                    Map.of("0", 10.0, "1", 90.0),
                    SelectionStrategy.tiers(
                            0,
                            SelectionStrategy.preferZone(
                                    "zone0",
                                    SelectionStrategy.subset(3, 10, 4, SelectionStrategy.leastExpectedLatency())))));

    private final Crowd crowd = new Crowd();

    /** Servers of every combination of three zones, tiers and two versions, every fifth of them ineligible. */
    private PoolView mixed(int from, int to) {
        for (int i = from; i < to; i++) {
            int number = i;
            UnaryOperator<ServerSpec> spec = server -> server.withZone("zone" + number % 3)
                    .withTier(number / 3 % 3)
                    .withWeight(1 + number % 4)
                    .withMetadata(Map.of("version", "" + number % 2));
            if (number % 5 == 4) {
                crowd.out("s" + number, spec, number % 2 == 0 ? ServerState.EJECTED : ServerState.UNHEALTHY);
            } else {
                crowd.active("s" + number, spec);
            }
        }
        return crowd.view();
    }

    @Test
    void oneExchangeVisitsEveryEligibleServerOnce() {
        PoolView view = mixed(0, 60);
        Selector selector = Views.prepare(DEEP, view);
        for (long key = 0; key < 20; key++) {
            int[] walk = Fleet.walk(selector, view, key, view.size());
            assertEquals(view.size(), IntStream.of(walk).distinct().count());
            assertTrue(IntStream.of(walk).allMatch(index -> index < view.size()));
        }
        Lease all = Views.tried(
                IntStream.range(0, view.size()).mapToObj(view::server).toArray(Server[]::new));
        assertEquals(Selector.NONE, selector.select(1, 0, Views.random(), all));
        assertEquals(Selector.NONE, selector.select(KeyHash.NO_KEY, 0, Views.random(), all));
    }

    @Test
    void serversComeAndGo() {
        Selector selector = null;
        RandomGenerator random = Views.random();
        for (int step = 0; step < 40; step++) {
            PoolView view = mixed(step % 7, step % 7 + (step * 5) % 31);
            selector = DEEP.prepare(view, selector, random);
            for (int key = 0; key < 50; key++) {
                int index = selector.select(key, 0, random, null);
                assertTrue(view.size() == 0 ? index == Selector.NONE : index >= 0 && index < view.size());
            }
        }
    }

    @Test
    void picksAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        PoolView view = mixed(0, 60);
        Selector selector = Views.prepare(DEEP, view);
        Lease tried = Views.tried(view.server(0), view.server(1));
        RandomGenerator random = Views.random();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 4; round++) { // the last is compiled
            long before = threads.getThreadAllocatedBytes(me);
            for (int i = 0; i < 20_000; i++) {
                selector.select(i, i, random, i % 2 == 0 ? null : tried);
            }
            allocated = threads.getThreadAllocatedBytes(me) - before;
        }
        long last = allocated;
        assertTrue(last < 1_000, () -> last + " bytes in 20 000 picks");
    }

    /** Two levels of the same kind must not take the same draw for two decisions. */
    @Test
    void levelsDecideForThemselves() {
        SelectionStrategy twice = SelectionStrategy.split(
                server -> server.zone(),
                Map.of("a", 50.0, "b", 50.0),
                SelectionStrategy.split(
                        server -> server.metadata().get("version"),
                        Map.of("v1", 50.0, "v2", 50.0),
                        SelectionStrategy.tiers(SelectionStrategy.rendezvous())));
        for (String zone : new String[] {"a", "b"}) {
            for (String version : new String[] {"v1", "v2"}) {
                crowd.active(zone + version, server -> Crowd.version(version).apply(server.withZone(zone)));
            }
        }
        ChiSquare.assertFollows(Views.equal(4), Fleet.counts(twice, crowd.view(), 20_000));
    }

    @Test
    void rulesAndScoresReachThroughAllLevels() {
        PoolView view = mixed(0, 60);
        SelectionStrategy outer = SelectionStrategy.sticky(SelectionStrategy.tiers(
                SelectionStrategy.preferZone("zone0", (inner, previous, random) -> Named.selector("first"))));
        Selector selector = Views.prepare(outer, view);
        assertTrue(selector.rule().startsWith("where the key went before; a new one: tier 0 gets 100 %"));
        assertTrue(selector.rule().endsWith("within and elsewhere: first"), selector.rule());
        Set<Double> scores = new TreeSet<>();
        for (int i = 0; i < view.total(); i++) {
            scores.add(selector.score(i, 1, 0));
        }
        assertTrue(scores.contains(0.0) && scores.size() > 4, scores::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void fromOneToTenThousandServers(int size) {
        PoolView view = mixed(0, size);
        RandomGenerator random = new SplittableRandom(1);
        Selector selector = DEEP.prepare(view, null, random);
        for (int i = 0; i < 1000; i++) {
            int index = selector.select(i, 0, random, null);
            assertTrue(index >= 0 && index < view.size());
        }
    }

    /** Weights as far apart as a specification allows. */
    @Test
    void extremeWeights() {
        PoolView view = crowd.active("light", spec -> spec.withWeight(1).withZone("zone0"))
                .active("heavy", spec -> spec.withWeight(Integer.MAX_VALUE).withZone("zone0"))
                .active("other", spec -> spec.withWeight(Integer.MAX_VALUE).withTier(1))
                .view();
        for (SelectionStrategy inner : new SelectionStrategy[] {
            SelectionStrategy.weightedRandom(), SelectionStrategy.leastRequests(), SelectionStrategy.staticStride()
        }) {
            for (int client = 0; client < 3; client++) {
                SelectionStrategy strategy = SelectionStrategy.tiers(
                        SelectionStrategy.preferZone("zone0", SelectionStrategy.subset(client, 3, 1, inner)));
                Selector selector = Views.prepare(strategy, view);
                assertArrayEquals(
                        new int[] {0, 1, 2},
                        IntStream.of(Fleet.walk(selector, view, 5, 3)).sorted().toArray());
            }
        }
    }

    @Test
    void nobodyIsEligible() {
        PoolView view = crowd.some("s", 0, 10, Crowd.zone("zone0")).view();
        assertEquals(Selector.NONE, Views.prepare(DEEP, view).select(1, 0, Views.random(), null));
        Lease elsewhere = Views.tried(Servers.server("elsewhere"));
        assertEquals(Selector.NONE, Views.prepare(DEEP, view).select(1, 0, Views.random(), elsewhere));
    }
}

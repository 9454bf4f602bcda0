package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubsetTest {
    private static final SelectionStrategy INNER = SelectionStrategy.weightedRandom();

    private final Crowd crowd = new Crowd();

    private static Subset client(int client, int clients, int size) {
        return new Subset(client, clients, size, INNER);
    }

    /** The load of each server if every client sends one, by weight, to what is under its arc. */
    private static double[] loads(int clients, int size, double[] lengths) {
        double[] loads = new double[lengths.length];
        for (int client = 0; client < clients; client++) {
            double[] parts = client(client, clients, size).partsOf(lengths);
            double sum = 0;
            for (int i = 0; i < parts.length; i++) {
                sum += parts[i] * lengths[i];
            }
            for (int i = 0; i < parts.length; i++) {
                loads[i] += parts[i] * lengths[i] / sum;
            }
        }
        return loads;
    }

    /** For each of 200 numbers of clients and 200 of servers. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void everyServerCarriesTheSameWhateverTheNumbers(int size) {
        for (int clients = 1; clients <= 200; clients++) {
            for (int servers = 1; servers <= 200; servers++) {
                double expected = (double) clients / servers;
                for (double load : loads(clients, size, Views.equal(servers))) {
                    assertEquals(expected, load, 1e-7 * expected, clients + " clients, " + servers + " servers");
                }
            }
        }
    }

    @Test
    void unequalServersCarryTheirShares() {
        double[] weights = {1, 1000, 3, 2_147_483_647, 2, 7, 7, 7};
        double sum = Arrays.stream(weights).sum();
        for (int clients = 1; clients <= 50; clients++) {
            double[] loads = loads(clients, 3, weights);
            for (int i = 0; i < weights.length; i++) {
                assertEquals(clients * weights[i] / sum, loads[i], 1e-6 * clients * weights[i] / sum);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 100, 20", "7, 100, 20", "1000, 37, 16", "3, 10000, 1", "1, 10, 5", "50, 10, 64"})
    void subsetsHaveTheSizeWantedAtLeast(int clients, int servers, int size) {
        for (int client = 0; client < clients; client++) {
            double[] parts = client(client, clients, size).partsOf(Views.equal(servers));
            double sum = Arrays.stream(parts).sum();
            double distance = (double) servers / clients;
            assertTrue(sum >= Math.min(size, servers) - 1e-6, () -> sum + " servers");
            assertTrue(sum <= Math.max(distance, Math.min(servers, size + distance)) + 1e-6, () -> sum + " servers");
            assertTrue(Arrays.stream(parts).filter(part -> part > 0 && part < 1).count() <= 2, "two edges");
        }
    }

    /**
     * A server more or less moves both edges by less than a server each, the arc's length by less than one and, with as
     * many clients as servers, by one distance at most, which is no more than a server; and it comes or goes itself.
     */
    @Tag("long")
    @Test
    void aChangeOfServersMovesEachArcByFewServers() {
        double total = 0;
        int arcs = 0;
        for (int servers = 20; servers <= 200; servers += 9) {
            List<Server> all = Fleet.local(1000, servers + 1);
            for (int clients : new int[] {servers, 200, 500}) {
                for (int client = 0; client < clients; client += 17) {
                    Subset subset = client(client, clients, 16);
                    double[] before = subset.parts(Views.of(all.subList(0, servers)));
                    double[] after = subset.parts(Views.of(all));
                    double moved = distance(before, after);
                    assertTrue(moved < 5, () -> moved + " servers");
                    total += moved;
                    arcs++;
                }
            }
        }
        double mean = total / arcs;
        assertTrue(mean < 1.5, () -> "on average " + mean);
    }

    /** One client more shifts an arc by no more than the distance of two clients, and may make it one distance longer. */
    @Test
    void aChangeOfClientsMovesEachArcByFewServers() {
        for (int servers = 20; servers <= 200; servers += 9) {
            double[] lengths = Views.equal(servers);
            for (int clients : new int[] {servers, 200, 500}) {
                for (int client = 0; client < clients; client++) {
                    double moved = distance(
                            client(client, clients, 16).partsOf(lengths),
                            client(client, clients + 1, 16).partsOf(lengths));
                    assertTrue(moved <= 3.0 * servers / clients + 1e-6, () -> moved + " servers");
                }
            }
        }
    }

    private static double distance(double[] before, double[] after) {
        double sum = 0;
        for (int i = 0; i < after.length; i++) {
            sum += Math.abs(after[i] - (i < before.length ? before[i] : 0));
        }
        return sum;
    }

    @Test
    void allClientsAgreeOnTheRingWhateverTheOrderOfTheirViews() {
        List<Server> servers = new ArrayList<>(Fleet.local(1000, 50));
        double[] parts = client(3, 10, 5).parts(Views.of(servers));
        List<Server> shuffled = new ArrayList<>(servers);
        Collections.shuffle(shuffled, new Random(1));
        double[] others = client(3, 10, 5).parts(Views.of(shuffled));
        for (int i = 0; i < 50; i++) {
            assertEquals(parts[i], others[shuffled.indexOf(servers.get(i))]);
        }
    }

    /** Servers that discovery lists side by side are often in one rack. */
    @Test
    void neighboursInTheListAreNoneOnTheRing() {
        double[] parts = client(0, 10, 10).parts(Views.of(Fleet.local(1000, 100)));
        int[] members = IntStream.range(0, 100).filter(i -> parts[i] > 0).toArray();
        assertTrue(members[members.length - 1] - members[0] > 50, () -> Arrays.toString(members));
    }

    /** {@link ChiSquare} refuses this once in 10^9 times. */
    @Test
    void picksFollowThePartsOfTheEdges() {
        PoolView view = Views.of(Fleet.local(1000, 10));
        int[] counts = new int[10];
        for (int client = 0; client < 7; client++) {
            SelectionStrategy strategy = SelectionStrategy.subset(client, 7, 3, INNER);
            int[] own = Views.count(strategy.prepare(view, null, new SplittableRandom(client)), 10, 20_000, null);
            assertTrue(Arrays.stream(own).filter(count -> count > 0).count() < 7, () -> Arrays.toString(own));
            Arrays.setAll(counts, i -> counts[i] + own[i]);
        }
        ChiSquare.assertFollows(Views.equal(10), counts);
    }

    /** While it starts slowly a server gets less, and nobody's arc moves. */
    @Test
    void theWeightInForceCountsWithinTheSubset() {
        List<Server> servers = Fleet.local(1000, 4);
        double[] weights = {1, 0.1, 1, 1};
        Selector selector = Views.prepare(SelectionStrategy.subset(0, 1, 2, INNER), Views.weighted(servers, weights));
        ChiSquare.assertFollows(weights, Views.count(selector, 4, 30_000, null));
    }

    @Test
    void ineligibleServersKeepTheirPlaceAndGetNothing() {
        PoolView all = crowd.some("s", 20, 0, Crowd.plain()).view();
        Set<String> before = members(all, 20);
        PoolView half = crowd.some("s", 10, 10, Crowd.plain()).view();
        Set<String> after = members(half, 10);
        assertTrue(before.containsAll(after), () -> before + " and then " + after);
        assertTrue(!after.isEmpty());
    }

    private static Set<String> members(PoolView view, int eligible) {
        Selector selector = Views.prepare(SelectionStrategy.subset(1, 4, 8, INNER), view);
        int[] counts = Crowd.counts(selector, view, 10_000);
        Set<String> members = new HashSet<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                assertTrue(i < eligible);
                members.add(view.server(i).id());
            }
        }
        return members;
    }

    @Test
    void whenItsSubsetIsTriedOrDownAClientGoesToTheOthers() {
        PoolView view = Views.of(Fleet.local(1000, 30));
        Selector selector = Views.prepare(SelectionStrategy.subset(2, 10, 3, INNER), view);
        int[] walk = Fleet.walk(selector, view, 0, 30);
        assertEquals(30, IntStream.of(walk).distinct().count());
        Server only = crowd.server("s0");
        for (int client = 0; client < 10; client++) {
            PoolView one = crowd.some("s", 1, 9, Crowd.plain()).view();
            Selector left = Views.prepare(SelectionStrategy.subset(client, 10, 1, INNER), one);
            assertEquals(0, left.select(0, 0, Views.random(), null));
            Lease tried = Views.tried(only);
            assertEquals(Selector.NONE, left.select(0, 0, Views.random(), tried));
        }
    }

    @Test
    void theRotationOfTheSubsetGoesOn() {
        SelectionStrategy rotating = SelectionStrategy.subset(0, 1, 1, SelectionStrategy.roundRobin());
        PoolView view = crowd.some("s", 3, 1, Crowd.plain()).view();
        Selector selector = Views.prepare(rotating, view);
        int first = Views.picks(selector, 1)[0];
        assertEquals((first + 1) % 3, Views.picks(rotating.prepare(view, selector, Views.random()), 1)[0]);
    }

    @Test
    void theRuleTellsWhoseSubsetItIs() {
        SelectionStrategy named =
                SelectionStrategy.subset(1, 4, 5, (inner, previous, random) -> Named.selector("by " + inner.size()));
        PoolView view = crowd.active("only", Crowd.plain())
                .out("other", Crowd.plain(), ServerState.EJECTED)
                .view();
        Selector selector = Views.prepare(named, view);
        assertEquals(
                "subset of client 1 of 4, 2 servers; within: subset: by 1; the other servers: by 0", selector.rule());
        assertEquals(0, selector.score(0, 1, 0));
        assertTrue(Double.isNaN(selector.score(1, 1, 0)), "not eligible");
    }

    @Test
    void noSuchClient() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.subset(4, 4, 1, INNER));
        assertEquals("the client must be one of 0 to 3 but was 4", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.subset(-1, 4, 1, INNER));
        e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.subset(0, 0, 1, INNER));
        assertEquals("there must be at least 1 client, the one that asks, but there were to be 0", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.subset(0, 1, 0, INNER));
        assertEquals("a subset must have at least 1 server but was to have 0", e.getMessage());
    }
}

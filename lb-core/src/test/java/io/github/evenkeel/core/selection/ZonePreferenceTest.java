package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares are held against {@link ChiSquare}, which refuses true ones once in 10^9 times. */
class ZonePreferenceTest {
    private final Crowd crowd = new Crowd();

    private static Selector prepare(PoolView view) {
        return Views.prepare(SelectionStrategy.preferZone("a", SelectionStrategy.random()), view);
    }

    private PoolView localAndOthers(int active, int unhealthy) {
        return crowd.some("local", active, unhealthy, Crowd.zone("a"))
                .some("far", 3, 1, Crowd.zone("b"))
                .some("unknown", 1, 0, Crowd.plain())
                .view();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "7, 0", "5, 2", "10, 4"})
    void theZoneServesItsClientsWhileItCan(int active, int unhealthy) {
        PoolView view = localAndOthers(active, unhealthy);
        assertEquals(1000, Crowd.to("local", view, Crowd.counts(prepare(view), view, 1000)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0.7", "5, 5, 0.7", "1, 3, 0.35", "4, 2, 0.9333", "2, 12, 0.2"})
    void whatItCannotServeSpillsToTheOthers(int active, int unhealthy, double share) {
        PoolView view = localAndOthers(active, unhealthy);
        int[] counts = Crowd.counts(prepare(view), view, 30_000);
        int local = Crowd.to("local", view, counts);
        ChiSquare.assertFollows(new double[] {share, 1 - share}, new int[] {local, 30_000 - local});
        int unknown = Crowd.to("unknown", view, counts);
        ChiSquare.assertFollows(new double[] {3, 1}, new int[] {30_000 - local - unknown, unknown});
    }

    @Test
    void capacityIsWeight() {
        PoolView view = crowd.active("local0", spec -> spec.withZone("a").withWeight(3))
                .out("local1", spec -> spec.withZone("a").withWeight(7), ServerState.EJECTED)
                .active("far", spec -> spec.withZone("b").withWeight(1_000))
                .view();
        int[] counts = Crowd.counts(prepare(view), view, 30_000);
        ChiSquare.assertFollows(new double[] {0.42, 0.58}, Arrays.copyOf(counts, 2));
    }

    @Test
    void drainingServersAreCapacityTheZoneLacks() {
        PoolView view = crowd.active("local0", Crowd.zone("a"))
                .out("local1", Crowd.zone("a"), ServerState.DRAINING)
                .active("far", Crowd.zone("b"))
                .view();
        int[] counts = Crowd.counts(prepare(view), view, 30_000);
        ChiSquare.assertFollows(new double[] {0.7, 0.3}, Arrays.copyOf(counts, 2));
    }

    /** A server without a zone is in nobody's, not even in that of a client that has none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "elsewhere"})
    void withoutLocalServersAllAreUsedAlike(String zone) {
        PoolView view = localAndOthers(2, 0);
        Selector selector = Views.prepare(SelectionStrategy.preferZone(zone, SelectionStrategy.random()), view);
        int[] counts = Arrays.copyOf(Crowd.counts(selector, view, 30_000), view.size());
        ChiSquare.assertFollows(Views.equal(view.size()), counts);
    }

    @Test
    void aZoneThatIsDownIsServedByTheOthers() {
        PoolView view = localAndOthers(0, 3);
        assertEquals(0, Crowd.to("local", view, Crowd.counts(prepare(view), view, 1000)));
    }

    @Test
    void aZoneAloneServesAllItCanOrNot() {
        PoolView view = crowd.some("local", 1, 9, Crowd.zone("a")).view();
        assertEquals(1000, Crowd.counts(prepare(view), view, 1000)[0]);
    }

    @Test
    void retriesStayInTheZoneWhileTheyCan() {
        PoolView view = localAndOthers(2, 8);
        int[] retries = Views.count(prepare(view), view.total(), 1000, Views.tried(crowd.server("far0")));
        assertEquals(1000, Crowd.to("local", view, retries));
        int[] walk = Fleet.walk(prepare(view), view, 0, 6);
        assertEquals(6, IntStream.of(walk).distinct().count());
        Lease zone = Views.tried(crowd.server("local0"), crowd.server("local1"));
        int[] beyond = Views.count(prepare(view), view.total(), 1000, zone);
        assertEquals(0, Crowd.to("local", view, beyond));
    }

    /** Half of the clients and a third of the servers: two thirds. As many as clients: all. */
    @ParameterizedTest
    @CsvSource({"1, 2, 0.5, 0.6667", "2, 2, 0.5, 1", "3, 1, 0.5, 1", "1, 9, 1, 0.1", "1, 3, 0.25, 1"})
    void aZoneCarriesNoMoreThanItsShareOfEverybodys(int local, int far, double clients, double share) {
        PoolView view = crowd.some("local", local, 5, Crowd.zone("a"))
                .some("far", far, 2, Crowd.zone("b"))
                .view();
        Selector selector = Views.prepare(SelectionStrategy.preferZone("a", clients, SelectionStrategy.random()), view);
        int picked = Crowd.to("local", view, Crowd.counts(selector, view, 30_000));
        if (share == 1) {
            assertEquals(30_000, picked);
        } else {
            ChiSquare.assertFollows(new double[] {share, 1 - share}, new int[] {picked, 30_000 - picked});
        }
    }

    /** Of the keys that stay local with less capacity, none goes elsewhere when it grows. */
    @Test
    void aKeyKeepsItsSideUnlessTheShareMovesPastIt() {
        Selector little = prepare(localAndOthers(1, 3));
        Selector more = prepare(localAndOthers(1, 1));
        int kept = 0;
        for (long key = 1; key <= 10_000; key++) {
            boolean local = Fleet.pick(little, key) < 1;
            assertEquals(local, Fleet.pick(little, key) < 1);
            assertTrue(!local || Fleet.pick(more, key) < 1);
            kept += local ? 1 : 0;
        }
        ChiSquare.assertFollows(new double[] {0.35, 0.65}, new int[] {kept, 10_000 - kept});
    }

    @Test
    void bothRotationsGoOn() {
        SelectionStrategy rotating = SelectionStrategy.preferZone("a", SelectionStrategy.roundRobin());
        Selector selector = null;
        int[] counts = new int[3];
        for (int i = 0; i < 300; i++) {
            PoolView view = crowd.some("local", 3, i % 2, Crowd.zone("a"))
                    .some("far", i % 3, 0, Crowd.zone("b"))
                    .view();
            selector = rotating.prepare(view, selector, Views.random());
            counts[Views.picks(selector, 1)[0]]++;
        }
        assertArrayEquals(new int[] {100, 100, 100}, counts);
    }

    @Test
    void hugeWeightsDoNotAddUpToInfinity() {
        PoolView view = new PoolView(
                IntStream.range(0, 4)
                        .mapToObj(i -> {
                            Candidate one = Views.candidate(crowd.server("s" + i), Double.MAX_VALUE);
                            return new Candidate(
                                    one.server(), one.spec().withZone(i < 2 ? "a" : "b"), one.state(), one.weight());
                        })
                        .toList(),
                List.of());
        Selector selector = Views.prepare(SelectionStrategy.preferZone("a", 1, SelectionStrategy.random()), view);
        int[] counts = Crowd.counts(selector, view, 10_000);
        ChiSquare.assertFollows(Views.equal(4), counts);
    }

    @Test
    void theRuleTellsTheZonesShare() {
        PoolView view = crowd.some("local", 1, 1, Crowd.zone("a")).view();
        SelectionStrategy named =
                SelectionStrategy.preferZone("a", (inner, previous, random) -> Named.selector("first"));
        Selector selector = Views.prepare(named, view);
        assertEquals("zone 'a' gets 70 %; within and elsewhere: first", selector.rule());
        assertEquals(0, selector.score(0, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
    void noShareOfTheClients(double share) {
        SelectionStrategy inner = SelectionStrategy.random();
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.preferZone("a", share, inner));
        assertEquals("the clients' share must be above 0 and at most 1 but was " + share + " (zone a)", e.getMessage());
    }
}

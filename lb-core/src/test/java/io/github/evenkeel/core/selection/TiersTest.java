package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerState;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiersTest {
    private final Crowd crowd = new Crowd();
    private final SelectionStrategy strategy = SelectionStrategy.tiers(SelectionStrategy.random());

    private static Selector prepare(PoolView view) {
        return Views.prepare(SelectionStrategy.tiers(SelectionStrategy.random()), view);
    }

    private PoolView halfOfEach() {
        return crowd.some("primary", 3, 3, Crowd.tier(0))
                .some("backup", 2, 2, Crowd.tier(7))
                .view();
    }

    @Test
    void allGoesToTheFirstTierWhileItCanTakeAll() {
        PoolView view = crowd.some("primary", 5, 2, Crowd.tier(0))
                .some("backup", 4, 0, Crowd.tier(1))
                .view();
        int[] counts = Crowd.counts(prepare(view), view, 1000);
        assertEquals(1000, Crowd.to("primary", view, counts));
        assertTrue(IntStream.range(view.size(), view.total()).allMatch(index -> counts[index] == 0));
    }

    /** By {@link ChiSquare} chance refuses this once in 10^9 times. */
    @Test
    void whatTheFirstTierCannotTakeGoesToTheNext() {
        PoolView view = halfOfEach();
        int[] counts = Crowd.counts(prepare(view), view, 20_000);
        int[] byTier = {Crowd.to("primary", view, counts), Crowd.to("backup", view, counts)};
        ChiSquare.assertFollows(new double[] {70, 30}, byTier);
    }

    @Test
    void theOrderOfTheViewDoesNotMatter() {
        PoolView view = crowd.some("backup", 1, 0, Crowd.tier(3))
                .some("primary", 1, 0, Crowd.tier(1))
                .some("last", 1, 0, Crowd.tier(5))
                .view();
        assertEquals(100, Crowd.to("primary", view, Crowd.counts(prepare(view), view, 100)));
    }

    @Test
    void aTierThatPanicsUsesAllButItsDrainingServers() {
        PoolView view = crowd.active("primary0", Crowd.tier(0))
                .out("primary1", Crowd.tier(0), ServerState.UNHEALTHY)
                .out("primary2", Crowd.tier(0), ServerState.EJECTED)
                .out("primary3", Crowd.tier(0), ServerState.TRIAL)
                .out("primary4", Crowd.tier(0), ServerState.DRAINING)
                .view();
        int[] counts = Crowd.counts(prepare(view), view, 10_000);
        ChiSquare.assertFollows(Views.equal(4), Arrays.copyOf(counts, 4));
        assertEquals(0, counts[4]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 25})
    void aLowerThresholdSparesTheServersThatFail(int threshold) {
        PoolView view = crowd.some("primary", 1, 3, Crowd.tier(0)).view();
        Selector selector = Views.prepare(SelectionStrategy.tiers(threshold, SelectionStrategy.random()), view);
        assertEquals(100, Crowd.counts(selector, view, 100)[0]);
    }

    @Test
    void drainingServersAreNoLossToATier() {
        PoolView view = crowd.active("primary0", Crowd.tier(0))
                .out("primary1", Crowd.tier(0), ServerState.DRAINING)
                .out("primary2", Crowd.tier(0), ServerState.DRAINING)
                .active("backup", Crowd.tier(1))
                .view();
        assertEquals(100, Crowd.counts(prepare(view), view, 100)[0]);
    }

    /** What a pool offers when it fails open is not available: or half a tier of dead servers would take 70 %. */
    @Test
    void serversOfferedInNeedAreNotAvailable() {
        PoolView view = crowd.offered("primary0", Crowd.tier(0), ServerState.UNHEALTHY)
                .out("primary1", Crowd.tier(0), ServerState.DRAINING)
                .offered("backup0", Crowd.tier(1), ServerState.UNHEALTHY)
                .offered("backup1", Crowd.tier(1), ServerState.UNHEALTHY)
                .view();
        int[] counts = Crowd.counts(prepare(view), view, 20_000);
        ChiSquare.assertFollows(new double[] {34, 33, 33}, Arrays.copyOf(counts, 3));
    }

    @Test
    void retainedServersAreAvailable() {
        PoolView view = crowd.offered("primary0", Crowd.tier(0), ServerState.RETAINED)
                .active("backup", Crowd.tier(1))
                .view();
        assertEquals(100, Crowd.counts(prepare(view), view, 100)[0]);
    }

    /** If the pool fails open with nothing but draining servers, those are used. */
    @Test
    void aTierThatOnlyDrainsIsUsedInNeed() {
        PoolView view = crowd.offered("primary0", Crowd.tier(0), ServerState.DRAINING)
                .offered("primary1", Crowd.tier(0), ServerState.DRAINING)
                .view();
        int[] counts = Crowd.counts(prepare(view), view, 1000);
        assertTrue(counts[0] > 0 && counts[1] > 0);
    }

    @Test
    void withoutPanicNothingEligibleIsNothingToPick() {
        PoolView view = crowd.some("primary", 0, 2, Crowd.tier(0))
                .some("backup", 0, 2, Crowd.tier(1))
                .view();
        Selector selector = Views.prepare(SelectionStrategy.tiers(0, SelectionStrategy.random()), view);
        assertEquals(Selector.NONE, selector.select(1, 0, Views.random(), null));
    }

    @Test
    void anExchangeGoesThroughTheTiersInOrder() {
        PoolView view = crowd.some("last", 2, 0, Crowd.tier(2))
                .some("primary", 2, 0, Crowd.tier(0))
                .some("backup", 2, 0, Crowd.tier(1))
                .view();
        int[] walk = Fleet.walk(prepare(view), view, 0, 6);
        int[] tiers = IntStream.of(walk)
                .map(index -> view.candidate(index).spec().tier())
                .toArray();
        assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2}, tiers);
        assertEquals(6, IntStream.of(walk).distinct().count());
    }

    @Test
    void aRetryLooksInTheTiersBeforeToo() {
        PoolView view = halfOfEach();
        Lease backups = Views.tried(crowd.server("backup0"), crowd.server("backup1"));
        int[] counts = Views.count(prepare(view), view.total(), 1000, backups);
        assertEquals(1000, Crowd.to("primary", view, counts));
    }

    @Test
    void aKeyKeepsItsTier() {
        Selector selector = prepare(halfOfEach());
        int backups = 0;
        for (long key = 1; key <= 10_000; key++) {
            int tier = crowdTier(selector, key);
            assertEquals(tier, crowdTier(selector, key));
            backups += tier == 7 ? 1 : 0;
        }
        ChiSquare.assertFollows(new double[] {70, 30}, new int[] {10_000 - backups, backups});
    }

    private static int crowdTier(Selector selector, long key) {
        return Fleet.pick(selector, key) < 3 ? 0 : 7;
    }

    @Test
    void theRotationOfATierGoesOn() {
        SelectionStrategy rotating = SelectionStrategy.tiers(SelectionStrategy.roundRobin());
        Selector selector = null;
        int[] counts = new int[4];
        for (int i = 0; i < 400; i++) {
            PoolView view = crowd.some("primary", 4, 0, Crowd.tier(0))
                    .some("backup", i % 3, 0, Crowd.tier(1))
                    .view();
            selector = rotating.prepare(view, selector, Views.random());
            counts[Views.picks(selector, 1)[0]]++;
        }
        assertArrayEquals(new int[] {100, 100, 100, 100}, counts);
    }

    @Test
    void theRuleTellsSharesAndPanic() {
        PoolView view = crowd.some("primary", 1, 19, Crowd.tier(0))
                .some("backup", 13, 7, Crowd.tier(1))
                .view();
        SelectionStrategy named = SelectionStrategy.tiers((inner, previous, random) -> Named.selector("first"));
        assertEquals(
                "tier 0 gets 8 % (panic: all of its servers), tier 1 gets 92 %; within: first",
                Views.prepare(named, view).rule());
        assertEquals("no server", Views.prepare(strategy, PoolView.EMPTY).rule());
    }

    @Test
    void scoresAreThoseWithinTheTier() {
        PoolView view = crowd.active("backup", Crowd.tier(1))
                .active("a", Crowd.tier(0))
                .active("b", Crowd.tier(0))
                .view();
        Selector selector =
                Views.prepare(SelectionStrategy.tiers((inner, previous, random) -> Named.selector("")), view);
        assertEquals(0, selector.score(0, 1, 0));
        assertEquals(0, selector.score(1, 1, 0));
        assertEquals(1, selector.score(2, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void noPercentage(int threshold) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.tiers(threshold, strategy));
        assertEquals("panic threshold must be from 0 (never) to 100 per cent but was " + threshold, e.getMessage());
    }
}

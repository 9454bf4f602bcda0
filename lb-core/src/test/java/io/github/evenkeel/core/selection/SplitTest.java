package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.ServerSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Shares are held against {@link ChiSquare}, which refuses true ones once in 10^9 times. */
class SplitTest {
    private static final Function<ServerSpec, @Nullable String> VERSION =
            server -> server.metadata().get("version");

    private final Crowd crowd = new Crowd();

    private static SelectionStrategy split(Map<String, Double> shares) {
        return SelectionStrategy.split(VERSION, shares, SelectionStrategy.random());
    }

    private static Selector canary(PoolView view, double percent) {
        return Views.prepare(split(Map.of("v1", 100 - percent, "v2", percent)), view);
    }

    /** 10 of version 1, 2 of version 2 and one of none. */
    private PoolView view() {
        return crowd.some("v1-", 10, 2, Crowd.version("v1"))
                .some("v2-", 2, 1, Crowd.version("v2"))
                .active("none", Crowd.plain())
                .view();
    }

    private static String group(PoolView view, Selector selector, long key) {
        return view.server(Fleet.pick(selector, key)).id().substring(0, 2);
    }

    @Test
    void withoutAKeyGroupsGetTheirShares() {
        PoolView view = view();
        int[] counts = Crowd.counts(canary(view, 5), view, 50_000);
        int canary = Crowd.to("v2", view, counts);
        ChiSquare.assertFollows(new double[] {5, 95}, new int[] {canary, 50_000 - canary});
        ChiSquare.assertFollows(Views.equal(10), Arrays.copyOf(counts, 10));
        assertEquals(0, Crowd.to("none", view, counts));
    }

    @Test
    void sharesAreRelative() {
        PoolView view = crowd.active("a", Crowd.version("a"))
                .active("b", Crowd.version("b"))
                .active("c", Crowd.version("c"))
                .view();
        Selector selector = Views.prepare(split(Map.of("c", 3e9, "a", 1e9, "b", 2e9)), view);
        ChiSquare.assertFollows(new double[] {1, 2, 3}, Crowd.counts(selector, view, 30_000));
    }

    @Test
    void aKeyKeepsItsGroupAndAGrowingGroupLosesNone() {
        PoolView view = view();
        Selector before = canary(view, 1);
        for (double percent : new double[] {5, 20, 50, 99, 100}) {
            Selector after = canary(view, percent);
            int[] counts = new int[2];
            for (long key = 1; key <= 10_000; key++) {
                String group = group(view, after, key);
                assertEquals(group, group(view, after, key));
                assertTrue(!group(view, before, key).equals("v2") || group.equals("v2"), "lost a key");
                counts[group.equals("v2") ? 0 : 1]++;
            }
            if (percent < 100) {
                ChiSquare.assertFollows(new double[] {percent, 100 - percent}, counts);
            } else {
                assertEquals(10_000, counts[0]);
            }
            before = after;
        }
    }

    /** With three groups too: nobody moves between two that stay alike. */
    @Test
    void keysMoveToTheGroupThatGrowsOnly() {
        PoolView view = crowd.active("a", Crowd.version("a"))
                .active("b", Crowd.version("b"))
                .active("c", Crowd.version("c"))
                .view();
        Selector before = Views.prepare(split(Map.of("a", 40.0, "b", 40.0, "c", 20.0)), view);
        Selector after = Views.prepare(split(Map.of("a", 40.0, "b", 40.0, "c", 40.0)), view);
        for (long key = 1; key <= 10_000; key++) {
            int was = Fleet.pick(before, key);
            int is = Fleet.pick(after, key);
            assertTrue(is == was || is == 2);
        }
    }

    /** Else the keys of the canary would be those of some servers of the group they left. */
    @Test
    void theGroupSaysNothingAboutTheServerWithin() {
        SelectionStrategy hashed =
                SelectionStrategy.split(VERSION, Map.of("v1", 50.0, "v2", 50.0), SelectionStrategy.rendezvous());
        PoolView view = crowd.some("v1-", 4, 0, Crowd.version("v1"))
                .some("v2-", 4, 0, Crowd.version("v2"))
                .view();
        ChiSquare.assertFollows(Views.equal(8), Fleet.counts(hashed, view, 20_000));
    }

    @Test
    void anEmptyGroupLeavesItsShareToTheOthers() {
        PoolView view = crowd.some("v1-", 3, 0, Crowd.version("v1"))
                .some("v2-", 0, 2, Crowd.version("v2"))
                .view();
        assertEquals(1000, Crowd.to("v1", view, Crowd.counts(canary(view, 50), view, 1000)));
    }

    @Test
    void serversWithoutAShareGetNothingUnlessNobodyElseIsThere() {
        PoolView both = view();
        assertEquals(1000, Crowd.to("v1", both, Crowd.counts(canary(both, 0), both, 1000)));
        int[] walk = Fleet.walk(canary(both, 0), both, 0, 10);
        assertTrue(IntStream.of(walk).allMatch(index -> index < 10));
        PoolView left = crowd.some("v1-", 0, 3, Crowd.version("v1"))
                .some("v2-", 2, 0, Crowd.version("v2"))
                .active("none", Crowd.plain())
                .view();
        ChiSquare.assertFollows(Views.equal(3), Arrays.copyOf(Crowd.counts(canary(left, 0), left, 10_000), 3));
    }

    @Test
    void anExchangeThatTriedItsGroupGoesOnInTheOthers() {
        PoolView view = view();
        for (long key = 1; key < 50; key++) {
            Selector selector = canary(view, 50);
            int[] walk = Fleet.walk(selector, view, key, 12);
            int own = group(view, selector, key).equals("v2") ? 2 : 10;
            int groups = (int) Arrays.stream(walk, 0, own)
                    .mapToObj(index -> view.server(index).id().substring(0, 2))
                    .distinct()
                    .count();
            assertEquals(1, groups);
            assertEquals(12, IntStream.of(walk).distinct().count());
        }
    }

    @Test
    void theRotationOfAGroupGoesOnOverAnOutage() {
        SelectionStrategy rotating =
                SelectionStrategy.split(VERSION, Map.of("v1", 1.0, "v2", 1.0), SelectionStrategy.roundRobin());
        PoolView up = crowd.some("v1-", 3, 0, Crowd.version("v1")).view();
        PoolView down = crowd.some("v1-", 0, 3, Crowd.version("v1"))
                .some("v2-", 1, 0, Crowd.version("v2"))
                .view();
        Selector selector = Views.prepare(rotating, up);
        int first = Views.picks(selector, 1)[0];
        selector = rotating.prepare(down, selector, Views.random());
        selector = rotating.prepare(up, selector, Views.random());
        assertEquals((first + 1) % 3, Views.picks(selector, 1)[0]);
    }

    @Test
    void theRuleTellsTheShares() {
        SelectionStrategy named = SelectionStrategy.split(
                VERSION,
                Map.of("v1", 3.0, "v2", 1.0),
                (inner, previous, random) -> Named.selector("of " + inner.size()));
        Selector selector = Views.prepare(named, view());
        assertEquals("v1 gets 75 %, v2 gets 25 %; within: v1: of 10; v2: of 2", selector.rule());
        assertEquals(1, selector.score(11, 1, 0));
        assertTrue(Double.isNaN(selector.score(12, 1, 0)));
    }

    @Test
    void noShares() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> split(Map.of("v1", -1.0)));
        assertEquals("a group's share must be finite and not negative but was -1.0 (group v1)", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> split(Map.of("v1", Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> split(Map.of("v1", Double.POSITIVE_INFINITY)));
        e = assertThrows(IllegalArgumentException.class, () -> split(Map.of("v1", 0.0)));
        assertEquals("some group must have a share but the shares are {v1=0.0}", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> split(Map.of()));
    }

    @Test
    void laterChangesOfTheSharesDoNotReachIt() {
        Map<String, Double> shares = new HashMap<>(Map.of("v1", 1.0));
        SelectionStrategy strategy = split(shares);
        shares.put("v2", 1000.0);
        PoolView view = view();
        assertArrayEquals(new int[] {100, 0}, new int[] {
            Crowd.to("v1", view, Crowd.counts(Views.prepare(strategy, view), view, 100)),
            Crowd.to("v2", view, Crowd.counts(Views.prepare(strategy, view), view, 100))
        });
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerState;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackupsTest {
    private final Crowd crowd = new Crowd();

    private static Selector prepare(PoolView view) {
        return Views.prepare(SelectionStrategy.backups(SelectionStrategy.random()), view);
    }

    private static Set<String> picked(PoolView view) {
        Selector selector = prepare(view);
        RandomGenerator random = Views.random();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int index = selector.select(i, 0, random, null);
            ids.add(index == Selector.NONE ? "nobody" : view.server(index).id());
        }
        return ids;
    }

    /** Where {@code tiers} would give the backups a part already. */
    @Test
    void backupsAreIdleWhileOnePrimaryIsInOrder() {
        PoolView view = crowd.some("primary", 1, 4, Crowd.tier(0))
                .some("backup", 5, 0, Crowd.tier(1))
                .view();
        assertEquals(Set.of("primary0"), picked(view));
    }

    @Test
    void nextTierServesWhenNoneIs() {
        PoolView view = crowd.some("primary", 0, 2, Crowd.tier(0))
                .some("backup", 2, 1, Crowd.tier(3))
                .some("last", 2, 0, Crowd.tier(5))
                .view();
        assertEquals(Set.of("backup0", "backup1"), picked(view));
    }

    /** A primary that only its number keeps in the pool is not in order. */
    @Test
    void retainedPrimariesDoNotKeepTheBackupsIdle() {
        PoolView view = crowd.offered("primary", Crowd.tier(0), ServerState.RETAINED)
                .active("backup", Crowd.tier(1))
                .view();
        assertEquals(Set.of("backup"), picked(view));
        assertEquals(
                Set.of("primary"),
                picked(crowd.offered("primary", Crowd.tier(0), ServerState.RETAINED)
                        .offered("backup", Crowd.tier(1), ServerState.RETAINED)
                        .view()));
    }

    @Test
    void whatAllPrimariesHaveFailedGoesToABackup() {
        PoolView view = crowd.some("primary", 2, 0, Crowd.tier(0))
                .some("backup", 2, 1, Crowd.tier(1))
                .view();
        int[] walk = Fleet.walk(prepare(view), view, 7, 4);
        assertTrue(IntStream.of(walk).limit(2).allMatch(i -> view.server(i).id().startsWith("primary")));
        assertTrue(IntStream.of(walk).skip(2).allMatch(i -> view.server(i).id().startsWith("backup")));
        Lease all = Views.tried(
                IntStream.of(walk).mapToObj(view::server).toArray(io.github.evenkeel.core.server.Server[]::new));
        assertEquals(Selector.NONE, prepare(view).select(0, 0, Views.random(), all));
    }

    @Test
    void poolWithoutServersPicksNone() {
        assertEquals(Set.of("nobody"), picked(PoolView.EMPTY));
        assertEquals(
                Set.of("nobody"),
                picked(crowd.out("primary", Crowd.tier(0), ServerState.UNHEALTHY)
                        .out("backup", Crowd.tier(1), ServerState.UNHEALTHY)
                        .view()));
    }

    @Test
    void poolWithoutBackupsPaysNothing() {
        PoolView view = crowd.some("primary", 3, 1, Crowd.tier(0)).view();
        assertInstanceOf(RandomChoice.class, prepare(view));
    }

    /** Also when backups come and go: what the selectors have learnt stays with each tier. */
    @Test
    void selectorsOfATierCarryOn() {
        SelectionStrategy strategy = SelectionStrategy.backups(SelectionStrategy.sticky(SelectionStrategy.random()));
        PoolView view = crowd.some("primary", 8, 0, Crowd.tier(0))
                .some("backup", 8, 0, Crowd.tier(1))
                .view();
        Selector before = strategy.prepare(view, null, Views.random());
        int home = before.select(42, 0, Views.random(), null);
        Selector after = strategy.prepare(view, before, Views.random());
        for (int i = 0; i < 20; i++) {
            assertEquals(home, after.select(42, 0, Views.random(), null));
        }
    }

    @Test
    void whoMakesADifferenceBetweenTiersSaysSo() {
        assertFalse(SelectionStrategy.random().heedsTiers());
        assertFalse(SelectionStrategy.sticky(SelectionStrategy.random()).heedsTiers());
        assertTrue(SelectionStrategy.tiers(SelectionStrategy.random()).heedsTiers());
        assertTrue(SelectionStrategy.sticky(SelectionStrategy.tiers(SelectionStrategy.random()))
                .heedsTiers());
        assertTrue(SelectionStrategy.backups(SelectionStrategy.random()).heedsTiers());
        assertThrows(NullPointerException.class, () -> SelectionStrategy.backups(null));
    }

    @Test
    void whoReadsReportsSaysSo() {
        assertTrue(SelectionStrategy.reportedUtilisation().readsReports());
        assertTrue(SelectionStrategy.backups(SelectionStrategy.reportedUtilisation())
                .readsReports());
        assertTrue(SelectionStrategy.firstOf(2, SelectionStrategy.ringHash(), SelectionStrategy.reportedUtilisation())
                .readsReports());
        assertFalse(SelectionStrategy.leastExpectedLatency().readsReports());
        assertFalse(SelectionStrategy.tiers(SelectionStrategy.random()).readsReports());
    }

    @Test
    void ruleNamesTheTierInUse() {
        PoolView view = crowd.some("primary", 0, 2, Crowd.tier(0))
                .some("backup", 2, 1, Crowd.tier(1))
                .view();
        assertTrue(prepare(view).rule().startsWith("tier 1, the others only"), prepare(view)::rule);
    }
}

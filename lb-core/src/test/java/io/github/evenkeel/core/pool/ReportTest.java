package io.github.evenkeel.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What servers report reaches the strategy, and whom the strategy wants asked reaches the caller. */
class ReportTest {
    private static final LoadReport REPORT = LoadReport.ofUtilisation(0.5, 100, 0);

    private final List<String> heard = new ArrayList<>();

    private Selector listening(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return new Selector() {
            @Override
            public int select(long key, long nowNanos, RandomGenerator draws, @Nullable Lease tried) {
                return 0;
            }

            @Override
            public void report(int index, LoadReport report, long nowNanos) {
                heard.add(view.server(index).id() + " of " + view.size() + " at " + nowNanos);
            }

            @Override
            public int probe(int nth, long key, RandomGenerator draws) {
                return nth < 2 ? nth : NONE;
            }
        };
    }

    private final SelectionStrategy strategy = this::listening;
    private final ServerPool pool = Pools.pool(Pools.CONFIG.withStrategy(strategy), PoolListener.NONE, "a", "b");

    @Test
    void reportsReachTheStrategy() {
        pool.report(Pools.server(pool, "b"), REPORT, 3);
        assertEquals(List.of("b of 2 at 3"), heard);
    }

    @Test
    void reportsOfServersThatAreNotEligibleReachItToo() {
        Pools.sicken(pool, "a", 0);
        pool.report(Pools.server(pool, "a"), REPORT, 3);
        assertEquals(List.of("a of 1 at 3"), heard);
    }

    @Test
    void whileAServerWarmsUpBothChoicesHear() {
        pool.add(Servers.spec("c"), 0);
        pool.report(Pools.server(pool, "b"), REPORT, 1);
        pool.report(Pools.server(pool, "c"), REPORT, 2);
        assertEquals(List.of("b of 3 at 1", "b of 2 at 1", "c of 3 at 2", "c of 2 at 2"), heard);
    }

    @Test
    void serverThatHasLeftIsNotHeard() {
        Server a = Pools.server(pool, "a");
        pool.remove("a", 0);
        pool.report(a, REPORT, 1);
        assertEquals(List.of(), heard);
    }

    @Test
    void serversToAskComeOneAfterTheOtherUntilThereIsNone() {
        assertEquals("a", pool.probeTarget(0, 0, Pools.random()).id());
        assertEquals("b", pool.probeTarget(1, 0, Pools.random()).id());
        assertNull(pool.probeTarget(2, 0, Pools.random()));
        pool.add(Servers.spec("c"), 0);
        assertEquals("b", pool.probeTarget(1, 0, Pools.random()).id());
    }
}

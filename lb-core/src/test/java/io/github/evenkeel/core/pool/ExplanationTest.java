package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.pool.Explanation.ExplainedServer;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    /** Prefers the last server and says so. */
    private static final SelectionStrategy LAST = (view, previous, random) -> new Selector() {
        @Override
        public int select(long key, long nowNanos, RandomGenerator draws, @Nullable Lease tried) {
            return view.size() - 1;
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return key - index;
        }

        @Override
        public String rule() {
            return "the last";
        }
    };

    private final ServerPool pool = Pools.pool(Pools.CONFIG.withStrategy(LAST), PoolListener.NONE, "a", "b", "c", "d");

    private Explanation explain(long nowNanos) {
        return pool.explain(10, nowNanos, Pools.random());
    }

    @Test
    void namesTheChoiceTheScoresAndTheReason() {
        Explanation explanation = explain(0);
        assertEquals("orders", explanation.pool());
        assertEquals("the last", explanation.rule());
        assertEquals("d", explanation.chosen());
        assertEquals("no other scores better", explanation.reason());
        assertEquals(
                List.of(10.0, 9.0, 8.0, 7.0),
                explanation.servers().stream().map(ExplainedServer::score).toList());
        assertTrue(explanation.servers().stream().allMatch(ExplainedServer::considered));
    }

    @Test
    void claimsNothing() {
        explain(0);
        pool.servers().forEach(server -> assertEquals(0, server.inFlight()));
    }

    @Test
    void saysWhyOthersWereNotConsidered() {
        Pools.sicken(pool, "d", 0);
        Explanation explanation = explain(0);
        assertEquals("c", explanation.chosen());
        ExplainedServer d = explanation.servers().get(3);
        assertFalse(d.considered());
        assertTrue(Double.isNaN(d.score()));
        assertEquals(ServerState.UNHEALTHY, d.state());
        assertTrue(d.why().contains(" of liveness failed"), d::why);
    }

    @Test
    void saysWhenTheChoiceIsATrial() {
        Pools.open(pool, "a", 0);
        long due = Pools.server(pool, "a").breaker().trialDueNanos();
        assertEquals("c", explainWithout("d", due - 1));
        Explanation explanation = explain(due);
        assertEquals("a", explanation.chosen());
        assertEquals("it is due for its trial", explanation.reason());
    }

    private @Nullable String explainWithout(String id, long nowNanos) {
        pool.change(id, spec -> spec.withDraining(true), nowNanos);
        return explain(nowNanos).chosen();
    }

    @Test
    void saysWhenThePoolFailsOpen() {
        List.of("a", "b", "c", "d").forEach(name -> Pools.sicken(pool, name, 0));
        assertEquals(
                "no other scores better (failing open: too few servers are eligible: 4 unhealthy)",
                explain(0).reason());
    }

    @Test
    void saysWhenABetterOneWasPassedOver() {
        SelectionStrategy first = (view, previous, random) -> new Selector() {
            @Override
            public int select(long key, long nowNanos, RandomGenerator draws, @Nullable Lease tried) {
                return 0;
            }

            @Override
            public double score(int index, long key, long nowNanos) {
                return -index;
            }
        };
        ServerPool odd = Pools.pool(Pools.CONFIG.withStrategy(first), PoolListener.NONE, "a", "b", "c");
        Explanation explanation = odd.explain(0, 0, Pools.random());
        assertEquals("2 score better but the rule did not take them", explanation.reason());
        assertEquals("the strategy does not say", explanation.rule());
    }

    @Test
    void poolWithoutServersHasNoChoice() {
        ServerPool empty = Pools.pool();
        Explanation explanation = empty.explain(0, 0, Pools.random());
        assertNull(explanation.chosen());
        assertEquals("there is no server to choose", explanation.reason());
        assertEquals(List.of(), explanation.servers());
    }

    @Test
    void isReadable() {
        pool.change("b", spec -> spec.withDraining(true), SECONDS);
        String[] lines = explain(SECONDS).toString().split("\\R");
        assertEquals("pool orders: the last; no other scores better", lines[0]);
        assertEquals(5, lines.length);
        assertTrue(lines[2].matches(" +b +DRAINING +- +discovery says that it drains"), lines[2]);
        assertTrue(lines[4].matches("-> d +ACTIVE +8[.,]000 +named by an update of the servers"), lines[4]);
    }

    @Test
    void isACopy() {
        List<ExplainedServer> servers = new ArrayList<>();
        servers.add(new ExplainedServer("a", true, 1, ServerState.ACTIVE, ""));
        Explanation explanation = new Explanation("orders", "", "a", "", servers);
        servers.clear();
        assertEquals(1, explanation.servers().size());
    }
}

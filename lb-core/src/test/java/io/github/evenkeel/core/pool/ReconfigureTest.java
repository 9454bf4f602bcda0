package io.github.evenkeel.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a running pool chooses can change, how it judges cannot. */
class ReconfigureTest {
    private final List<Integer> prepared = new ArrayList<>();
    private final List<Selector> previous = new ArrayList<>();

    /** Always the first of the servers. */
    private final SelectionStrategy first = (view, before, random) -> {
        prepared.add(view.size());
        previous.add(before);
        return (key, now, any, tried) -> view.size() == 0 ? -1 : 0;
    };

    @Test
    void anotherStrategyChoosesFromNowOnAndServersKeepTheirState() {
        ServerPool pool = Pools.pool("a", "b");
        Server a = Pools.server(pool, "a");
        Pools.open(pool, "b", 0);
        pool.reconfigure(config -> config.withStrategy(first), 1);
        assertSame(a, Pools.server(pool, "a"));
        assertEquals(List.of("a"), Pools.reached(pool, 10, 1));
        assertEquals(1, pool.statistics(1).servers().get(1).ejections(), "what is known of b");
        assertEquals(List.of(1), prepared, "of those that are eligible");
        assertNull(previous.get(0), "it begins anew");
    }

    @Test
    void serversAndStrategyChangeInOneStep() {
        ServerPool pool = Pools.pool("a", "b");
        pool.update(Pools.specs("c", "d", "e"), config -> config.withStrategy(first), 1);
        assertEquals(
                List.of(3, 0), prepared, "the new ones, and those of them past their slow start: never one of before");
        assertEquals(List.of("c"), Pools.reached(pool, 10, 1));
    }

    @Test
    void theSameStrategyGoesOnWhereItStands() {
        ServerPool pool = Pools.pool(Pools.CONFIG.withStrategy(first), PoolListener.NONE, "a", "b");
        pool.reconfigure(config -> config.withSlowStart(SlowStart.DEFAULT), 1);
        assertTrue(previous.get(previous.size() - 1) != null);
    }

    @Test
    void failingOpenCanBeTurnedOff() {
        ServerPool pool = Pools.pool("a");
        Pools.sicken(pool, "a", 0);
        assertEquals(List.of("a"), Pools.reached(pool, 1, 0));
        pool.reconfigure(config -> config.withFailOpen(false), 1);
        assertNull(Pools.acquire(pool, 1));
        assertNull(pool.acquireLastResort(1, Pools.random(), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"thresholds", "breaker", "outliers"})
    void howServersAreJudgedStays(String what) {
        UnaryOperator<PoolConfig> change = config -> switch (what) {
            case "thresholds" -> config.withThresholds(new HealthThresholds(7, 7));
            case "breaker" -> config.withBreaker(BreakerSettings.DEFAULT.withConsecutiveFailures(77));
            default -> config.withOutliers(OutlierSettings.OFF);
        };
        ServerPool pool = Pools.pool("a");
        assertThrows(
                IllegalArgumentException.class,
                () -> pool.update(
                        Pools.specs("b"), config -> change.apply(config).withStrategy(first), 1));
        assertEquals(List.of("a"), Pools.reached(pool, 1, 1));
        assertEquals(List.of(), prepared);
    }

    @Test
    void aStrategyThatFailsChangesNothing() {
        ServerPool pool = Pools.pool("a", "b");
        SelectionStrategy failing = (view, before, random) -> {
            throw new IllegalStateException("on purpose");
        };
        assertThrows(
                IllegalStateException.class,
                () -> pool.update(Pools.specs("c"), config -> config.withStrategy(failing), 1));
        assertEquals(List.of("a", "b"), Pools.reached(pool, 20, 1));
    }

    @Test
    void aRehearsalTellsOfFailuresAndChangesNothing() {
        ServerPool pool = Pools.pool("a", "b");
        SelectionStrategy failing = (view, before, random) -> {
            throw new IllegalStateException("on purpose");
        };
        assertThrows(
                IllegalStateException.class,
                () -> pool.rehearse(Pools.specs("c"), config -> config.withStrategy(failing), 1));
        pool.rehearse(Pools.specs("c"), config -> config.withStrategy(first), 1);
        assertEquals(List.of("a", "b"), Pools.reached(pool, 20, 1));
    }
}

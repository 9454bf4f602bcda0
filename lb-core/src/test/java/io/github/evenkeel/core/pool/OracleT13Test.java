package io.github.evenkeel.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Envoy's panic by round robin, after its LoadBalancerBaseTest: fewer than half healthy, and all are used. How much a
 * priority gets is in {@code selection.OracleT13Test}.
 */
class OracleT13Test {
    private static final String[] SIX = {"a", "b", "c", "d", "e", "f"};
    private static final PoolConfig PANIC_BELOW_HALF = Pools.CONFIG.withPanicPercent(50);

    private final List<PoolEvent> events = new ArrayList<>();

    /** A pool of six of which so many have failed their probes, the first ones. */
    private ServerPool unhealthy(int number, PoolConfig config) {
        ServerPool pool = Pools.pool(config, events::add, SIX);
        for (int i = 0; i < number; i++) {
            Pools.sicken(pool, SIX[i], 0);
        }
        return pool;
    }

    private long panics() {
        return events.stream()
                .filter(event -> event instanceof PoolEvent.FailOpenChanged changed && changed.failOpen())
                .count();
    }

    @Test
    void twoOfSixHealthyAreTooFewSoAllAreUsed() {
        ServerPool pool = unhealthy(4, PANIC_BELOW_HALF);
        assertEquals(List.of(SIX), Pools.reached(pool, 60, 0));
        assertEquals(1, panics());
    }

    @Test
    void fourOfSixHealthyAreEnough() {
        ServerPool pool = unhealthy(2, PANIC_BELOW_HALF);
        assertEquals(List.of("c", "d", "e", "f"), Pools.reached(pool, 60, 0));
        assertEquals(0, panics());
    }

    /** Envoy: fewer than half; so half is enough. */
    @Test
    void threeOfSixHealthyAreEnoughAndTheFourthFallBringsPanic() {
        ServerPool pool = unhealthy(3, PANIC_BELOW_HALF);
        assertEquals(List.of("d", "e", "f"), Pools.reached(pool, 60, 0));
        Pools.sicken(pool, "d", 0);
        assertEquals(List.of(SIX), Pools.reached(pool, 60, 0));
        assertEquals(1, panics());
    }

    /** Envoy's fail_traffic_on_panic refuses what two healthy servers could have served; ours uses these two. */
    @Test
    void whoMayNotFailOpenKeepsToTheHealthy() {
        ServerPool pool = unhealthy(4, PANIC_BELOW_HALF.withFailOpen(false));
        assertEquals(List.of("e", "f"), Pools.reached(pool, 60, 0));
        assertEquals(0, panics());
    }

    /** Envoy's threshold of 0. */
    @Test
    void whoMayNotFailOpenHasNobodyWhenNobodyIsHealthy() {
        ServerPool pool = unhealthy(6, PANIC_BELOW_HALF.withFailOpen(false));
        assertNull(Pools.acquire(pool, 0));
        assertEquals(0, panics());
    }
}

package io.github.evenkeel.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.Breakers;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.LatencyPercentiles;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.core.server.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolConfigTest {
    private static final PoolConfig DEFAULT = PoolConfig.DEFAULT;

    @Test
    void defaultsAreTheDocumentedOnes() {
        assertEquals(SelectionStrategy.leastExpectedLatency(), DEFAULT.strategy());
        assertEquals(HealthThresholds.DEFAULT, DEFAULT.thresholds());
        assertEquals(BreakerSettings.DEFAULT, DEFAULT.breaker());
        assertEquals(OutlierSettings.DEFAULT, DEFAULT.outliers());
        assertEquals(SlowStart.DEFAULT, DEFAULT.slowStart());
        assertEquals(Duration.ZERO, DEFAULT.probeFirst());
        assertTrue(DEFAULT.failOpen());
        assertEquals(0, DEFAULT.panicPercent());
    }

    @Test
    void eachWithChangesItsValueOnly() {
        HealthThresholds thresholds = new HealthThresholds(7, 8);
        SelectionStrategy strategy = SelectionStrategy.random();
        assertEquals(
                new PoolConfig(
                        strategy,
                        thresholds,
                        Breakers.HALF_OF_FIVE,
                        OutlierSettings.OFF,
                        SlowStart.NONE,
                        Duration.ofSeconds(1),
                        false,
                        50),
                DEFAULT.withStrategy(strategy)
                        .withThresholds(thresholds)
                        .withBreaker(Breakers.HALF_OF_FIVE)
                        .withOutliers(OutlierSettings.OFF)
                        .withSlowStart(SlowStart.NONE)
                        .withProbeFirst(Duration.ofSeconds(1))
                        .withFailOpen(false)
                        .withPanicPercent(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.000000001S", "PT1H0.000000001S"})
    void waitsForAFirstProbeAnHourAtMost(Duration wait) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> DEFAULT.withProbeFirst(wait));
        assertEquals("probeFirst must be from PT0S to PT1H but was " + wait, e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void refusesWhatIsNoPercentage(int percent) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> DEFAULT.withPanicPercent(percent));
        assertEquals("panicPercent must be from 0 to 100 but was " + percent, e.getMessage());
    }

    @Test
    void namesWhatIsMissing() {
        assertEquals("strategy", missing(() -> DEFAULT.withStrategy(null)));
        assertEquals("thresholds", missing(() -> DEFAULT.withThresholds(null)));
        assertEquals("outliers", missing(() -> DEFAULT.withOutliers(null)));
        assertEquals("slowStart", missing(() -> DEFAULT.withSlowStart(null)));
        assertEquals("probeFirst", missing(() -> DEFAULT.withProbeFirst(null)));
        assertEquals("breaker", missing(() -> DEFAULT.withBreaker(null)));
        assertEquals("name", missing(() -> new ServerPool(null, DEFAULT, PoolListener.NONE, 1)));
        assertEquals("config", missing(() -> new ServerPool("a", null, PoolListener.NONE, 1)));
        assertEquals("listener", missing(() -> new ServerPool("a", DEFAULT, null, 1)));
    }

    private static String missing(Executable attempt) {
        return assertThrows(NullPointerException.class, attempt).getMessage();
    }

    @Test
    void thresholdsReachTheServers() {
        ServerPool pool =
                Pools.pool(Pools.CONFIG.withThresholds(new HealthThresholds(1, 1)), PoolListener.NONE, "a", "b");
        Pools.server(pool, "a").recordProbe(true, 0);
        Pools.server(pool, "a").recordProbe(false, 0);
        assertEquals(List.of(ServerState.UNHEALTHY, ServerState.ACTIVE), Pools.states(pool));
    }

    @Test
    void statisticsAreACopy() {
        List<ServerStatistics> servers = new ArrayList<>();
        servers.add(Servers.statistics(Servers.server("a")));
        PoolStatistics statistics =
                new PoolStatistics("orders", false, "", LatencyPercentiles.of(List.of(), 0), servers);
        servers.clear();
        assertEquals(1, statistics.servers().size());
    }
}

package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.probe.Probe;
import java.util.List;
import java.util.Optional;

/**
 * What the properties say of one pool. Immutable.
 *
 * @param servers its servers
 * @param strategy how it chooses, empty for the default
 * @param probes how its servers are probed
 * @param thresholds how many probe results change a verdict
 * @param breaker how failed requests eject a server
 * @param slowStart how the traffic of a newcomer grows
 * @param retries how often a request is tried
 * @param failOpen whether the least bad servers are tried when none is eligible
 */
public record PoolSettings(
        List<ServerSpec> servers,
        Optional<SelectionStrategy> strategy,
        List<Probe> probes,
        HealthThresholds thresholds,
        BreakerSettings breaker,
        SlowStart slowStart,
        RetryPolicy retries,
        boolean failOpen) {
    /** Copies what could change. */
    public PoolSettings {
        servers = List.copyOf(servers);
        probes = List.copyOf(probes);
    }
}

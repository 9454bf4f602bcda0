package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.Limits;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.util.List;
import java.util.Optional;

/**
 * What the properties say of one pool. Immutable.
 *
 * @param servers its servers, backups included
 * @param tlsName whom https servers given as addresses must prove to be, empty for the pool's name
 * @param strategy how it chooses, empty for the default
 * @param loadProbe the path that tells a server's load to strategies which ask for it
 * @param affinity what requests stick to
 * @param keyHash how that is hashed, empty for a secret of the client's own
 * @param sessions how requests of sessions are told
 * @param probes how its servers are probed
 * @param thresholds how many probe results change a verdict
 * @param breaker how failed requests eject a server
 * @param outliers when a server is ejected for being much worse than the others
 * @param slowStart how the traffic of a newcomer grows
 * @param failOpen whether the least bad servers are used when too few are eligible
 * @param retries how often a request is tried
 * @param timeouts how long attempts and bodies may take
 * @param hedging when a second server is asked, empty for never
 * @param limits how many requests each server gets at once, empty for any number
 * @param clientPerServer whether each server has a JDK client of its own
 */
public record PoolSettings(
        List<ServerSpec> servers,
        Optional<String> tlsName,
        Optional<SelectionStrategy> strategy,
        Optional<String> loadProbe,
        Optional<Affinity> affinity,
        Optional<KeyHash> keyHash,
        Optional<Sessions> sessions,
        List<Probe> probes,
        HealthThresholds thresholds,
        BreakerSettings breaker,
        OutlierSettings outliers,
        SlowStart slowStart,
        boolean failOpen,
        RetryPolicy retries,
        Timeouts timeouts,
        Optional<Hedging> hedging,
        Optional<Limits> limits,
        boolean clientPerServer) {
    /** Copies what could change. */
    public PoolSettings {
        servers = List.copyOf(servers);
        probes = List.copyOf(probes);
    }

    /** The same with what goes on from before. */
    PoolSettings with(
            Optional<String> sameTlsName,
            Optional<SelectionStrategy> sameStrategy,
            List<Probe> sameProbes,
            Optional<Sessions> sameSessions) {
        return new PoolSettings(
                servers,
                sameTlsName,
                sameStrategy,
                loadProbe,
                affinity,
                keyHash,
                sameSessions,
                sameProbes,
                thresholds,
                breaker,
                outliers,
                slowStart,
                failOpen,
                retries,
                timeouts,
                hedging,
                limits,
                clientPerServer);
    }
}

package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.exchange.Keys;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.Limits;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool as its builder has described it, checked. Immutable.
 *
 * @param name the host that stands for it
 * @param tlsName whom https servers given as addresses must prove to be
 * @param servers its first servers
 * @param config how it chooses and judges them; the strategy as it was given
 * @param retries how often a request is tried
 * @param timeouts how long attempts and bodies may take
 * @param hedging when a second server is asked, null for never
 * @param limits how many requests each server gets at once, null for any number
 * @param probes what to ask each server
 * @param loadProbe what asks servers for their load beside requests, null for nothing
 * @param affinity what requests stick to, null for nothing
 * @param keyHash turns that into what strategies see, null for one of the pool's own
 * @param sessions which requests belong to sessions, null for none
 */
record PoolDescription(
        String name,
        String tlsName,
        List<ServerSpec> servers,
        PoolConfig config,
        RetryPolicy retries,
        Timeouts timeouts,
        @Nullable Hedging hedging,
        @Nullable Limits limits,
        Map<ProbeKind, Function<ServerSpec, Probe>> probes,
        @Nullable HttpCheck loadProbe,
        @Nullable Affinity affinity,
        @Nullable KeyHash keyHash,
        @Nullable Sessions sessions) {
    /**
     * Checks what belongs together.
     *
     * @throws IllegalArgumentException if an id occurs twice, or the strategy wants another hash
     */
    PoolDescription {
        servers = List.copyOf(servers);
        probes = Map.copyOf(probes);
        Set<String> ids = new HashSet<>();
        for (ServerSpec server : servers) {
            if (!ids.add(server.id())) {
                throw new IllegalArgumentException(
                        "server id '" + server.id() + "' occurs twice in pool '" + name + "'; ids must be unique");
            }
        }
        checkHash(name, config.strategy(), keyHash);
    }

    private static void checkHash(String name, SelectionStrategy strategy, @Nullable KeyHash keyHash) {
        KeyHash demanded = strategy.keyHash();
        if (demanded != null && keyHash != null && !demanded.equals(keyHash)) {
            throw new IllegalArgumentException("the strategy of pool '" + name + "' takes keys hashed by " + demanded
                    + " but affinity(...) was given " + keyHash + "; leave the hash out");
        }
    }

    /** Throws if the strategy wants another hash. */
    void checkHash(SelectionStrategy strategy) {
        checkHash(name, strategy, keyHash);
    }

    /** The same with another strategy. */
    PoolDescription with(SelectionStrategy strategy) {
        return new PoolDescription(
                name,
                tlsName,
                servers,
                config.withStrategy(strategy),
                retries,
                timeouts,
                hedging,
                limits,
                probes,
                loadProbe,
                affinity,
                keyHash,
                sessions);
    }

    /** How a pool that runs chooses once it is this one. */
    PoolConfig chosenFrom(PoolConfig running) {
        return running.withStrategy(heedingTiers(config.strategy()))
                .withSlowStart(config.slowStart())
                .withProbeFirst(config.probeFirst())
                .withFailOpen(config.failOpen());
    }

    /** How it chooses, backups last unless the strategy sees to that itself. */
    static SelectionStrategy heedingTiers(SelectionStrategy strategy) {
        return strategy.heedsTiers() ? strategy : SelectionStrategy.backups(strategy);
    }

    /** What requests stick to, hashed by what the strategy wants, or else what the user does. */
    Keys keys(KeyHash otherwise) {
        KeyHash demanded = config.strategy().keyHash();
        KeyHash own = keyHash == null ? otherwise : keyHash;
        return new Keys(affinity == null ? request -> null : affinity, demanded == null ? own : demanded);
    }

    /** What to ask a server; nothing without a probe. */
    List<Probe> probes(ServerSpec spec) {
        return probes.values().stream().map(probe -> probe.apply(spec)).toList();
    }
}

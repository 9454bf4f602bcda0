package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.configuration.PoolSettings;
import io.github.evenkeel.httpclient.exchange.Keys;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.Limits;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pool as its builder has described it, checked. Immutable.
 *
 * @param name the host that stands for it
 * @param tlsName whom https servers given as addresses must prove to be
 * @param servers its first servers
 * @param config how it chooses and judges them; the strategy as it was given
 * @param strategyChosen whether somebody has, or it is the usual one
 * @param retries how often a request is tried
 * @param timeouts how long attempts and bodies may take
 * @param hedging when a second server is asked, null for never
 * @param limits how many requests each server gets at once, null for any number
 * @param probes how its servers are probed
 * @param loadProbe what asks servers for their load beside requests, null for nothing
 * @param affinity what requests stick to, null for nothing
 * @param keyHash turns that into what strategies see, null for one of the pool's own
 * @param sessions which requests belong to sessions, null for none
 * @param clientPerServer whether each server has a JDK client of its own
 */
record PoolDescription(
        String name,
        String tlsName,
        List<ServerSpec> servers,
        PoolConfig config,
        boolean strategyChosen,
        RetryPolicy retries,
        Timeouts timeouts,
        @Nullable Hedging hedging,
        @Nullable Limits limits,
        PoolProbes probes,
        @Nullable HttpCheck loadProbe,
        @Nullable Affinity affinity,
        @Nullable KeyHash keyHash,
        @Nullable Sessions sessions,
        boolean clientPerServer) {
    /**
     * Checks what belongs together.
     *
     * @throws IllegalArgumentException if an id occurs twice, or the strategy wants another hash
     */
    PoolDescription {
        servers = List.copyOf(servers);
        Set<String> ids = new HashSet<>();
        for (ServerSpec server : servers) {
            if (!ids.add(server.id())) {
                throw new IllegalArgumentException(
                        "server id '" + server.id() + "' occurs twice in pool '" + name + "'; ids must be unique");
            }
        }
        KeyHash demanded = config.strategy().keyHash();
        if (demanded != null && keyHash != null && !demanded.equals(keyHash)) {
            throw new IllegalArgumentException("the strategy of pool '" + name + "' takes keys hashed by " + demanded
                    + " but affinity(...) was given " + keyHash + "; leave the hash out");
        }
    }

    /** What properties say. */
    static PoolDescription of(String name, PoolSettings settings) {
        PoolBuilder pool = new PoolBuilder(name)
                .servers(settings.servers())
                .sessions(settings.sessions().orElse(null))
                .thresholds(settings.thresholds())
                .breaker(settings.breaker())
                .outliers(settings.outliers())
                .slowStart(settings.slowStart())
                .failOpen(settings.failOpen())
                .retry(settings.retries())
                .timeouts(settings.timeouts())
                .hedge(settings.hedging().orElse(null))
                .limit(settings.limits().orElse(null))
                .clientPerServer(settings.clientPerServer());
        settings.tlsName().ifPresent(pool::tlsName);
        settings.strategy().ifPresent(pool::strategy);
        settings.loadProbe().ifPresent(pool::loadProbe);
        settings.affinity()
                .ifPresent(affinity -> settings.keyHash()
                        .ifPresentOrElse(hash -> pool.affinity(affinity, hash), () -> pool.affinity(affinity)));
        settings.probes().forEach(pool::probe);
        return pool.describe();
    }

    /** How the pool chooses and judges, backups last unless the strategy sees to that itself. */
    PoolConfig running() {
        SelectionStrategy strategy = config.strategy();
        return strategy.heedsTiers() ? config : config.withStrategy(SelectionStrategy.backups(strategy));
    }

    /** What requests stick to, hashed by what the strategy wants, or else what the user does. */
    Keys keys(KeyHash otherwise) {
        KeyHash demanded = config.strategy().keyHash();
        KeyHash own = keyHash == null ? otherwise : keyHash;
        return new Keys(affinity == null ? request -> null : affinity, demanded == null ? own : demanded);
    }
}

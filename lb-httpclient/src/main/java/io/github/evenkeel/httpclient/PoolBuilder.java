package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.message.HostName;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.Limits;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Describes one pool to {@link LoadBalancedHttpClientBuilder#pool}. Only the servers have no default. */
public final class PoolBuilder {
    private static final SelectionStrategy USUAL_FOR_KEYS = SelectionStrategy.rendezvous();

    private final String name;
    private String tlsName;
    private final List<ServerSpec> servers = new ArrayList<>();
    private boolean mayBeEmpty;
    private PoolConfig config = PoolConfig.DEFAULT;
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private @Nullable Hedging hedging;
    private @Nullable Limits limits;
    private PoolProbes probes = PoolProbes.NONE;
    private boolean probesGoOn;
    private @Nullable HttpCheck loadProbe;
    private boolean strategyChosen;
    private @Nullable Affinity affinity;
    private @Nullable KeyHash keyHash;
    private @Nullable Sessions sessions;
    private boolean clientPerServer;

    PoolBuilder(String name) {
        this.name = name;
        this.tlsName = name;
    }

    /** For what is to become of a pool that runs: all as it is, but for the servers, which are changed by themselves. */
    PoolBuilder(PoolDescription running) {
        this.name = running.name();
        this.tlsName = running.tlsName();
        this.mayBeEmpty = true;
        this.config = running.config();
        this.strategyChosen = running.strategyChosen();
        this.retries = running.retries();
        this.timeouts = running.timeouts();
        this.hedging = running.hedging();
        this.limits = running.limits();
        this.probes = running.probes();
        this.probesGoOn = true;
        this.loadProbe = running.loadProbe();
        this.affinity = running.affinity();
        this.keyHash = running.keyHash();
        this.sessions = running.sessions();
        this.clientPerServer = running.clientPerServer();
    }

    /**
     * Adds servers of weight 1, http or https. A request for {@code https} goes to https servers alone, one for
     * {@code http} to any.
     *
     * @param origins where they listen, such as {@code http://10.0.0.1:8080}
     * @return this builder
     * @throws IllegalArgumentException if one is not an origin
     */
    public PoolBuilder servers(String... origins) {
        for (String origin : origins) {
            servers.add(ServerSpec.of(origin));
        }
        return this;
    }

    /**
     * Adds servers.
     *
     * @param specs what is to be known of them; none says that the pool begins without any, and requests fail until
     *     {@link Pool#add} or {@link Pool#update} brings some
     * @return this builder
     */
    public PoolBuilder servers(Collection<ServerSpec> specs) {
        servers.addAll(specs);
        mayBeEmpty = true;
        return this;
    }

    /**
     * Adds backups of weight 1: servers that get requests only while none of the others is in order, and what all of
     * the others have failed. As {@code servers(...)} with {@link ServerSpec#withTier tier} 1.
     *
     * @param origins where they listen, such as {@code http://10.0.0.9:8080}
     * @return this builder
     * @throws IllegalArgumentException if one is not an origin
     */
    public PoolBuilder backups(String... origins) {
        for (String origin : origins) {
            servers.add(ServerSpec.of(origin).withTier(1));
        }
        return this;
    }

    /**
     * Names whom https servers given as addresses ({@code https://10.0.0.1:8443}) must prove to be by their certificate,
     * and whom they are asked for (SNI); the pool's name by default. Servers given by a host name prove that.
     *
     * @param hostName which host their certificates are for
     * @return this builder
     * @throws IllegalArgumentException if it cannot be a host name
     */
    public PoolBuilder tlsName(String hostName) {
        tlsName = HostName.checked("TLS name", hostName);
        return this;
    }

    /**
     * Chooses how to choose; {@link SelectionStrategy#leastExpectedLatency()} by default, or
     * {@link SelectionStrategy#rendezvous()} if there is an {@link #affinity}. It chooses among the primary servers, or
     * among the backups when none of those is in order, unless it is made of {@link SelectionStrategy#tiers}.
     *
     * @param strategy which of the eligible servers a request goes to
     * @return this builder
     */
    public PoolBuilder strategy(SelectionStrategy strategy) {
        config = config.withStrategy(strategy);
        strategyChosen = true;
        return this;
    }

    /**
     * Sends requests with the same key to the same server. It takes a strategy that heeds keys: the hashing ones, or
     * {@code sticky} and {@code split} made of any other; the others ignore them. Requests without a key are spread over
     * all servers.
     *
     * <p>Keys are hashed with a secret that this client makes up, so that nobody can find keys that all go to one server;
     * but then each client has a server of its own for a key. Clients that must agree share a secret:
     * {@link #affinity(Affinity, KeyHash)}. The strategies that pick what Envoy or nginx pick use the hash of these.
     *
     * @param newAffinity finds the key
     * @return this builder
     */
    public PoolBuilder affinity(Affinity newAffinity) {
        affinity = Objects.requireNonNull(newAffinity, "affinity");
        keyHash = null;
        return this;
    }

    /**
     * As {@link #affinity(Affinity)} with a hash that other clients use too, such as {@code KeyHash.seeded(secret)}.
     *
     * @param newAffinity finds the key
     * @param hash the same for all clients that must agree
     * @return this builder
     */
    public PoolBuilder affinity(Affinity newAffinity, KeyHash hash) {
        affinity(newAffinity);
        keyHash = Objects.requireNonNull(hash, "hash");
        return this;
    }

    /**
     * Keeps each session with one server: {@code pool.sessions(Sessions.cookie("EVENKEEL"))}. The strategy chooses for
     * new sessions and for those whose server is gone.
     *
     * @param newSessions how their requests are told; null for no sessions
     * @return this builder
     */
    public PoolBuilder sessions(@Nullable Sessions newSessions) {
        sessions = newSessions;
        return this;
    }

    /**
     * Probes the servers with the usual values; without a probe only requests tell how they are.
     *
     * @param path what to ask each for, such as {@code /health}
     * @return this builder
     * @throws IllegalArgumentException if it is not a path, or there is a probe of liveness already
     */
    public PoolBuilder probe(String path) {
        return probe(Probe.http(path));
    }

    /**
     * Probes the servers. There may be one probe of liveness and one of readiness. A server that joins others, or comes
     * back after draining, gets requests beside them once its first probe has passed, or has not been answered within its
     * timeout (and a second, 10 s at most); an HTTP probe has then opened a connection for them.
     *
     * @param probe what to ask, and how often
     * @return this builder
     * @throws IllegalArgumentException if there is one of that kind already
     */
    public PoolBuilder probe(Probe probe) {
        return probe(probe, spec -> probe.interval());
    }

    /**
     * Probes the servers, each as often as its own needs ask for.
     *
     * @param probe what to ask
     * @param interval from the end of one probe of a server to the start of the next, by what discovery says of the
     *     server; asked again when that changes. A server for which it throws, or gives nothing that makes sense, is
     *     refused
     * @return this builder
     * @throws IllegalArgumentException if there is one of that kind already
     */
    public PoolBuilder probe(Probe probe, Function<ServerSpec, Duration> interval) {
        probes = (probesGoOn ? PoolProbes.NONE : probes).with(name, probe, interval);
        probesGoOn = false;
        return this;
    }

    /**
     * Takes back all probes, for changes of a pool that runs.
     *
     * @return this builder
     */
    public PoolBuilder unprobed() {
        probes = PoolProbes.NONE;
        probesGoOn = false;
        return this;
    }

    /**
     * Has servers asked for their load beside requests, for {@link SelectionStrategy#prequal()}, which without that picks
     * at random: {@code GET} of a path that answers with the number of requests that the server has under way, from all
     * its clients, and how long its latest ones took, as {@code {"in_flight": 3, "latency_ms": 12.5}}. Requests do not
     * wait for the answers, which are given up after 250 ms.
     *
     * @param path what to ask each for, such as {@code /load}
     * @return this builder
     * @throws IllegalArgumentException if it is not a path
     */
    public PoolBuilder loadProbe(String path) {
        loadProbe = HttpCheck.of(path);
        return this;
    }

    /**
     * Sets how many probe results in a row change the verdict on a server; {@link HealthThresholds#DEFAULT} by default.
     *
     * @param thresholds how many of each
     * @return this builder
     */
    public PoolBuilder thresholds(HealthThresholds thresholds) {
        config = config.withThresholds(thresholds);
        return this;
    }

    /**
     * Sets how failed requests eject a server; {@link BreakerSettings#DEFAULT} by default. nginx's two numbers are
     * {@link BreakerSettings#maxFails}.
     *
     * @param settings when its breaker opens and for how long
     * @return this builder
     */
    public PoolBuilder breaker(BreakerSettings settings) {
        config = config.withBreaker(settings);
        return this;
    }

    /**
     * Sets when a server is ejected for being much worse than the others; {@link OutlierSettings#DEFAULT} by default.
     *
     * @param settings what counts as much worse
     * @return this builder
     */
    public PoolBuilder outliers(OutlierSettings settings) {
        config = config.withOutliers(settings);
        return this;
    }

    /**
     * Sets how the traffic of a server that has come, or come back, grows to its full share; {@link SlowStart#DEFAULT}
     * by default.
     *
     * @param slowStart how long it takes and where it begins
     * @return this builder
     */
    public PoolBuilder slowStart(SlowStart slowStart) {
        config = config.withSlowStart(slowStart);
        return this;
    }

    /**
     * Sets how often a request is tried; {@link RetryPolicy#DEFAULT} by default.
     *
     * @param policy how often and after which answers
     * @return this builder
     */
    public PoolBuilder retry(RetryPolicy policy) {
        retries = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Limits how many requests each server gets at once, and has others wait in line; off by default.
     *
     * @param newLimits how many, and who may wait, such as {@code Limits.of(new FixedLimit(100))}; null for any number
     * @return this builder
     */
    public PoolBuilder limit(@Nullable Limits newLimits) {
        limits = newLimits;
        return this;
    }

    /**
     * Asks a second server for what the first one is slow to answer; off by default.
     *
     * @param policy how slow that is, such as {@link Hedging#DEFAULT}; null for never
     * @return this builder
     */
    public PoolBuilder hedge(@Nullable Hedging policy) {
        hedging = policy;
        return this;
    }

    /**
     * Sets how long attempts and bodies may take; {@link Timeouts#DEFAULT} by default.
     *
     * @param newTimeouts for one attempt, for bodies that stall, and for those that nobody reads
     * @return this builder
     */
    public PoolBuilder timeouts(Timeouts newTimeouts) {
        timeouts = Objects.requireNonNull(newTimeouts, "timeouts");
        return this;
    }

    /**
     * Sets what happens when no server is eligible: the least bad ones are tried (the default), or the request fails at
     * once with a {@link java.net.ConnectException}.
     *
     * @param failOpen whether to try
     * @return this builder
     */
    public PoolBuilder failOpen(boolean failOpen) {
        config = config.withFailOpen(failOpen);
        return this;
    }

    /**
     * Sets whether each server has a JDK client of its own, which ends when the server has been drained or leaves: its
     * connections are then closed at once, on JDK 21 and later. That takes a thread for each server, and more of the
     * processor for each request. Off by default: all servers share one, which closes connections that nobody uses after
     * its keep-alive time.
     *
     * @param own whether each has its own
     * @return this builder
     */
    public PoolBuilder clientPerServer(boolean own) {
        clientPerServer = own;
        return this;
    }

    /** All of it, as it stands now. */
    PoolDescription describe() {
        if (servers.isEmpty() && !mayBeEmpty) {
            throw new IllegalArgumentException(
                    "pool '" + name + "' has no servers; name at least one with servers(...)");
        }
        boolean hashed = affinity != null && !strategyChosen;
        PoolConfig probed = config.withProbeFirst(probes.first());
        return new PoolDescription(
                name,
                tlsName,
                servers,
                hashed ? probed.withStrategy(USUAL_FOR_KEYS) : probed,
                strategyChosen,
                retries,
                timeouts,
                hedging,
                limits,
                probes,
                loadProbe,
                affinity,
                keyHash,
                sessions,
                clientPerServer);
    }
}

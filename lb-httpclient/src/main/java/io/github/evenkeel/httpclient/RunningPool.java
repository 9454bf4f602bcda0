package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.exchange.Admission;
import io.github.evenkeel.httpclient.exchange.BodyWatch;
import io.github.evenkeel.httpclient.exchange.Hedges;
import io.github.evenkeel.httpclient.exchange.HttpPool;
import io.github.evenkeel.httpclient.exchange.Retries;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.LoadProber;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.probe.Prober;
import io.github.evenkeel.httpclient.session.PoolSessions;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One pool of a running client: what it is made of, and how that changes while requests run. Thread-safe. */
final class RunningPool {
    private final ServerPool servers;
    private final Prober prober;

    /** Throws if no request could be sent to a server. */
    private final Consumer<ServerSpec> check;

    /** Of keys that nobody else has to hash alike: kept over all changes, so that keys stay where they are. */
    private final KeyHash hash = KeyHash.seeded(new SecureRandom().nextLong());

    /** As requests that begin now see it; one that has begun keeps what it began with. Written by changes, by CAS. */
    private final AtomicReference<HttpPool> http;

    /**
     * Starts it, and its probes.
     *
     * @param clients finds the client for a server and a TLS name, null once closed
     * @param check throws if no request could be sent to a server
     * @param closed whether the client is shut down
     */
    RunningPool(
            PoolDescription description,
            HttpClient.@Nullable Version plainVersion,
            BiFunction<Server, String, @Nullable HttpClient> clients,
            Consumer<ServerSpec> check,
            ScheduledExecutorService timer,
            AtomicBoolean closed) {
        this.check = check;
        long now = System.nanoTime();
        String name = description.name();
        PoolSessions sessions = PoolSessions.of(name, description.sessions());
        Admission admission = new Admission(name, description.limits());
        Function<Server, @Nullable HttpClient> client = server -> clients.apply(server, description.tlsName());
        this.prober = new Prober(description::probes, client, timer);
        PoolConfig config = description.config();
        SelectionStrategy strategy = PoolDescription.heedingTiers(config.strategy());
        this.servers = new ServerPool(
                name,
                config.withStrategy(strategy),
                sessions.and(admission).and(new StateLog()).and(prober),
                ThreadLocalRandom.current().nextLong());
        servers.update(description.servers(), now);
        HttpCheck question = description.loadProbe();
        this.http = new AtomicReference<>(new HttpPool(
                servers,
                description.keys(hash),
                sessions,
                strategy.readsReports(),
                question == null ? key -> {} : new LoadProber(question, servers, client, timer),
                new Retries(name, description.retries(), now),
                admission,
                new Hedges(description.hedging(), servers),
                new BodyWatch(description.timeouts()),
                description.tlsName(),
                plainVersion,
                closed));
    }

    /** As requests that begin now see it. */
    HttpPool http() {
        return http.get();
    }

    ServerPool servers() {
        return servers;
    }

    void check(ServerSpec spec) {
        check.accept(spec);
    }

    /** Chooses otherwise from now on. */
    void strategy(SelectionStrategy strategy) {
        SelectionStrategy whole = PoolDescription.heedingTiers(strategy);
        servers.reconfigure(config -> config.withStrategy(whole), System.nanoTime());
        http.updateAndGet(before -> before.with(whole.readsReports()));
    }

    /** Probes otherwise from now on. */
    void probes(Function<ServerSpec, List<Probe>> probes) {
        prober.change(probes);
    }

    /**
     * Becomes what is described, but for what cannot change in a running pool: limits, sessions, the TLS name, and how
     * servers are judged. Servers and strategy change in one step, and so does all that requests begin with.
     *
     * @throws IllegalArgumentException if no request could be sent to a server; nothing is then changed
     */
    void become(PoolDescription next) {
        next.servers().forEach(check);
        long now = System.nanoTime();
        PoolConfig config = next.config();
        SelectionStrategy strategy = PoolDescription.heedingTiers(config.strategy());
        servers.update(
                next.servers(),
                before -> before.withStrategy(strategy)
                        .withSlowStart(config.slowStart())
                        .withFailOpen(config.failOpen()),
                now);
        http.updateAndGet(before -> new HttpPool(
                servers,
                next.keys(hash),
                before.sessions(),
                strategy.readsReports(),
                before.loadProbes(),
                before.retries().with(next.retries(), now),
                before.admission(),
                before.hedges().with(next.hedging()),
                new BodyWatch(next.timeouts()),
                before.tlsName(),
                before.plainVersion(),
                before.closed()));
        prober.change(next::probes);
    }

    /** Ends its probes, and lets nobody wait for room any longer. */
    void close() {
        http().admission().close();
        prober.close();
    }
}

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
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One pool of a running client: what it is made of, and how that changes while requests run. Thread-safe. */
final class RunningPool {
    private final ServerPool servers;
    private final Prober prober;

    /** What asks servers for their load, if a question is given. */
    private final Function<@Nullable HttpCheck, LongConsumer> loadProbes;

    /** As the caller sees it. */
    private final Pool shown = new Pool(this);

    /** Throws if no request could be sent to a server. */
    private final Consumer<ServerSpec> check;

    /** Of keys that nobody else has to hash alike: kept over all changes, so that keys stay where they are. */
    private final KeyHash hash = KeyHash.seeded(new SecureRandom().nextLong());

    /** What it is, and as what requests see that; one that has begun keeps what it began with. */
    private record State(PoolDescription description, HttpPool http) {}

    /** Written by changes, by CAS; read by each request. */
    private final AtomicReference<State> state;

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
        this.loadProbes = question -> question == null ? key -> {} : new LoadProber(question, servers, client, timer);
        HttpPool http = new HttpPool(
                servers,
                description.keys(hash),
                sessions,
                strategy.readsReports(),
                loadProbes.apply(description.loadProbe()),
                new Retries(name, description.retries(), now),
                admission,
                new Hedges(description.hedging(), servers),
                new BodyWatch(description.timeouts()),
                description.tlsName(),
                plainVersion,
                closed);
        this.state = new AtomicReference<>(new State(description, http));
    }

    /** As requests that begin now see it. */
    HttpPool http() {
        return state.get().http();
    }

    Pool shown() {
        return shown;
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
        state.get().description().checkHash(strategy);
        servers.reconfigure(config -> config.withStrategy(whole), System.nanoTime());
        state.updateAndGet(before -> {
            PoolDescription next = before.description().with(strategy);
            return new State(next, before.http().with(next.keys(hash), whole.readsReports()));
        });
    }

    /** Probes otherwise from now on. */
    void probes(List<Probe> probes) {
        PoolBuilder builder = new PoolBuilder(servers.name()).servers(List.of());
        probes.forEach(builder::probe);
        PoolDescription described = builder.describe();
        servers.reconfigure(config -> config.withProbeFirst(described.config().probeFirst()), System.nanoTime());
        prober.change(described::probes);
    }

    /**
     * Throws what becoming that would throw, and changes nothing.
     *
     * @throws IllegalArgumentException if no request could be sent to a server
     */
    void rehearse(PoolDescription next) {
        next.servers().forEach(check);
        servers.rehearse(next.servers(), before -> next.chosenFrom(before), System.nanoTime());
    }

    /**
     * Becomes what is described, but for what cannot change in a running pool: limits, sessions, the TLS name, and how
     * servers are judged. Servers and strategy change in one step, and so does all that requests begin with.
     */
    void become(PoolDescription next) {
        long now = System.nanoTime();
        servers.update(next.servers(), before -> next.chosenFrom(before), now);
        state.updateAndGet(before -> new State(next, with(before, next, now)));
        prober.change(next::probes);
    }

    private HttpPool with(State state, PoolDescription next, long now) {
        HttpPool before = state.http();
        HttpCheck question = next.loadProbe();
        boolean sameQuestion = Objects.equals(question, state.description().loadProbe());
        return new HttpPool(
                servers,
                next.keys(hash),
                before.sessions(),
                next.config().strategy().readsReports(),
                sameQuestion ? before.loadProbes() : loadProbes.apply(question),
                before.retries().with(next.retries(), now),
                before.admission(),
                before.hedges().with(next.hedging()),
                new BodyWatch(next.timeouts()),
                before.tlsName(),
                before.plainVersion(),
                before.closed());
    }

    /** Ends its probes, and lets nobody wait for room any longer. */
    void close() {
        http().admission().close();
        prober.close();
    }
}

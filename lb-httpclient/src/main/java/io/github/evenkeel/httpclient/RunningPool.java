package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.exchange.Admission;
import io.github.evenkeel.httpclient.exchange.BodyWatch;
import io.github.evenkeel.httpclient.exchange.Hedges;
import io.github.evenkeel.httpclient.exchange.HttpPool;
import io.github.evenkeel.httpclient.exchange.Retries;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.LoadProber;
import io.github.evenkeel.httpclient.probe.Prober;
import io.github.evenkeel.httpclient.session.PoolSessions;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
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

    private final Delegate delegate;
    private final OwnClients ownClients;

    /** Of keys that nobody else has to hash alike: kept over all changes, so that keys stay where they are. */
    private final KeyHash hash = KeyHash.seeded(new SecureRandom().nextLong());

    /** What it is, and as what requests see that; one that has begun keeps what it began with. */
    private record State(PoolDescription description, HttpPool http) {}

    /** Written by who holds the lock; read by each request. */
    private volatile State state;

    /** Held by whoever changes how the pool works, so that its parts agree on the last change. Members come and go without. */
    private final ReentrantLock changing = new ReentrantLock();

    /**
     * Starts it, and its probes.
     *
     * @param delegate sends its requests
     * @param timer runs its probes
     */
    RunningPool(
            PoolDescription description,
            HttpClient.@Nullable Version plainVersion,
            Delegate delegate,
            ScheduledExecutorService timer) {
        this.delegate = delegate;
        description.servers().forEach(description.probes()::of);
        long now = System.nanoTime();
        String name = description.name();
        Admission admission = new Admission(name, description.limits());
        Function<Server, @Nullable HttpClient> client = server -> delegate.to(server, description.tlsName());
        this.ownClients = new OwnClients(delegate, description, this::has);
        this.prober = new Prober(description.probes()::of, client, timer);
        PoolListener sessions = event -> http().sessions().onEvent(event);
        this.servers = new ServerPool(
                name,
                description.running(),
                sessions.and(ownClients).and(admission).and(new StateLog()).and(prober),
                ThreadLocalRandom.current().nextLong());
        this.loadProbes = question -> question == null ? key -> {} : new LoadProber(question, servers, client, timer);
        HttpPool http = new HttpPool(
                servers,
                description.keys(hash),
                PoolSessions.of(name, description.sessions()),
                description.running().strategy().readsReports(),
                loadProbes.apply(description.loadProbe()),
                new Retries(name, description.retries(), now),
                admission,
                new Hedges(description.hedging(), servers),
                new BodyWatch(description.timeouts()),
                description.tlsName(),
                plainVersion,
                delegate.closed());
        this.state = new State(description, http);
        servers.update(description.servers(), now);
    }

    /** As requests that begin now see it. */
    HttpPool http() {
        return state.http();
    }

    Pool shown() {
        return shown;
    }

    ServerPool servers() {
        return servers;
    }

    /**
     * Looks at a server that may join.
     *
     * @throws IllegalArgumentException if no request could be sent to it, or it could not be probed
     */
    void check(ServerSpec spec) {
        delegate.check(spec);
        state.description().probes().of(spec);
    }

    private boolean has(Server server) {
        return servers.servers().contains(server);
    }

    /**
     * Works otherwise from now on, in one step.
     *
     * @throws IllegalArgumentException if that makes no sense or takes a new client; nothing is then changed
     */
    void reconfigure(Consumer<PoolBuilder> changes) {
        changing.lock();
        try {
            PoolDescription before = state.description();
            PoolBuilder builder = new PoolBuilder(before);
            changes.accept(builder);
            PoolDescription next = builder.describe();
            if (!next.servers().isEmpty()) {
                throw new IllegalArgumentException("the servers " + ids(next) + " were named for pool '" + next.name()
                        + "', which runs; change its servers with update(...) or add(...)");
            }
            checkTlsName(next);
            delegate.check(next);
            long now = System.nanoTime();
            servers.statistics(now).servers().forEach(server -> next.probes().of(server.spec()));
            servers.reconfigure(config -> next.running(), now);
            follow(next, now);
        } finally {
            changing.unlock();
        }
    }

    private static List<String> ids(PoolDescription description) {
        return description.servers().stream().map(ServerSpec::id).toList();
    }

    private void checkTlsName(PoolDescription next) {
        String proven = state.description().tlsName();
        if (!next.tlsName().equals(proven)) {
            throw new IllegalArgumentException("the TLS name of pool '" + next.name() + "' cannot become '"
                    + next.tlsName() + "', as connections were proven by '" + proven + "'; build a new client for it");
        }
    }

    /**
     * Throws what becoming that would throw, and changes nothing.
     *
     * @throws IllegalArgumentException if no request could be sent to a server
     */
    void rehearse(PoolDescription next) {
        checkTlsName(next);
        delegate.check(next);
        servers.rehearse(next.servers(), before -> next.running(), System.nanoTime());
    }

    /**
     * Becomes what is described and was rehearsed. Servers, and how they are chosen and judged, change in one step, and so
     * does all that requests begin with.
     */
    void become(PoolDescription next) {
        changing.lock();
        try {
            long now = System.nanoTime();
            servers.update(next.servers(), before -> next.running(), now);
            follow(next, now);
        } finally {
            changing.unlock();
        }
    }

    private void follow(PoolDescription next, long now) {
        HttpPool before = state.http();
        HttpCheck question = next.loadProbe();
        boolean sameQuestion = Objects.equals(question, state.description().loadProbe());
        HttpPool after = new HttpPool(
                servers,
                next.keys(hash),
                before.sessions().with(next.name(), next.sessions()),
                next.config().strategy().readsReports(),
                sameQuestion ? before.loadProbes() : loadProbes.apply(question),
                before.retries().with(next.retries(), now),
                before.admission(),
                before.hedges().with(next.hedging()),
                new BodyWatch(next.timeouts()),
                before.tlsName(),
                before.plainVersion(),
                before.closed());
        state = new State(next, after);
        after.admission().change(next.limits());
        ownClients.change(next.clientPerServer(), servers.servers());
        prober.change(next.probes()::of);
    }

    /** Ends its probes, and lets nobody wait for room any longer. */
    void close() {
        http().admission().close();
        prober.close();
    }
}

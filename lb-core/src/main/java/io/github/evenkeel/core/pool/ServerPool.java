package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.HealthTracker;
import io.github.evenkeel.core.server.EligibilityListener;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The servers behind one name, and the choice among them. Thread-safe and lock-free: an acquire reads one immutable
 * snapshot, and whatever changes who is eligible builds the next.
 *
 * <pre>{@code
 * ServerPool pool = new ServerPool("orders", PoolConfig.DEFAULT, PoolListener.NONE, seed);
 * pool.update(List.of(ServerSpec.of("http://10.0.0.1:8080"), ServerSpec.of("http://10.0.0.2:8080")), nanoTime());
 * Lease lease = pool.acquire(0, nanoTime(), random, null);   // null if there is no server
 * ... send to lease.server().origin() ...
 * lease.succeed(nanoTime());
 * }</pre>
 *
 * <p>All times are the caller's, in nanoseconds of any one clock.
 */
public final class ServerPool {
    private static final System.Logger LOGGER = System.getLogger(ServerPool.class.getName());

    /**
     * Odd, so that a pool's seeds never repeat; far from one, so that pools with neighbouring seeds share none; and not
     * the step of SplittableRandom itself, or each generator would repeat the one before from its second number on.
     */
    private static final long SEED_STEP = 0xD1B54A32D192ED03L;

    private final String name;
    private final PoolConfig config;
    private final PoolListener listener;
    private final long seed;

    /** How many seeds were handed out; written and read by rebuilds and newcomers alone. */
    private final AtomicLong seedsUsed = new AtomicLong();

    /*
     * The one mutable field. Written by CAS only, in replace(); read by every acquire. Nobody can miss a change: who
     * changes a server's verdict rebuilds afterwards, and a rebuild that read the old verdict either loses its CAS
     * and reads again, or wins it and is itself replaced by the changer's rebuild.
     */
    private final AtomicReference<PoolSnapshot> snapshot;

    private final EligibilityListener onEligibilityChange = this::rebuild;

    /**
     * A pool without servers.
     *
     * @param name names it in events and statistics
     * @param config how it chooses and judges its servers
     * @param listener hears of changes
     * @param seed makes its random starts and back-offs differ from other pools, and repeatable
     */
    public ServerPool(String name, PoolConfig config, PoolListener listener, long seed) {
        this.name = Objects.requireNonNull(name, "name");
        this.config = Objects.requireNonNull(config, "config");
        this.listener = Objects.requireNonNull(listener, "listener");
        this.seed = seed;
        this.snapshot = new AtomicReference<>(snapshot(List.of(), null, 0));
    }

    /**
     * Names the pool.
     *
     * @return the name it was made with
     */
    public String name() {
        return name;
    }

    /**
     * Claims a server for one attempt of a request.
     *
     * <p>A first attempt may be the one trial of a server whose breaker has been open long enough.
     *
     * @param key what the request should stick to, already hashed; strategies without affinity ignore it
     * @param nowNanos the time
     * @param random the caller's, used by no other thread meanwhile
     * @param tried the lease of the exchange's previous attempt, or null on the first; none of its chain is picked again
     * @return an open lease, which the caller must close, or null if no eligible server is left to try
     */
    public @Nullable Lease acquire(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        PoolSnapshot now = snapshot.get();
        if (now.isStale(nowNanos)) {
            rebuild(nowNanos);
            now = snapshot.get();
        }
        if (tried == null && !now.trials().isEmpty()) {
            Lease trial = acquireTrial(now, nowNanos);
            if (trial != null) {
                return trial;
            }
        }
        Server server = now.select(key, nowNanos, random, tried);
        return server == null ? null : server.acquire(nowNanos, tried);
    }

    /**
     * Claims the least bad server not yet tried, eligible or not, for an exchange that has nothing better left.
     *
     * @param nowNanos the time
     * @param tried the lease of the exchange's previous attempt, or null; none of its chain is picked again
     * @return an open lease, or null if all servers have been tried or the pool does not fail open
     */
    public @Nullable Lease acquireLastResort(long nowNanos, @Nullable Lease tried) {
        Server server = config.failOpen() ? snapshot.get().lastResort(tried) : null;
        return server == null ? null : server.acquire(nowNanos, tried);
    }

    private static @Nullable Lease acquireTrial(PoolSnapshot now, long nowNanos) {
        for (Server server : now.trials()) {
            Lease trial = server.acquireTrial(nowNanos, null);
            if (trial != null) {
                return trial;
            }
        }
        return null;
    }

    /**
     * Replaces the membership. A server whose id and origin stay keeps its live state, whatever else changes; one that
     * leaves finishes what it has in flight.
     *
     * @param specs all servers from now on; none is allowed and leaves nothing to pick
     * @param nowNanos the time
     * @throws IllegalArgumentException if an id occurs twice; the membership then stays as it was
     */
    public void update(Collection<ServerSpec> specs, long nowNanos) {
        List<ServerSpec> wanted = List.copyOf(specs);
        Set<String> ids = new HashSet<>();
        for (ServerSpec spec : wanted) {
            if (!ids.add(spec.id())) {
                throw new IllegalArgumentException(
                        "server id '" + spec.id() + "' occurs twice in pool '" + name + "'; ids must be unique");
            }
        }
        Map<String, Server> created = new HashMap<>(); // survives a lost race, so that a server is made once
        replace(before -> join(wanted, before, created, nowNanos), nowNanos);
    }

    private List<Member> join(
            List<ServerSpec> wanted, List<Member> before, Map<String, Server> created, long nowNanos) {
        Map<String, Member> known = byId(before);
        List<Member> members = new ArrayList<>(wanted.size());
        for (ServerSpec spec : wanted) {
            Member old = known.get(spec.id());
            Server server = old != null && old.server().origin().equals(spec.origin())
                    ? old.server()
                    : created.computeIfAbsent(spec.id(), id -> newServer(spec, nowNanos));
            members.add(new Member(server, spec, ServerState.ACTIVE));
        }
        return members;
    }

    private Server newServer(ServerSpec spec, long nowNanos) {
        return new Server(
                spec,
                new HealthTracker(config.thresholds()),
                new CircuitBreaker(config.breaker(), nextRandom().nextLong(), nowNanos),
                onEligibilityChange);
    }

    /** Never throws: it runs on whatever thread ended a request, and a strategy that fails must not fail that. */
    private void rebuild(long nowNanos) {
        try {
            replace(UnaryOperator.identity(), nowNanos);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "pool '" + name + "' goes on with its last good snapshot", e);
        }
    }

    /** Judges the members anew and swaps the snapshot; events follow from what the winning swap changed. */
    private void replace(UnaryOperator<List<Member>> change, long nowNanos) {
        while (true) {
            PoolSnapshot before = snapshot.get();
            PoolSnapshot after = snapshot(change.apply(before.members()), before, nowNanos);
            if (snapshot.compareAndSet(before, after)) {
                publish(before, after);
                return;
            }
        }
    }

    private PoolSnapshot snapshot(List<Member> members, @Nullable PoolSnapshot previous, long nowNanos) {
        Eligibility eligibility = Eligibility.judge(members, config.failOpen(), nowNanos);
        return new PoolSnapshot(eligibility, config.strategy(), previous, nextRandom());
    }

    /** A generator of its own for each rebuild: none may be used by two threads. */
    private SplittableRandom nextRandom() {
        return new SplittableRandom(seed + seedsUsed.getAndIncrement() * SEED_STEP);
    }

    private void publish(PoolSnapshot before, PoolSnapshot after) {
        Map<String, Member> old = byId(before.members());
        for (Member member : after.members()) {
            Member was = old.get(member.server().id());
            if (was == null || was.server() != member.server()) {
                tell(new PoolEvent.ServerAdded(name, member.server()));
            } else {
                old.remove(member.server().id());
                publishState(member, was.state());
            }
        }
        old.values().forEach(member -> tell(new PoolEvent.ServerRemoved(name, member.server())));
        if (before.failOpen() != after.failOpen()) {
            tell(new PoolEvent.FailOpenChanged(name, after.failOpen()));
        }
    }

    private void publishState(Member member, ServerState was) {
        ServerState state = member.state();
        if (state != was) {
            boolean wasUsed = was == ServerState.ACTIVE || was == ServerState.RETAINED;
            if (state == ServerState.EJECTED && wasUsed) {
                member.server().countEjection();
            }
            tell(new PoolEvent.StateChanged(name, member.server(), was, state));
        }
    }

    private void tell(PoolEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "pool listener failed on " + event, e);
        }
    }

    private static Map<String, Member> byId(List<Member> members) {
        Map<String, Member> byId = new HashMap<>();
        members.forEach(member -> byId.put(member.server().id(), member));
        return byId;
    }

    /**
     * The members.
     *
     * @return the servers of the latest update, in its order
     */
    public List<Server> servers() {
        return snapshot.get().members().stream().map(Member::server).toList();
    }

    /**
     * The pool's figures.
     *
     * @return a copy
     */
    public PoolStatistics statistics() {
        PoolSnapshot now = snapshot.get();
        return new PoolStatistics(
                name,
                now.failOpen(),
                now.members().stream()
                        .map(member -> member.server()
                                .statistics(member.state(), member.spec().weight()))
                        .toList());
    }
}

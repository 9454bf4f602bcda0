package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.pool.CurrentSnapshot.Change;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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
    private static final Duration LONGEST_DRAIN = Duration.ofDays(365);

    private final String name;
    private final CurrentSnapshot current;

    /**
     * A pool without servers.
     *
     * @param name names it in events and statistics
     * @param config how it chooses and judges its servers
     * @param listener hears of changes
     * @param seed makes its random starts and back-offs differ from other pools, and repeatable
     */
    public ServerPool(String name, PoolConfig config, PoolListener listener, long seed) {
        this.name = name;
        this.current = new CurrentSnapshot(name, config, listener, seed);
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
        while (true) {
            PoolSnapshot now = current.at(nowNanos);
            if (tried == null && now.hasTrials()) {
                Lease trial = acquireTrial(now, nowNanos);
                if (trial != null) {
                    return trial;
                }
            }
            Server server = now.select(key, nowNanos, random, tried);
            if (server == null) {
                return null;
            }
            Lease lease = server.acquire(nowNanos, tried);
            if (lease == null || current.get() == now) {
                return lease;
            }
            // What has changed may be that just this server was drained or removed. Only a claim made before that may
            // stand, or whoever waits for the server to be idle would be told too early.
            lease.withdraw(nowNanos);
        }
    }

    /**
     * Claims a certain server for the first attempt of a request, if the pool would pick it for any at all: for sessions
     * that live on one server.
     *
     * @param server which one
     * @param nowNanos the time
     * @return an open lease, which the caller must close, or null if the server is not eligible, or has left
     */
    public @Nullable Lease acquireFrom(Server server, long nowNanos) {
        while (true) {
            PoolSnapshot now = current.at(nowNanos);
            Lease lease = now.isEligible(server) ? server.acquire(nowNanos, null) : null;
            if (lease == null || current.get() == now) {
                return lease;
            }
            lease.withdraw(nowNanos); // as in acquire
        }
    }

    private @Nullable Lease acquireTrial(PoolSnapshot now, long nowNanos) {
        for (Server server : now.trials()) {
            Lease trial = server.acquireTrial(nowNanos, null);
            if (trial != null) {
                Member member = current.get().member(server);
                if (member != null && !member.isDraining()) {
                    return trial;
                }
                trial.withdraw(nowNanos);
            }
        }
        return null;
    }

    /**
     * Claims one of the least bad servers not yet tried, eligible or not, for an exchange that has nothing better left.
     *
     * @param nowNanos the time
     * @param random the caller's, used by no other thread meanwhile
     * @param tried the lease of the exchange's previous attempt, or null; none of its chain is picked again
     * @return an open lease, or null if all servers have been tried or the pool does not fail open
     */
    public @Nullable Lease acquireLastResort(long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        while (true) {
            PoolSnapshot now = current.get();
            Server server = now.config().failOpen() ? now.lastResort(random, tried) : null;
            Lease lease = server == null ? null : server.acquire(nowNanos, tried);
            if (lease == null || current.get() == now) {
                return lease;
            }
            lease.withdraw(nowNanos);
        }
    }

    /**
     * Takes in what a server reports of its load, in a response or to a probe, for strategies that go by that.
     *
     * @param server who reports; a server that has left is not heard
     * @param report what it says
     * @param nowNanos the time
     */
    public void report(Server server, LoadReport report, long nowNanos) {
        current.get().report(server, report, nowNanos);
    }

    /**
     * Whom to ask for a report of its load beside a request, for strategies that go by that: ask one server after the
     * other, on the side, until there is none.
     *
     * @param nth how many were asked beside this request so far
     * @param key as for {@link #acquire}
     * @param random the caller's, used by no other thread meanwhile
     * @return a server to ask, or null when that is enough
     */
    public @Nullable Server probeTarget(int nth, long key, RandomGenerator random) {
        return current.get().probe(nth, key, random);
    }

    /**
     * Replaces the membership. A server whose id and origin stay keeps its live state, whatever else changes; one that
     * leaves finishes what it has in flight. When this returns, no request is given to it any more.
     *
     * @param specs all servers from now on; none is allowed and leaves nothing to pick
     * @param nowNanos the time
     * @throws IllegalArgumentException if an id occurs twice; the membership then stays as it was
     */
    public void update(Collection<ServerSpec> specs, long nowNanos) {
        update(specs, UnaryOperator.identity(), nowNanos);
    }

    /**
     * Replaces the membership and changes how it is chosen from, in one step: no request sees one without the other.
     *
     * @param specs all servers from now on
     * @param change as for {@link #reconfigure}
     * @param nowNanos the time
     * @throws IllegalArgumentException if an id occurs twice, or the change makes no sense; nothing is then changed
     */
    public void update(Collection<ServerSpec> specs, UnaryOperator<PoolConfig> change, long nowNanos) {
        List<ServerSpec> wanted = List.copyOf(specs);
        current.change((roster, before) -> roster.replace(wanted, before), change, nowNanos);
    }

    /**
     * Throws what {@link #update(Collection, UnaryOperator, long) update} would throw, strategies included, and changes
     * nothing: for changes of several pools, all or none.
     *
     * @param specs all servers from then on
     * @param change as for {@link #reconfigure}
     * @param nowNanos the time
     * @throws IllegalArgumentException if an id occurs twice, or the change makes no sense
     */
    public void rehearse(Collection<ServerSpec> specs, UnaryOperator<PoolConfig> change, long nowNanos) {
        List<ServerSpec> wanted = List.copyOf(specs);
        current.rehearse((roster, before) -> roster.replace(wanted, before), change, nowNanos);
    }

    /**
     * Changes how servers are chosen and judged: {@code pool.reconfigure(config -> config.withStrategy(roundRobin()),
     * now)}. What is known of them stays, and who is out stays out for as long as was said; from the next result on they
     * are judged by the new settings. A strategy that remains goes on where it stands, any other begins anew.
     *
     * @param change must have no side effects: after a lost race it is asked again
     * @param nowNanos the time
     */
    public void reconfigure(UnaryOperator<PoolConfig> change, long nowNanos) {
        current.change((roster, before) -> before, change, nowNanos);
    }

    /**
     * Adds one server.
     *
     * @param spec what is known of it
     * @param nowNanos the time
     * @throws IllegalArgumentException if the pool has a server of that id already
     */
    public void add(ServerSpec spec, long nowNanos) {
        Objects.requireNonNull(spec, "spec");
        current.change((roster, before) -> roster.add(spec, before), nowNanos);
    }

    /**
     * Changes what is said of one server: {@code pool.change("a", spec -> spec.withWeight(3), now)}. It keeps its live
     * state unless its origin changes.
     *
     * @param id which server
     * @param change must have no side effects: after a lost race it is asked again; the id must stay
     * @param nowNanos the time
     * @throws IllegalArgumentException if the pool has no such server, or the id would change
     */
    public void change(String id, UnaryOperator<ServerSpec> change, long nowNanos) {
        current.change((roster, before) -> roster.change(id, change, before), nowNanos);
    }

    /**
     * Removes one server, which finishes what it has in flight. When this returns, no request is given to it any more.
     *
     * @param id which server
     * @param nowNanos the time
     * @return false if there was none
     */
    public boolean remove(String id, long nowNanos) {
        Change change = current.change((roster, before) -> Roster.remove(id, before), nowNanos);
        return change.after().members().size() < change.before().members().size();
    }

    /**
     * Lets a server finish what it has in flight and gives it nothing new. That outlasts updates which name the server;
     * {@link #remove} or {@link #readmit} it when the draining is over, or before. Draining it again sets a new time.
     *
     * @param id which server
     * @param within how long what is in flight may take, zero to 365 days
     * @param nowNanos the time
     * @return the draining, whose outcome can be waited for
     * @throws IllegalArgumentException if the pool has no such server, or the time is out of its range
     */
    public Drain drain(String id, Duration within, long nowNanos) {
        if (within.isNegative() || within.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("the time for server '" + id + "' to drain must be from PT0S to "
                    + LONGEST_DRAIN + " but was " + within + "; what is in flight goes on after it all the same");
        }
        long deadlineNanos = nowNanos + within.toNanos();
        Change change = current.change((roster, before) -> roster.drain(id, deadlineNanos, before), nowNanos);
        Drain drain = Objects.requireNonNull(
                Roster.get(name, id, change.after().members()).drain());
        drain.server().whenIdle(current::endDrains);
        current.endDrains(nowNanos);
        return drain;
    }

    /**
     * Gives requests to a drained server again, from a slow start on. If it is draining still, that ends.
     *
     * @param id which server
     * @param nowNanos the time
     * @return false if nobody had drained it
     * @throws IllegalArgumentException if the pool has no such server
     */
    public boolean readmit(String id, long nowNanos) {
        Change change = current.change((roster, before) -> roster.readmit(id, before), nowNanos);
        return Roster.get(name, id, change.before().members()).drain() != null;
    }

    /**
     * Does what has become due by time alone, as every acquire does first: ends drainings whose time is over, admits
     * trials, ends slow starts, looks for outliers. For pools that may get no request when something is due.
     *
     * @param nowNanos the time
     */
    public void advance(long nowNanos) {
        current.advance(nowNanos);
    }

    /**
     * The members.
     *
     * @return the servers of the latest update, in its order
     */
    public List<Server> servers() {
        return current.get().members().stream().map(Member::server).toList();
    }

    /**
     * The pool's figures.
     *
     * @param nowNanos the time
     * @return a copy
     */
    public PoolStatistics statistics(long nowNanos) {
        PoolSnapshot now = current.get();
        return Figures.of(name, now, now.config().slowStart(), nowNanos);
    }

    /**
     * Picks a server as {@link #acquire} would for a first attempt, claims nothing, and says why this one and why not the
     * others. A strategy that takes turns moves on by one.
     *
     * @param key what the request would stick to, already hashed
     * @param nowNanos the time
     * @param random the caller's, used by no other thread meanwhile
     * @return the choice and its reasons
     */
    public Explanation explain(long key, long nowNanos, RandomGenerator random) {
        return Figures.explain(name, current.at(nowNanos), key, nowNanos, random);
    }
}

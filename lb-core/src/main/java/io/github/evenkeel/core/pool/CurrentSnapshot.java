package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.HealthTracker;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * The snapshot that a pool picks from, and how one follows the other: by a change of its members, by a new verdict on one
 * of them, and by time. Thread-safe, lock-free.
 */
final class CurrentSnapshot {
    private static final System.Logger LOGGER = System.getLogger(ServerPool.class.getName());

    private static final VarHandle SNAPSHOT;

    static {
        try {
            SNAPSHOT = MethodHandles.lookup().findVarHandle(CurrentSnapshot.class, "snapshot", PoolSnapshot.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Odd, so that a pool's seeds never repeat; far from one, so that pools with neighbouring seeds share none; and not
     * the step of SplittableRandom itself, or each generator would repeat the one before from its second number on.
     */
    private static final long SEED_STEP = 0xD1B54A32D192ED03L;

    private final String pool;
    private final Announcer announcer;
    private final OutlierSweep outliers = new OutlierSweep();
    private final long seed;

    /** How many seeds were handed out; written and read by rebuilds and newcomers alone. */
    private final AtomicLong seedsUsed = new AtomicLong();

    /*
     * The one mutable field of a pool. Written by CAS only, in replace(); read by every acquire. Nobody can miss a
     * change: who changes a server's verdict rebuilds afterwards, and a rebuild that read the old verdict either loses
     * its CAS and reads again, or wins it and is itself replaced by the changer's rebuild.
     */
    private volatile PoolSnapshot snapshot;

    CurrentSnapshot(String pool, PoolConfig config, PoolListener listener, long seed) {
        this.pool = Objects.requireNonNull(pool, "name");
        this.announcer = new Announcer(pool, listener);
        this.seed = seed;
        this.snapshot = PoolSnapshot.empty(Objects.requireNonNull(config, "config"), nextRandom());
    }

    PoolSnapshot get() {
        return snapshot;
    }

    /** With what has become due by time alone. */
    PoolSnapshot at(long nowNanos) {
        PoolSnapshot now = snapshot;
        if (!now.isStale(nowNanos)) {
            return now;
        }
        advance(nowNanos);
        return snapshot;
    }

    void advance(long nowNanos) {
        if (snapshot.isStale(nowNanos)) {
            endDrains(nowNanos);
            judgeOutliers(nowNanos);
            rebuild(nowNanos);
        }
    }

    record Change(PoolSnapshot before, PoolSnapshot after) {}

    /** One change of the members. */
    @FunctionalInterface
    interface Membership {
        /** Must have no side effects: after a lost race it is asked again. */
        List<Member> change(Roster roster, List<Member> before);
    }

    Change change(Membership change, long nowNanos) {
        return change(change, UnaryOperator.identity(), nowNanos);
    }

    /** Changes who they are and how they are chosen from in one step, and then how they are judged. */
    Change change(Membership change, UnaryOperator<PoolConfig> reconfigure, long nowNanos) {
        Roster roster = new Roster(pool, spec -> newServer(spec, nowNanos), server -> awaitProbe(server, nowNanos));
        Change made = replace(before -> change.change(roster, before), reconfigure, nowNanos);
        judgeAlike(nowNanos);
        if (!made.before().config().outliers().equals(made.after().config().outliers())) {
            outliers.restart(made.after().members(), nowNanos);
        }
        return made;
    }

    /**
     * Has all members judged by the pool's settings. Of those who change these at once the last to write finds here what
     * is valid, for it looks again afterwards; a newcomer made under earlier settings is seen to by who brought it.
     */
    private void judgeAlike(long nowNanos) {
        PoolConfig config;
        do {
            PoolSnapshot now = snapshot;
            config = now.config();
            for (Member member : now.members()) {
                member.server().judgeBy(config.thresholds(), config.breaker(), nowNanos);
            }
        } while (!snapshot.config().equals(config));
    }

    /** Throws what that change would throw, and makes none. */
    void rehearse(Membership change, UnaryOperator<PoolConfig> reconfigure, long nowNanos) {
        Roster roster = new Roster(pool, spec -> newServer(spec, nowNanos), server -> {});
        next(snapshot, before -> change.change(roster, before), reconfigure, nowNanos);
    }

    private Server newServer(ServerSpec spec, long nowNanos) {
        PoolConfig config = snapshot.config(); // if that changes meanwhile, judgeAlike follows
        return new Server(
                spec,
                new HealthTracker(config.thresholds()),
                new CircuitBreaker(config.breaker(), nextRandom().nextLong(), nowNanos),
                this::rebuild);
    }

    /** Its snapshot follows: the one that has it as a member. */
    private void awaitProbe(Server server, long nowNanos) {
        Duration longest = snapshot.config().probeFirst();
        if (!longest.isZero()) {
            server.awaitProbe(nowNanos + longest.toNanos(), nowNanos);
        }
    }

    /** Also on the thread that ended the last request of a draining server. */
    void endDrains(long nowNanos) {
        for (Drain drain : snapshot.drains()) {
            int inFlight = drain.server().inFlight();
            if (inFlight == 0 || nowNanos - drain.deadlineNanos() >= 0) {
                announcer.end(drain, inFlight == 0 ? DrainOutcome.IDLE : DrainOutcome.OVERDUE, inFlight);
            }
        }
    }

    /** Never throws: no verdict is worth a request. */
    private void judgeOutliers(long nowNanos) {
        try {
            PoolSnapshot now = snapshot;
            outliers.sweep(now.members(), now.config().outliers(), nowNanos, announcer);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "pool '" + pool + "' could not look for outliers", e);
        }
    }

    /** Never throws: it runs on whatever thread ended a request, and a strategy that fails must not fail that. */
    private void rebuild(long nowNanos) {
        try {
            replace(UnaryOperator.identity(), UnaryOperator.identity(), nowNanos);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "pool '" + pool + "' goes on with its last good snapshot", e);
        }
    }

    /** Judges the members anew and swaps the snapshot; events follow from what the winning swap changed. */
    private Change replace(UnaryOperator<List<Member>> change, UnaryOperator<PoolConfig> reconfigure, long nowNanos) {
        while (true) {
            PoolSnapshot before = snapshot;
            PoolSnapshot after = next(before, change, reconfigure, nowNanos);
            if (SNAPSHOT.compareAndSet(this, before, after)) {
                announcer.announce(before, after);
                return new Change(before, after);
            }
        }
    }

    private PoolSnapshot next(
            PoolSnapshot before,
            UnaryOperator<List<Member>> change,
            UnaryOperator<PoolConfig> reconfigure,
            long nowNanos) {
        PoolConfig config = reconfigure.apply(before.config());
        return before.next(change.apply(before.members()), config, outliers, nowNanos, nextRandom());
    }

    /** A generator of its own for each rebuild: none may be used by two threads. */
    private SplittableRandom nextRandom() {
        return new SplittableRandom(seed + seedsUsed.getAndIncrement() * SEED_STEP);
    }
}

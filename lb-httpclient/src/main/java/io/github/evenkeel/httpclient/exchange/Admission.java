package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.limit.ConcurrencyLimit;
import io.github.evenkeel.core.limit.LimitAlgorithm;
import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.policy.Limits;
import java.io.IOException;
import java.net.ConnectException;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The limits of one pool's servers, and the line of requests that wait for room. Thread-safe, lock-free. */
public final class Admission implements PoolListener {
    /** Who comes to wait just as the limits are lifted is served at once, or finds no server in that time. */
    private static final long NO_LIMITS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String pool;

    /** Written by change; read by each request, of which the latest to begin may still go by the old ones. */
    private volatile @Nullable Limits limits;

    private final Map<Server, Room> servers = new ConcurrentHashMap<>();

    /**
     * What one server takes, and what it took under other limits. Requests that hold a place under those count here until
     * they end; as that is looked at beside the limit, those that come in the same instant may then be a few too many.
     */
    private record Room(
            LimitAlgorithm algorithm,
            ConcurrencyLimit limit,
            @Nullable Room former) {
        static Room of(LimitAlgorithm algorithm, @Nullable Room before) {
            if (before != null && before.algorithm.equals(algorithm)) {
                return before;
            }
            boolean over = before == null || before.inFlight() == 0;
            return new Room(algorithm, new ConcurrencyLimit(algorithm), over ? null : before);
        }

        int inFlight() {
            return limit.inFlight() + (former == null ? 0 : former.inFlight());
        }

        long tryAcquire() {
            boolean full = former != null && former.inFlight() > 0 && inFlight() >= limit.limit();
            return full ? ConcurrencyLimit.NO_PERMIT : limit.tryAcquire();
        }
    }

    /** What an open lease has taken. */
    private record Permit(ConcurrencyLimit limit, long number, long startNanos) {}

    private final Map<Lease, Permit> permits = new ConcurrentHashMap<>();

    /** Who waits, in turn; completed with a lease when it is theirs. */
    private final Queue<Waiter> line = new ConcurrentLinkedQueue<>();

    /** How many wait, or are about to: counted first, so that the line never exceeds its bound. */
    private final AtomicInteger waiting = new AtomicInteger();

    /** How many of them would take any server: they are behind nobody who comes later. */
    private final AtomicInteger waitingForAny = new AtomicInteger();

    /** Calls to serve the line that are not done yet: whoever makes it 1 serves, for the others too. */
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Everybody has room.
     *
     * @param pool names the pool in exceptions
     * @param limits how much room, null for all there is
     */
    public Admission(String pool, @Nullable Limits limits) {
        this.pool = pool;
        this.limits = limits;
    }

    private static final class Waiter extends CompletableFuture<Lease> {
        private final @Nullable Server home;
        private final Supplier<@Nullable Lease> claim;

        Waiter(@Nullable Server home, Supplier<@Nullable Lease> claim) {
            this.home = home;
            this.claim = claim;
        }
    }

    /** Whether the server has room for one more; if it has, that is the lease's until {@link #release}. */
    boolean admits(Lease lease, long nowNanos) {
        Limits now = limits;
        if (now == null) {
            return true;
        }
        Room room = room(lease.server(), now);
        long permit = room.tryAcquire();
        if (permit == ConcurrencyLimit.NO_PERMIT) {
            return false;
        }
        permits.put(lease, new Permit(room.limit, permit, nowNanos));
        return true;
    }

    private Room room(Server server, Limits now) {
        Room known = servers.get(server);
        return known != null && known.algorithm.equals(now.perServer())
                ? known
                : servers.compute(server, (same, before) -> Room.of(now.perServer(), before));
    }

    /**
     * Gives other room from now on, also to who waits. Who holds a place keeps it; who waits does so for as long as it was
     * to.
     *
     * @param next how much room, null for all there is
     */
    public void change(@Nullable Limits next) {
        limits = next;
        serve();
    }

    /**
     * The lease is closed: its room is the next one's.
     *
     * @param headNanos when its head came, to learn from
     */
    void release(Lease lease, ConcurrencyLimit.Outcome outcome, long headNanos) {
        if (limits == null && permits.isEmpty()) {
            return;
        }
        Permit permit = permits.remove(lease);
        if (permit != null) {
            permit.limit.release(permit.number, outcome, headNanos - permit.startNanos);
            serve();
        }
    }

    /** Whether others wait for any server, whom nobody overtakes. */
    boolean hasLine() {
        return waitingForAny.get() > 0;
    }

    /**
     * Joins the line.
     *
     * @param home the only server it waits for while that is eligible, null for any
     * @param claim takes a server with room, null if there is none; called by one thread at a time
     * @param longestNanos how long the request may wait by its own measure
     * @return completed with a lease when it is the request's turn, with a {@code TimeoutException} if that does not
     *     come; completing it leaves the line
     * @throws ConnectException if the line is full
     */
    @SuppressWarnings("FutureReturnValueIgnored") // leaving the line leaves nothing to ignore
    CompletableFuture<Lease> await(@Nullable Server home, Supplier<@Nullable Lease> claim, long longestNanos)
            throws ConnectException {
        Limits now = limits;
        int most = now == null ? Integer.MAX_VALUE : now.waiting();
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            throw new ConnectException("no server of pool '" + pool + "' has room for another request, and "
                    + (most == 0 ? "none may wait" : most + " wait already") + " (limits: " + now + ")");
        }
        AtomicInteger forAny = home == null ? waitingForAny : new AtomicInteger();
        forAny.incrementAndGet();
        Waiter waiter = new Waiter(home, claim);
        waiter.whenComplete((lease, failure) -> {
            line.remove(waiter);
            forAny.decrementAndGet();
            waiting.decrementAndGet();
        });
        line.add(waiter);
        long patience = now == null ? NO_LIMITS_NANOS : Deadline.boundedNanos(now.patience());
        waiter.orTimeout(Math.min(patience, longestNanos), TimeUnit.NANOSECONDS);
        serve(); // room may have become free before it was in line
        return waiter;
    }

    private void serve() {
        if (line.isEmpty() || calls.getAndIncrement() != 0) {
            return;
        }
        int done = 1;
        while (done != 0) {
            serveThose();
            done = calls.addAndGet(-done);
        }
    }

    /** Who waits for one server alone holds up nobody behind him but those who wait for the same. */
    private void serveThose() {
        Set<Server> full = Set.of();
        for (Waiter next : line) {
            boolean wanted = !next.isDone(); // or it is about to leave by itself
            if (wanted && next.home == null) {
                if (!serve(next)) {
                    return; // no server has room
                }
            } else if (wanted && !full.contains(next.home) && !serve(next)) {
                full = full.isEmpty() ? new HashSet<>() : full;
                full.add(next.home);
            }
        }
    }

    /** False if there is no room for it. */
    private boolean serve(Waiter next) {
        try {
            Lease lease = next.claim.get();
            if (lease == null) {
                return false;
            }
            if (!next.complete(lease)) {
                giveBack(lease);
            }
        } catch (RuntimeException | Error e) { // a strategy of the caller's
            next.completeExceptionally(e);
        }
        return true;
    }

    /** The lease is not needed after all. */
    void giveBack(Lease lease) {
        long now = System.nanoTime();
        lease.withdraw(now);
        release(lease, ConcurrencyLimit.Outcome.IGNORED, now);
    }

    /** Servers come and go, and recover: who left takes its limit along, and there may be room elsewhere. */
    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.ServerRemoved removed) {
            servers.remove(removed.server());
        }
        serve();
    }

    /** Nobody waits any longer: the client is closed. */
    public void close() {
        for (Waiter waiter : line) {
            waiter.completeExceptionally(new IOException("the client is closed"));
        }
    }
}

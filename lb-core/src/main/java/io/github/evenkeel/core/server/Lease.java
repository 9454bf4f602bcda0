package io.github.evenkeel.core.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request's claim on a server, closed exactly once: by {@link #succeed}, {@link #fail}, {@link #cancel} or
 * {@link #withdraw}, whichever comes first. Later closes change nothing and return false, so every path that might end a request may
 * close its lease, and in-flight can neither leak by one nor go negative by two.
 *
 * <p>Leases of one exchange form a chain, latest first: that chain is the set of servers already tried, of any size,
 * without a collection. Thread-safe once handed over safely, as between any two threads; 32 bytes, the only object that
 * a request costs in lb-core.
 */
public final class Lease {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Lease.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /*
     *   31 .. 3      | 2    | 1      | 0
     *   permit + 1   | slow | closed | responded
     *
     * Written by compare-and-set only (after the constructor, which may store plainly: nobody else sees the lease
     * yet). The winner of the CAS that sets "closed" reports the outcome; the loser returns false.
     */
    private static final int RESPONDED = 1;
    private static final int CLOSED = 2;
    /** The head of the response took longer than the breaker allows: decided when it came, counted at the close. */
    private static final int SLOW = 4;

    private static final int PERMIT_SHIFT = 3;

    private final Server server;
    private final @Nullable Lease previous;
    private final long startNanos;

    @SuppressWarnings("UnusedVariable") // read through STATE
    private int state;

    Lease(Server server, int permit, long startNanos, @Nullable Lease previous) {
        this.server = server;
        this.previous = previous;
        this.startNanos = startNanos;
        this.state = (permit + 1) << PERMIT_SHIFT;
    }

    /**
     * The server claimed.
     *
     * @return the same for the whole life of the lease
     */
    public Server server() {
        return server;
    }

    /**
     * The lease of the attempt before in the same exchange.
     *
     * @return the next in the chain of servers already tried, or null for the first attempt
     */
    public @Nullable Lease previous() {
        return previous;
    }

    /**
     * Whether a server is among those that an exchange has tried.
     *
     * @param latest the exchange's latest lease, or null if it has none yet
     * @param server the server in question
     * @return true if some lease of the chain is on that server
     */
    public static boolean tried(@Nullable Lease latest, Server server) {
        for (Lease lease = latest; lease != null; lease = lease.previous) {
            if (lease.server == server) {
                return true;
            }
        }
        return false;
    }

    /**
     * The head of a good response has arrived: records the latency, once. In-flight lasts until the close, because a
     * long body occupies the server but says little about how fast it answers. A trial has succeeded with it. Leave it out for error responses: a
     * server that fails fast must not look fast.
     *
     * @param nowNanos the time
     * @return true if this call recorded it; false if it was recorded already or the lease is closed
     */
    public boolean respond(long nowNanos) {
        int before = (int) STATE.getVolatile(this);
        while ((before & (RESPONDED | CLOSED)) == 0) {
            boolean slow = server.isSlow(nowNanos - startNanos);
            int witness = (int) STATE.compareAndExchange(this, before, before | RESPONDED | (slow ? SLOW : 0));
            if (witness == before) {
                server.responded(permit(before), slow, nowNanos - startNanos, nowNanos);
                return true;
            }
            before = witness;
        }
        return false;
    }

    /**
     * The request ended well. Records the latency too, if {@link #respond} did not.
     *
     * @param nowNanos the time
     * @return true if this call closed the lease
     */
    public boolean succeed(long nowNanos) {
        int before = close();
        if ((before & CLOSED) != 0) {
            return false;
        }
        boolean slow = wasSlow(before, nowNanos);
        if ((before & RESPONDED) == 0) {
            server.responded(permit(before), slow, nowNanos - startNanos, nowNanos);
        }
        server.succeeded(permit(before), slow, nowNanos);
        return true;
    }

    /**
     * The server failed the request.
     *
     * @param kind how
     * @param nowNanos the time
     * @return true if this call closed the lease
     */
    public boolean fail(FailureKind kind, long nowNanos) {
        Objects.requireNonNull(kind, "kind");
        int before = close();
        if ((before & CLOSED) != 0) {
            return false;
        }
        server.failed(kind, permit(before), wasSlow(before, nowNanos), nowNanos);
        return true;
    }

    /**
     * The request ended without a verdict on the server: cancelled, or failed on the client's side.
     *
     * @param nowNanos the time
     * @return true if this call closed the lease
     */
    public boolean cancel(long nowNanos) {
        int before = close();
        if ((before & CLOSED) != 0) {
            return false;
        }
        server.cancelled(permit(before), nowNanos);
        return true;
    }

    /**
     * A hedge, sent after it, was answered first: no verdict on the server, as with {@link #cancel}. Its answer would have
     * taken longer than until now, and that much stands in the percentiles: else the very requests that are slow would be
     * missing there, and who hedges beyond a percentile would call ever faster ones slow.
     *
     * @param nowNanos the time
     * @return true if this call closed the lease
     */
    public boolean overtaken(long nowNanos) {
        int before = close();
        if ((before & CLOSED) != 0) {
            return false;
        }
        if ((before & RESPONDED) == 0) {
            server.tookLonger(nowNanos - startNanos, nowNanos);
        }
        server.cancelled(permit(before), nowNanos);
        return true;
    }

    /**
     * Takes the claim back as if it had never been made: the server was picked but must not be used after all. Counted
     * nowhere.
     *
     * @param nowNanos the time
     * @return true if this call closed the lease
     */
    public boolean withdraw(long nowNanos) {
        int before = close();
        if ((before & CLOSED) != 0) {
            return false;
        }
        server.withdrawn(permit(before), nowNanos);
        return true;
    }

    /**
     * Whether the lease has been closed.
     *
     * @return true after the first close
     */
    public boolean isClosed() {
        return ((int) STATE.getVolatile(this) & CLOSED) != 0;
    }

    private int close() {
        return (int) STATE.getAndBitwiseOr(this, CLOSED);
    }

    /** By the head of the response; by the end of a request that never had one. */
    private boolean wasSlow(int state, long nowNanos) {
        return (state & RESPONDED) != 0 ? (state & SLOW) != 0 : server.isSlow(nowNanos - startNanos);
    }

    private static int permit(int state) {
        return (state >>> PERMIT_SHIFT) - 1;
    }

    @Override
    public String toString() {
        return "Lease[" + server.id() + (isClosed() ? ", closed]" : ", open]");
    }
}

package io.github.evenkeel.core.health;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes a server that keeps failing out of the traffic and lets it back with exactly one trial request at a time.
 * Thread-safe and lock-free; allocates on a change of state only.
 *
 * <pre>
 *            failures in a row, or failure rate
 *   CLOSED ────────────────────────────────────► OPEN ◄──────────────┐
 *     ▲                                            │ open time over  │ trial failed (open time doubles)
 *     │                                            ▼                 │ or given back (due again at once)
 *     └─────────────────────────────────────── HALF_OPEN ────────────┘
 *                     trial succeeded
 * </pre>
 *
 * <p>Every admitted request holds a permit that names the generation of the state that admitted it. A result moves the
 * breaker only while that very state stands: what comes late from before a change says nothing of the server now.
 */
public final class CircuitBreaker {
    /** What a breaker is doing. */
    public enum State {
        /** Requests pass. */
        CLOSED,
        /** No request passes until the open time is over. */
        OPEN,
        /** One trial request is under way. */
        HALF_OPEN
    }

    /** Instead of a permit: not admitted. Results handed in with it move nothing. */
    public static final int NO_PERMIT = -1;

    /** Permits are 0 to this, so that a lease can pack one beside its own state. */
    public static final int MAX_PERMIT = (1 << 29) - 1;

    private static final int MAX_DOUBLINGS = 30;

    /*
     * The whole state is one immutable-in-kind object behind one reference: every transition is one CAS from the very
     * phase that the caller judged, which is the linearization point and makes ABA impossible (phases are never
     * reused). Side effects: none inside the CAS; the winner alone returns true.
     *
     * Who writes: outcomes and the first acquire after the open time. Who reads: every outcome, every snapshot
     * rebuild. A stale read admits or refuses one request that a moment later would not be; its permit then names an
     * old generation and moves nothing.
     */
    private sealed interface Phase permits Closed, Open, HalfOpen {
        int generation();

        int openings();
    }

    /** Closed since {@code sinceNanos}, after {@code openings} openings not yet lived down. */
    private static final class Closed implements Phase {
        private final int generation;
        private final int openings;
        private final long sinceNanos;
        private final FailureWindow window;
        private final AtomicInteger failuresInARow = new AtomicInteger();

        Closed(int generation, int openings, long sinceNanos, FailureWindow window) {
            this.generation = generation;
            this.openings = openings;
            this.sinceNanos = sinceNanos;
            this.window = window;
        }

        @Override
        public int generation() {
            return generation;
        }

        @Override
        public int openings() {
            return openings;
        }
    }

    private record Open(int generation, int openings, long untilNanos) implements Phase {}

    /** A trial is out; if it has no result by {@code untilNanos} it counts as lost and another may start. */
    private record HalfOpen(int generation, int openings, long untilNanos) implements Phase {}

    private final BreakerSettings settings;
    private final long jitterSeed;
    private final AtomicReference<Phase> phase;

    /**
     * Starts closed.
     *
     * @param settings when it opens and for how long
     * @param jitterSeed spreads the open times of breakers with different seeds (by up to 10 % either way, or 20 %
     *     below the longest), so that the clients of a failed server do not come back all at once
     */
    public CircuitBreaker(BreakerSettings settings, long jitterSeed) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.jitterSeed = jitterSeed;
        this.phase = new AtomicReference<>(closed(0, 0, Long.MIN_VALUE));
    }

    /**
     * What the breaker is doing. An open time that is over shows as {@link State#OPEN} until a trial is taken.
     *
     * @return the present state
     */
    public State state() {
        Phase now = phase.get();
        if (now instanceof Closed) {
            return State.CLOSED;
        }
        return now instanceof Open ? State.OPEN : State.HALF_OPEN;
    }

    /**
     * Asks for admission: closed, any number; otherwise the one trial, if it is due.
     *
     * @param nowNanos the time
     * @return a permit to hand in with the result, or {@link #NO_PERMIT}
     */
    public int tryAcquire(long nowNanos) {
        Phase now = phase.get();
        return now instanceof Closed ? now.generation() : tryTrial(nowNanos);
    }

    /**
     * A permit while closed; never a trial.
     *
     * @return a permit, or {@link #NO_PERMIT} while open or half-open
     */
    public int permit() {
        Phase now = phase.get();
        return now instanceof Closed ? now.generation() : NO_PERMIT;
    }

    /**
     * Takes the trial, if one is due.
     *
     * @param nowNanos the time
     * @return the trial's permit for exactly one of the callers that race for it, {@link #NO_PERMIT} for the others
     */
    public int tryTrial(long nowNanos) {
        Phase now = phase.get();
        if (now instanceof Closed || nowNanos - trialDue(now) < 0) {
            return NO_PERMIT;
        }
        HalfOpen trial = new HalfOpen(
                next(now), now.openings(), nowNanos + settings.trialTime().toNanos());
        return phase.compareAndSet(now, trial) ? trial.generation() : NO_PERMIT;
    }

    /**
     * When the next trial is due, in the caller's time. Meaningless while closed.
     *
     * @return the end of the open time, or the time at which the present trial counts as lost
     */
    public long trialDueNanos() {
        return trialDue(phase.get());
    }

    /**
     * Hands in a success.
     *
     * @param permit what admitted the request
     * @param nowNanos the time
     * @return true if this result closed the breaker
     */
    public boolean succeed(int permit, long nowNanos) {
        Phase now = phase.get();
        if (now.generation() != permit) {
            return false;
        }
        if (now instanceof Closed closed) {
            if (closed.failuresInARow.get() != 0) {
                closed.failuresInARow.set(0);
            }
            closed.window.record(false, nowNanos);
            return false;
        }
        return succeedTrial(permit, nowNanos);
    }

    /**
     * Hands in a success if the request is the trial; no other is counted. For the head of a good response, which is
     * all that a trial has to show: its body may be a stream without end.
     *
     * @param permit what admitted the request
     * @param nowNanos the time
     * @return true if this result closed the breaker
     */
    public boolean succeedTrial(int permit, long nowNanos) {
        Phase now = phase.get();
        return now.generation() == permit
                && now instanceof HalfOpen
                && phase.compareAndSet(now, closed(next(now), now.openings(), nowNanos));
    }

    /**
     * Hands in a failure.
     *
     * @param permit what admitted the request
     * @param nowNanos the time
     * @return true if this result opened the breaker
     */
    public boolean fail(int permit, long nowNanos) {
        Phase now = phase.get();
        if (now.generation() != permit) {
            return false;
        }
        if (now instanceof Closed closed) {
            closed.window.record(true, nowNanos);
            boolean trips = closed.failuresInARow.incrementAndGet() >= settings.consecutiveFailures()
                    || closed.window.failedShareReaches(
                            settings.failureRatePercent(), settings.minimumRequests(), nowNanos);
            return trips && phase.compareAndSet(now, open(now, standingOpenings(closed, nowNanos) + 1, nowNanos));
        }
        return now instanceof HalfOpen && phase.compareAndSet(now, open(now, now.openings() + 1, nowNanos));
    }

    /**
     * Hands a permit back without a result: the request was cancelled. A trial is then due again at once.
     *
     * @param permit what admitted the request
     * @param nowNanos the time
     * @return true if this ended the trial
     */
    public boolean release(int permit, long nowNanos) {
        Phase now = phase.get();
        return now.generation() == permit
                && now instanceof HalfOpen
                && phase.compareAndSet(now, new Open(next(now), now.openings(), nowNanos));
    }

    /**
     * Ends the open time: other evidence, such as a passed probe, says that the server is back.
     *
     * @param nowNanos the time
     * @return true if a trial became due by this
     */
    public boolean bringTrialForward(long nowNanos) {
        Phase now = phase.get();
        return now instanceof Open open
                && open.untilNanos - nowNanos > 0
                && phase.compareAndSet(now, new Open(open.generation, open.openings, nowNanos));
    }

    private static long trialDue(Phase phase) {
        if (phase instanceof Open open) {
            return open.untilNanos;
        }
        return phase instanceof HalfOpen trial ? trial.untilNanos : Long.MIN_VALUE;
    }

    private Closed closed(int generation, int openings, long nowNanos) {
        return new Closed(
                generation,
                openings,
                nowNanos,
                new FailureWindow(settings.window().toNanos()));
    }

    private Open open(Phase before, int openings, long nowNanos) {
        int generation = next(before);
        return new Open(generation, openings, nowNanos + openNanos(openings, generation));
    }

    private static int next(Phase phase) {
        return phase.generation() + 1 & MAX_PERMIT;
    }

    /**
     * The openings that still count when a closed breaker trips: none once it has stayed closed for as long as it last
     * was open. Time spent open forgives nothing, so a server that fails every trial keeps its longest open time.
     */
    private int standingOpenings(Closed closed, long nowNanos) {
        boolean livedDown = closed.openings == 0 || nowNanos - closed.sinceNanos > plainOpenNanos(closed.openings);
        return livedDown ? 0 : closed.openings;
    }

    /** Cut short, not off, by the longest open time: the spread ends there, or half of all breakers would. */
    private long openNanos(int openings, int generation) {
        long plain = plainOpenNanos(openings);
        double longest = Math.min(1.1 * plain, (double) settings.maxOpenTime().toNanos());
        double spread = 0.2 * plain * unitInterval(jitterSeed + generation * 0x9E3779B97F4A7C15L);
        return (long) (longest - spread);
    }

    private long plainOpenNanos(int openings) {
        double doubled = (double) settings.openTime().toNanos() * (1L << Math.min(openings - 1, MAX_DOUBLINGS));
        return (long) Math.min(doubled, (double) settings.maxOpenTime().toNanos());
    }

    /** A hash of {@code seed} as a fraction: the finalizer of SplittableRandom (Steele, Lea, Flood 2014). */
    private static double unitInterval(long seed) {
        long z = (seed ^ seed >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return ((z ^ z >>> 31) >>> 11) * 0x1.0p-53;
    }

    @Override
    public String toString() {
        Phase now = phase.get();
        return state() + "[generation=" + now.generation() + ", openings=" + now.openings() + "]";
    }
}

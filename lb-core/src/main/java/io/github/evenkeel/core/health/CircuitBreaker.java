package io.github.evenkeel.core.health;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes a server that keeps failing out of the traffic and lets it back with a few trial requests, one by default.
 * Thread-safe and lock-free; allocates on a change of state, and for a trial, only.
 *
 * <pre>
 *       failures in a row, failure rate, slow rate, or tripped
 *   CLOSED ────────────────────────────────────► OPEN ◄──────────────┐
 *     ▲                                            │ open time over  │ trials failed (open time doubles)
 *     │                                            ▼                 │ or all given back (due again at once)
 *     └─────────────────────────────────────── HALF_OPEN ────────────┘
 *                     trials succeeded
 *
 *   any ──forceOpen──► FORCED_OPEN      any ──disable──► DISABLED      any ──reset──► CLOSED
 * </pre>
 *
 * <p>Every admitted request holds a permit that names the state that admitted it, and a trial's permit that very trial.
 * A result moves the breaker only while that state stands, or that trial is out: what comes late from before a change
 * says nothing of the server now, and what comes twice counts once.
 */
public final class CircuitBreaker {
    /** What a breaker is doing. */
    public enum State {
        /** Requests pass. */
        CLOSED,
        /** No request passes until the open time is over. */
        OPEN,
        /** Trial requests are under way. */
        HALF_OPEN,
        /** No request passes, and no trial, until an operator says otherwise. */
        FORCED_OPEN,
        /** Every request passes and none is judged, until an operator says otherwise. */
        DISABLED
    }

    /** Instead of a permit: not admitted. Results handed in with it move nothing. */
    public static final int NO_PERMIT = -1;

    /** Permits are 0 to this, so that a lease can pack one beside its own state. They repeat after 268 million. */
    public static final int MAX_PERMIT = (1 << 28) - 1;

    private final CurrentPhase phase;

    /** Written by change, read with each response; who still reads the old one judges as if it had ended before. */
    private volatile long slowNanos;

    /** Written by refused requests, read for metrics. */
    private final LongAdder notPermitted = new LongAdder();

    /**
     * Starts closed.
     *
     * @param settings when it opens and for how long
     * @param jitterSeed spreads the open times of breakers with different seeds (by up to 10 % either way, or 20 %
     *     below the longest), so that the clients of a failed server do not come back all at once
     * @param nowNanos the time, from which on requests come
     */
    public CircuitBreaker(BreakerSettings settings, long jitterSeed, long nowNanos) {
        Objects.requireNonNull(settings, "settings");
        this.phase = new CurrentPhase(new Transitions(settings, jitterSeed), nowNanos);
        this.slowNanos = settings.slowTime().toNanos();
    }

    /**
     * What the breaker is doing. An open time that is over shows as {@link State#OPEN} until a trial is taken.
     *
     * @return the present state
     */
    public State state() {
        return phase.get().state();
    }

    /**
     * Asks for admission: closed, any number; otherwise a trial, if one is due. A refusal is counted.
     *
     * @param nowNanos the time
     * @return a permit to hand in with the result, or {@link #NO_PERMIT}
     */
    public int tryAcquire(long nowNanos) {
        int permit = phase.admit(nowNanos);
        if (permit == NO_PERMIT) {
            notPermitted.increment();
        }
        return permit;
    }

    /**
     * A permit while closed or disabled; never a trial.
     *
     * @return a permit, or {@link #NO_PERMIT} while open, half-open or forced open
     */
    public int permit() {
        return CurrentPhase.permit(phase.get());
    }

    /**
     * Takes a trial, if one is due.
     *
     * @param nowNanos the time
     * @return the trial's permit, for no more callers than there are trials to make, {@link #NO_PERMIT} for the others
     */
    public int tryTrial(long nowNanos) {
        return phase.tryTrial(nowNanos);
    }

    /**
     * When the next trial is due, in the caller's time. Meaningless unless open or half-open.
     *
     * @return the end of the open time, or the time at which the oldest trial counts as lost; a past one if there is
     *     still a trial to take
     */
    public long trialDueNanos() {
        return Transitions.trialDueNanos(phase.get());
    }

    /**
     * Whether a request that took so long was slow.
     *
     * @param latencyNanos from its start to the head of the response, or to its failure; the body of a response may
     *     take its time
     * @return true if that is longer than the settings allow
     */
    public boolean isSlow(long latencyNanos) {
        return latencyNanos > slowNanos;
    }

    /**
     * Hands in a success that was not slow.
     *
     * @param permit what admitted the request
     * @param nowNanos the time
     * @return true if this result closed the breaker, or opened it, as when it completes the minimum of requests
     */
    public boolean succeed(int permit, long nowNanos) {
        return succeed(permit, false, nowNanos);
    }

    /**
     * Hands in a success.
     *
     * @param permit what admitted the request
     * @param slow whether it was slow, see {@link #isSlow}
     * @param nowNanos the time
     * @return true if this result closed or opened the breaker
     */
    public boolean succeed(int permit, boolean slow, long nowNanos) {
        Phase now = phase.get();
        if (now instanceof Closed closed) {
            return closed.generation() == permit && phase.open(closed, closed.succeed(slow, nowNanos), nowNanos);
        }
        return phase.conclude(permit, false, slow, nowNanos);
    }

    /**
     * Hands in a success if the request is a trial; no other is counted. For the head of a good response, which is all
     * that a trial has to show: its body may be a stream without end.
     *
     * @param permit what admitted the request
     * @param slow whether it was slow, see {@link #isSlow}
     * @param nowNanos the time
     * @return true if this result closed the breaker, or opened it because it was slow
     */
    public boolean succeedTrial(int permit, boolean slow, long nowNanos) {
        return phase.conclude(permit, false, slow, nowNanos);
    }

    /**
     * Hands in a failure that was not slow.
     *
     * @param permit what admitted the request
     * @param nowNanos the time
     * @return true if this result opened the breaker, or closed it, as the last of many trials may
     */
    public boolean fail(int permit, long nowNanos) {
        return fail(permit, false, nowNanos);
    }

    /**
     * Hands in a failure. A slow one counts as both.
     *
     * @param permit what admitted the request
     * @param slow whether it was slow, see {@link #isSlow}
     * @param nowNanos the time
     * @return true if this result opened or closed the breaker
     */
    public boolean fail(int permit, boolean slow, long nowNanos) {
        Phase now = phase.get();
        if (now instanceof Closed closed) {
            return closed.generation() == permit && phase.open(closed, closed.fail(slow, nowNanos), nowNanos);
        }
        return phase.conclude(permit, true, slow, nowNanos);
    }

    /**
     * Hands a permit back without a result: the request was cancelled. A trial's place is then free again.
     *
     * @param permit what admitted the request
     * @param nowNanos the time
     * @return true if this ended a trial, so that another is due
     */
    public boolean release(int permit, long nowNanos) {
        return phase.get() instanceof HalfOpen
                && phase.move((rules, now) -> rules.released(now, permit, nowNanos)) != null;
    }

    /**
     * Ends the open time: other evidence, such as a passed probe, says that the server is back.
     *
     * @param nowNanos the time
     * @return true if a trial became due by this
     */
    public boolean bringTrialForward(long nowNanos) {
        return phase.move((rules, now) -> rules.broughtForward(now, nowNanos)) != null;
    }

    /**
     * Opens a closed breaker as if it had just failed too often, for as long: other evidence, such as a comparison with
     * other servers, speaks against the server.
     *
     * @param nowNanos the time
     * @return true if this opened it; false if it is not closed
     */
    public boolean trip(long nowNanos) {
        return phase.move((rules, now) -> rules.tripped(now, nowNanos)) != null;
    }

    /**
     * An operator takes the server out: no request passes and no trial until {@link #reset} or {@link #disable}. A pool
     * that fails open does not ask its breakers; one that must never be asked is removed.
     *
     * @param nowNanos the time
     * @return true if this changed the state, which a pool has to be told
     */
    public boolean forceOpen(long nowNanos) {
        return phase.move((rules, now) -> rules.forcedOpen(now, nowNanos)) != null;
    }

    /**
     * An operator overrules the breaker: every request passes and none is judged, until {@link #reset} or {@link
     * #forceOpen}.
     *
     * @param nowNanos the time
     * @return true if this changed the state, which a pool has to be told
     */
    public boolean disable(long nowNanos) {
        return phase.move((rules, now) -> rules.disabled(now, nowNanos)) != null;
    }

    /**
     * An operator lets the breaker do its work again, or start again: closed, with nothing counted and no opening
     * remembered but in the metrics.
     *
     * @param nowNanos the time
     * @return true if it was not closed before, which a pool has to be told
     */
    public boolean reset(long nowNanos) {
        return !(phase.move((rules, now) -> rules.reset(now, nowNanos)) instanceof Closed);
    }

    /**
     * Judges by other settings from now on. It stays as open or closed as it is, for as long as it was to be; results
     * counted so far count on unless the window is another; trials under way end under the settings they began under.
     *
     * @param settings when it opens and for how long
     * @param nowNanos the time
     */
    public void change(BreakerSettings settings, long nowNanos) {
        if (!settings.equals(phase.transitions().settings())) {
            slowNanos = settings.slowTime().toNanos();
            phase.change(settings, nowNanos);
        }
    }

    /**
     * The figures.
     *
     * @param nowNanos the time
     * @return a copy
     */
    public BreakerMetrics metrics(long nowNanos) {
        Phase now = phase.get();
        if (now instanceof Closed closed) {
            closed.moveOn(nowNanos);
        }
        OptionalLong trialDue =
                Transitions.admitsTrials(now) ? OptionalLong.of(Transitions.trialDueNanos(now)) : OptionalLong.empty();
        return BreakerMetrics.of(now, phase.transitions().settings(), notPermitted.sum(), trialDue);
    }

    @Override
    public String toString() {
        Phase now = phase.get();
        return now.state() + "[generation=" + now.generation() + ", openings="
                + now.openings().standing() + "]";
    }
}

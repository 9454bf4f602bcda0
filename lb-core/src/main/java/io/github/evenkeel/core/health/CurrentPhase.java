package io.github.evenkeel.core.health;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The phase that a breaker is in, and the only place that moves it on. Thread-safe, lock-free. */
final class CurrentPhase {
    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(CurrentPhase.class, "phase", Phase.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Written by change alone, which then replaces the phase; read by whoever moves the phase, after the phase. So a move
     * by old rules that wins its CAS comes before that replacement, which gives what it made the new rules: whoever reads
     * a phase made later finds the new rules, too.
     */
    private volatile Transitions transitions;

    /*
     * The whole state is one object behind one reference: every transition is one CAS from the very phase that the
     * caller judged, which is the linearization point and makes ABA impossible (phases are never reused). Side effects:
     * none inside the CAS; the winner alone returns true.
     *
     * Who writes: outcomes, trials and operators. Who reads: every outcome, every snapshot rebuild. A stale read admits
     * or refuses one request that a moment later would not be; its permit then names an old generation and moves
     * nothing.
     */
    private volatile Phase phase;

    CurrentPhase(Transitions transitions, long nowNanos) {
        this.transitions = transitions;
        this.phase = transitions.first(nowNanos);
    }

    Phase get() {
        return phase;
    }

    /** What may become of a phase that was read before. */
    Transitions transitions() {
        return transitions;
    }

    /** Judges by other settings from now on; the breaker does what it did. */
    void change(BreakerSettings settings, long nowNanos) {
        transitions = transitions.with(settings);
        move((rules, now) -> now.under(rules.settings(), nowNanos));
    }

    /** A permit while closed or disabled; a trial's if one is due. */
    int admit(long nowNanos) {
        while (true) {
            Phase now = phase; // one for both questions, or it might close between them and refuse all the same
            int permit = permit(now);
            if (permit != CircuitBreaker.NO_PERMIT) {
                return permit;
            }
            Phase trial = transitions.tried(now, nowNanos);
            if (trial == null) {
                return CircuitBreaker.NO_PERMIT;
            }
            if (PHASE.compareAndSet(this, now, trial)) {
                return trial.generation();
            }
        }
    }

    static int permit(Phase now) {
        if (now instanceof Closed closed) {
            return closed.generation();
        }
        return now instanceof Phase.Disabled ? now.generation() : CircuitBreaker.NO_PERMIT;
    }

    /** A permit for a trial, if one is due. */
    int tryTrial(long nowNanos) {
        while (true) {
            Phase now = phase;
            Phase trial = transitions.tried(now, nowNanos);
            if (trial == null) {
                return CircuitBreaker.NO_PERMIT;
            }
            if (PHASE.compareAndSet(this, now, trial)) {
                return trial.generation();
            }
        }
    }

    /** Opens it for a cause, if there is one; true for the one caller who did. */
    boolean open(Closed closed, @Nullable OpeningCause cause, long nowNanos) {
        return cause != null && PHASE.compareAndSet(this, closed, transitions.opened(closed, cause, nowNanos));
    }

    /** The result of a trial; true if it ends the trials. Looked at first, for the heads of all good responses come by. */
    boolean conclude(int permit, boolean failed, boolean slow, long nowNanos) {
        while (phase instanceof HalfOpen now) {
            Phase after = transitions.concluded(now, permit, failed, slow, nowNanos);
            if (after == null) {
                return false;
            }
            if (PHASE.compareAndSet(this, now, after)) {
                return !(after instanceof HalfOpen);
            }
        }
        return false;
    }

    /**
     * Tried again until it wins or has nothing to do: the function has no side effects. The phase it has left, or null if
     * it stayed.
     */
    @Nullable
    Phase move(BiFunction<Transitions, Phase, @Nullable Phase> transition) {
        while (true) {
            Phase now = phase;
            Phase after = transition.apply(transitions, now);
            if (after == null) {
                return null;
            }
            if (PHASE.compareAndSet(this, now, after)) {
                return now;
            }
        }
    }
}

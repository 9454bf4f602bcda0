package io.github.evenkeel.core.health;

import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests pass and are judged. One after the other they are judged as if the rates were worked out after each; in fact
 * that is done only when a rate may have risen, which spares a good request everything but one increment.
 */
final class Closed implements Phase {
    private final int generation;
    private final long sinceNanos;
    private final Openings openings;
    private final BreakerSettings settings;
    private final OutcomeWindow window;

    /**
     * Written by failures, and by the first success after them; read by every success, which may leave it to another
     * to end the run: it then ends a little earlier or later.
     */
    private final AtomicInteger failuresInARow;

    /**
     * Whether rates may rise though the next result is good: it may complete the minimum, or the window moved on while
     * nobody was judging. Written by who judges or reads the metrics, read by every success. If it is seen too late, the
     * next result that is not good, or finds the window moved on, judges.
     */
    private volatile boolean unjudged;

    Closed(int generation, long sinceNanos, Openings openings, BreakerSettings settings) {
        this.generation = generation;
        this.sinceNanos = sinceNanos;
        this.openings = openings;
        this.settings = settings;
        this.window = OutcomeWindow.of(settings.window(), sinceNanos);
        this.failuresInARow = new AtomicInteger();
    }

    private Closed(Closed before, BreakerSettings settings, OutcomeWindow window) {
        this.generation = before.generation;
        this.sinceNanos = before.sinceNanos;
        this.openings = before.openings;
        this.settings = settings;
        this.window = window;
        this.failuresInARow = before.failuresInARow;
        this.unjudged = true;
    }

    /** What was counted stays, unless it was in another kind of window. */
    @Override
    public Closed under(BreakerSettings next, long nowNanos) {
        boolean same = next.window().equals(settings.window());
        return new Closed(this, next, same ? window : OutcomeWindow.of(next.window(), nowNanos));
    }

    @Override
    public int generation() {
        return generation;
    }

    @Override
    public long sinceNanos() {
        return sinceNanos;
    }

    @Override
    public Openings openings() {
        return openings;
    }

    @Override
    public State state() {
        return State.CLOSED;
    }

    @Override
    public Tally tally() {
        return Tally.of(window);
    }

    int failuresInARow() {
        return failuresInARow.get();
    }

    /** The window as it stands at that time. */
    void moveOn(long nowNanos) {
        if (window.turn(nowNanos)) {
            unjudged = true;
        }
    }

    /** Counts a success. Returns why the breaker must open, or null. */
    @Nullable
    OpeningCause succeed(boolean slow, long nowNanos) {
        if (failuresInARow.get() != 0) {
            failuresInARow.set(0);
        }
        boolean moved = window.record(false, slow, nowNanos);
        return moved || slow || unjudged ? judge() : null;
    }

    /** Counts a failure. Returns why the breaker must open, or null. */
    @Nullable
    OpeningCause fail(boolean slow, long nowNanos) {
        window.record(true, slow, nowNanos);
        if (failuresInARow.incrementAndGet() >= settings.consecutiveFailures()) {
            return OpeningCause.CONSECUTIVE_FAILURES;
        }
        return judge();
    }

    private @Nullable OpeningCause judge() {
        while (true) {
            long turns = window.turns();
            long failures = window.failures();
            long slow = window.slow();
            long requests = window.requests();
            boolean tooFew = requests < settings.minimumRequests();
            boolean open = tooFew && (failures > 0 || slow > 0);
            if (window.turns() != turns) {
                continue;
            }
            if (unjudged == open) {
                return tooFew ? null : cause(failures, slow, requests);
            }
            unjudged = open; // and look again: who completed the minimum meanwhile may not have seen it
        }
    }

    private @Nullable OpeningCause cause(long failures, long slow, long requests) {
        if (Tally.reaches(settings.failureRatePercent(), failures, requests)) {
            return OpeningCause.FAILURE_RATE;
        }
        return Tally.reaches(settings.slowRatePercent(), slow, requests) ? OpeningCause.SLOW_RATE : null;
    }

    /**
     * The openings that still count when the breaker trips: none once it has stayed closed for as long as it last was
     * open. Time spent open forgives nothing, so a server that fails every trial keeps its longest open time.
     */
    Openings standing(BackOff backOff, long nowNanos) {
        boolean livedDown = openings.standing() == 0 || nowNanos - sinceNanos > backOff.plainNanos(openings.standing());
        return livedDown ? openings.livedDown() : openings;
    }
}

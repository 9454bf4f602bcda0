package io.github.evenkeel.core.health;

import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the javadoc of {@link CircuitBreaker} says, written down naively and for one thread: rates are worked out after
 * each result. States and trials are numbered, and the number is the permit. Jitter is left out: the model takes over
 * the end of an open time, within its range.
 */
final class BreakerModel {
    private record Trial(int permit, long until) {}

    private BreakerSettings settings;
    private BreakerSettings settingsOfTrials;
    private State state = State.CLOSED;
    private int number;
    private long since;
    private int openings;
    private int allOpenings;
    private int refusals;
    private int failuresInARow;
    private long due;
    private long openedAt;
    private @Nullable OpeningCause cause;
    private Tally openedOn = Tally.NONE;
    private WindowModel window;
    private final List<Trial> out = new ArrayList<>();
    private Tally trialResults = Tally.NONE;

    BreakerModel(BreakerSettings settings, long now) {
        this.settings = settings;
        this.settingsOfTrials = settings;
        this.since = now;
        this.openedAt = Long.MIN_VALUE;
        this.window = new WindowModel(settings.window(), now);
    }

    State state() {
        return state;
    }

    /** Of the present state, or of the latest trial. */
    int number() {
        return number;
    }

    int trialsOut() {
        return out.size();
    }

    boolean admitsAll() {
        return state == State.CLOSED || state == State.DISABLED;
    }

    /** Takes over when the breaker says a trial is due, and returns whether it may say so. */
    boolean agreesOnDue(long actual) {
        if (state == State.HALF_OPEN) {
            return isFull() ? actual == out.get(0).until : actual - since <= 0;
        }
        if (openedAt == Long.MIN_VALUE) {
            return actual == due;
        }
        long open = actual - openedAt;
        long plainOpenTime = plainOpenTime();
        due = actual;
        openedAt = Long.MIN_VALUE;
        return open >= plainOpenTime * 0.79
                && open <= plainOpenTime * 1.11
                && open <= settings.maxOpenTime().toNanos();
    }

    /** A trial's number, or {@link CircuitBreaker#NO_PERMIT}. */
    int tryTrial(long now) {
        boolean open = state == State.OPEN && now - due >= 0;
        boolean halfOpen = state == State.HALF_OPEN && (!isFull() || now - out.get(0).until >= 0);
        if (!open && !halfOpen) {
            return CircuitBreaker.NO_PERMIT;
        }
        if (open) {
            enter(State.HALF_OPEN, now);
            settingsOfTrials = settings;
        } else {
            number++;
            if (isFull()) {
                out.remove(0);
            }
        }
        out.add(new Trial(number, now + settingsOfTrials.trialTime().toNanos()));
        return number;
    }

    int tryAcquire(long now) {
        int permit = admitsAll() ? number : tryTrial(now);
        refusals += permit == CircuitBreaker.NO_PERMIT ? 1 : 0;
        return permit;
    }

    private boolean isFull() {
        return out.size() + trialResults.requests() == settingsOfTrials.trials();
    }

    boolean record(int permit, boolean failed, boolean slow, long now) {
        if (state == State.CLOSED && permit == number) {
            return recordClosed(failed, slow, now);
        }
        if (!endTrial(permit)) {
            return false;
        }
        trialResults = trialResults.plus(failed, slow);
        long missing = settingsOfTrials.trials() - trialResults.requests();
        boolean atBest = trialsFail(0);
        if (atBest != trialsFail(missing)) {
            return false;
        }
        if (atBest) {
            open(openings, OpeningCause.TRIAL, trialResults, now);
        } else {
            close(now);
        }
        return true;
    }

    private boolean trialsFail(long more) {
        BreakerSettings its = settingsOfTrials;
        return 100.0 * (trialResults.failures() + more) / its.trials() >= its.failureRatePercent()
                || 100.0 * (trialResults.slow() + more) / its.trials() >= its.slowRatePercent();
    }

    private boolean recordClosed(boolean failed, boolean slow, long now) {
        failuresInARow = failed ? failuresInARow + 1 : 0;
        window.record(failed, slow, now);
        if (failed && failuresInARow >= settings.consecutiveFailures()) {
            trip(OpeningCause.CONSECUTIVE_FAILURES, now);
        } else if (failureRate() >= settings.failureRatePercent()) {
            trip(OpeningCause.FAILURE_RATE, now);
        } else if (slowRate() >= settings.slowRatePercent()) {
            trip(OpeningCause.SLOW_RATE, now);
        }
        return state == State.OPEN;
    }

    private Tally tally() {
        return switch (state) {
            case CLOSED -> new Tally(window.requests(), window.failures(), window.slow());
            case OPEN, FORCED_OPEN -> openedOn;
            case HALF_OPEN -> trialResults;
            case DISABLED -> Tally.NONE;
        };
    }

    private boolean isKnown() {
        boolean trials = state == State.HALF_OPEN || (state != State.CLOSED && cause == OpeningCause.TRIAL);
        int wanted = (state == State.HALF_OPEN ? settingsOfTrials : settings).trials();
        return tally().requests() >= (trials ? wanted : settings.minimumRequests());
    }

    private double failureRate() {
        return isKnown() ? 100.0 * tally().failures() / tally().requests() : -1;
    }

    private double slowRate() {
        return isKnown() ? 100.0 * tally().slow() / tally().requests() : -1;
    }

    boolean release(int permit, long now) {
        if (!endTrial(permit)) {
            return false;
        }
        if (out.isEmpty() && trialResults.requests() == 0) {
            enter(State.OPEN, now);
            due = now;
        }
        return true;
    }

    private boolean endTrial(int permit) {
        return state == State.HALF_OPEN && out.removeIf(trial -> trial.permit == permit);
    }

    boolean bringTrialForward(long now) {
        if (state != State.OPEN || now - due >= 0) {
            return false;
        }
        due = now;
        return true;
    }

    boolean trip(long now) {
        return state == State.CLOSED && trip(OpeningCause.TRIPPED, now);
    }

    private boolean trip(OpeningCause why, long now) {
        boolean livedDown = openings > 0 && now - since > plainOpenTime();
        open(livedDown ? 0 : openings, why, tally(), now);
        return true;
    }

    boolean forceOpen(long now) {
        if (state == State.FORCED_OPEN) {
            return false;
        }
        enter(State.FORCED_OPEN, now);
        allOpenings++;
        cause = OpeningCause.FORCED;
        openedOn = Tally.NONE;
        return true;
    }

    boolean disable(long now) {
        if (state == State.DISABLED) {
            return false;
        }
        enter(State.DISABLED, now);
        return true;
    }

    boolean reset(long now) {
        boolean changed = state != State.CLOSED;
        close(now);
        openings = 0;
        return changed;
    }

    /** But for the time of the next trial. */
    boolean agreesOn(BreakerMetrics metrics, long now) {
        window.moveOn(now);
        Tally tally = tally();
        return metrics.state() == state
                && metrics.sinceNanos() == since
                && metrics.requests() == tally.requests()
                && metrics.failures() == tally.failures()
                && metrics.slow() == tally.slow()
                && metrics.failureRatePercent() == failureRate()
                && metrics.slowRatePercent() == slowRate()
                && metrics.failuresInARow() == (state == State.CLOSED ? failuresInARow : 0)
                && metrics.openings() == allOpenings
                && metrics.lastCause() == cause
                && metrics.notPermitted() == refusals;
    }

    private void open(int standing, OpeningCause why, Tally on, long now) {
        enter(State.OPEN, now);
        openings = standing + 1;
        allOpenings++;
        cause = why;
        openedOn = on;
        openedAt = now;
    }

    private long plainOpenTime() {
        long nanos = settings.openTime().toNanos();
        for (int i = 1; i < openings && nanos < settings.maxOpenTime().toNanos(); i++) {
            nanos *= 2;
        }
        return Math.min(nanos, settings.maxOpenTime().toNanos());
    }

    void change(BreakerSettings next, long now) {
        if (!next.window().equals(settings.window())) {
            window = new WindowModel(next.window(), now);
        }
        settings = next;
    }

    private void close(long now) {
        enter(State.CLOSED, now);
        failuresInARow = 0;
        window = new WindowModel(settings.window(), now);
    }

    private void enter(State next, long now) {
        state = next;
        number++;
        since = now;
        openedAt = Long.MIN_VALUE;
        out.clear();
        trialResults = Tally.NONE;
    }
}

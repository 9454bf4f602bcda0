package io.github.evenkeel.core.health;

import io.github.evenkeel.core.health.CircuitBreaker.State;

/**
 * What the javadoc of {@link CircuitBreaker} says, written down naively and for one thread. A permit is the number of
 * the state that issued it. Jitter is left out: the model takes over the end of an open time, within its range.
 */
final class BreakerModel {
    private final BreakerSettings settings;
    private State state = State.CLOSED;
    private int stateNumber;
    private int openings;
    private int failuresInARow;
    private long closedSince;
    private long due;
    private long openedAt;
    private long plainOpenTime;
    private WindowModel window;

    BreakerModel(BreakerSettings settings) {
        this.settings = settings;
        this.window = new WindowModel(settings.window().toNanos());
    }

    State state() {
        return state;
    }

    int stateNumber() {
        return stateNumber;
    }

    long due() {
        return due;
    }

    /** Takes over when the breaker says a trial is due, and returns whether it may say so. */
    boolean agreesOnDue(long actual) {
        if (openedAt == Long.MIN_VALUE) {
            return actual == due;
        }
        long open = actual - openedAt;
        due = actual;
        openedAt = Long.MIN_VALUE;
        return open >= plainOpenTime * 0.79
                && open <= plainOpenTime * 1.11
                && open <= settings.maxOpenTime().toNanos();
    }

    boolean admits(long now) {
        return state == State.CLOSED || now - due >= 0;
    }

    void startTrial(long now) {
        enter(State.HALF_OPEN);
        due = now + settings.trialTime().toNanos();
    }

    boolean succeed(int permit, long now) {
        if (permit != stateNumber || state == State.OPEN) {
            return false;
        }
        if (state == State.HALF_OPEN) {
            enter(State.CLOSED);
            closedSince = now;
            failuresInARow = 0;
            window = new WindowModel(settings.window().toNanos());
            return true;
        }
        failuresInARow = 0;
        window.record(false, now);
        return false;
    }

    boolean fail(int permit, long now) {
        if (permit != stateNumber || state == State.OPEN) {
            return false;
        }
        if (state == State.CLOSED) {
            failuresInARow++;
            window.record(true, now);
            boolean rate = window.failedShareReaches(settings.failureRatePercent(), settings.minimumRequests(), now);
            if (failuresInARow < settings.consecutiveFailures() && !rate) {
                return false;
            }
            if (openings > 0 && now - closedSince > plainOpenTime) {
                openings = 0;
            }
        }
        open(openings + 1, now);
        return true;
    }

    boolean release(int permit, long now) {
        if (permit != stateNumber || state != State.HALF_OPEN) {
            return false;
        }
        enter(State.OPEN);
        due = now;
        return true;
    }

    boolean bringTrialForward(long now) {
        if (state != State.OPEN || now - due >= 0) {
            return false;
        }
        due = now;
        return true;
    }

    private void open(int newOpenings, long now) {
        enter(State.OPEN);
        openings = newOpenings;
        openedAt = now;
        plainOpenTime = settings.openTime().toNanos();
        for (int i = 1; i < openings && plainOpenTime < settings.maxOpenTime().toNanos(); i++) {
            plainOpenTime *= 2;
        }
        plainOpenTime = Math.min(plainOpenTime, settings.maxOpenTime().toNanos());
    }

    private void enter(State next) {
        state = next;
        stateNumber++;
        openedAt = Long.MIN_VALUE;
    }
}

package io.github.evenkeel.httpclient.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An attempt and its hedge, under way at once on two servers: one of them is to decide how its exchange goes on. The
 * first good head wins. Who fails, or is answered with an error, leaves it to the other; the last to leave decides, as
 * if it had been the only one.
 */
final class Race<T> {
    /**
     * How it stands. ALONE: there is no hedge yet. BOTH: there is. LAST: one has left. OVER: the last has left too, or the
     * first before there was a hedge; nobody joins any more.
     */
    private enum State {
        ALONE,
        BOTH,
        LAST,
        OVER,
        FIRST_WON,
        HEDGE_WON
    }

    private final Attempt<T> first;
    private final Hedges hedges;

    /** Written by CAS: who decides is decided here, at the head or the failure of either attempt. */
    private final AtomicReference<State> state = new AtomicReference<>(State.ALONE);

    /*
     * Each is written by one thread before it changes the state or reads it, and read by others after they have: who
     * sends writes the future and looks whether it was cancelled, who cancels does so and looks for a future.
     */
    private volatile @Nullable Attempt<T> hedge;
    private volatile @Nullable CompletableFuture<?> firstSent;
    private volatile @Nullable CompletableFuture<?> hedgeSent;
    private volatile @Nullable CompletableFuture<?> timer;
    private volatile @Nullable Throwable firstFailure;
    private volatile @Nullable Throwable hedgeFailure;
    private volatile boolean cancelled;

    Race(Attempt<T> first, Hedges hedges) {
        this.first = first;
        this.hedges = hedges;
    }

    /** Whether a hedge is still wanted. */
    boolean isOpen() {
        return state.get() == State.ALONE && !cancelled;
    }

    /** False if the first attempt has come to its end meanwhile. */
    boolean join(Attempt<T> newHedge) {
        hedge = newHedge;
        boolean joined = state.compareAndSet(State.ALONE, State.BOTH);
        if (joined) {
            hedges.begun();
        } else {
            hedge = null;
        }
        return joined;
    }

    /** The latest attempt of the exchange: its number counts all, and its lease leads to all servers tried. */
    Attempt<T> latest() {
        Attempt<T> second = hedge;
        return second == null ? first : second;
    }

    /** A good head is there. False if the other attempt's was first. */
    boolean win(Attempt<T> attempt) {
        State mine = attempt == first ? State.FIRST_WON : State.HEDGE_WON;
        while (true) {
            State now = state.get();
            switch (now) {
                case OVER -> {
                    return true;
                }
                case FIRST_WON, HEDGE_WON -> {
                    return now == mine;
                }
                default -> {
                    if (state.compareAndSet(now, mine)) {
                        won(attempt, now == State.BOTH);
                        return true;
                    }
                }
            }
        }
    }

    private void won(Attempt<T> attempt, boolean againstOther) {
        if (attempt != first) {
            hedges.won();
        }
        stopTimer();
        Attempt<T> loser = hedge;
        if (againstOther && attempt != first) {
            first.overtaken();
            cancel(firstSent);
        } else if (againstOther && loser != null) {
            loser.lost();
            cancel(hedgeSent);
        }
    }

    /**
     * The attempt has failed, or was answered with an error.
     *
     * @param failure what it failed with, if it did
     * @return whether the other one decides what follows; if not, this one does
     */
    boolean leave(Attempt<T> attempt, @Nullable Throwable failure) {
        if (attempt == first) {
            firstFailure = failure;
        } else {
            hedgeFailure = failure;
        }
        while (true) {
            State now = state.get();
            switch (now) {
                case BOTH -> {
                    if (state.compareAndSet(now, State.LAST)) {
                        return true;
                    }
                }
                case ALONE, LAST -> {
                    if (state.compareAndSet(now, State.OVER)) {
                        stopTimer();
                        return false;
                    }
                }
                default -> {
                    return isLostBy(attempt);
                }
            }
        }
    }

    boolean isLostBy(Attempt<T> attempt) {
        return state.get() == (attempt == first ? State.HEDGE_WON : State.FIRST_WON);
    }

    /** What the other attempt failed with, if that was before. */
    @Nullable
    Throwable failureBeside(Attempt<T> attempt) {
        return attempt == first ? hedgeFailure : firstFailure;
    }

    void sent(Attempt<T> attempt, CompletableFuture<?> future) {
        if (attempt == first) {
            firstSent = future;
        } else {
            hedgeSent = future;
        }
        if (cancelled || isLostBy(attempt)) {
            future.cancel(true);
        }
    }

    /** Completes when it is time for a hedge. */
    void waitsFor(CompletableFuture<?> newTimer) {
        timer = newTimer;
        if (!isOpen()) {
            newTimer.cancel(false);
        }
    }

    private void stopTimer() {
        CompletableFuture<?> now = timer;
        if (now != null) {
            now.cancel(false);
        }
    }

    /** Nobody wants the answer any more. */
    void cancel() {
        cancelled = true;
        stopTimer();
        cancel(firstSent);
        cancel(hedgeSent);
    }

    private static void cancel(@Nullable CompletableFuture<?> sent) {
        if (sent != null) {
            sent.cancel(true);
        }
    }
}

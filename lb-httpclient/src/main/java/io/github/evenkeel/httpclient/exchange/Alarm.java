package io.github.evenkeel.httpclient.exchange;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ends an attempt whose response has no head in time. The JDK client has a timer for that too, and as long as it does not
 * fail it is the first; but it sets it anew when it repeats a request by itself.
 */
final class Alarm {
    /** The least and the most that {@link #graceNanos} gives. */
    private static final long LEAST_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long MOST_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** One clock for all clients; it ticks only while somebody waits. */
    private static final Rounds<Alarm> CLOCK = new Rounds<>(TimeUnit.MILLISECONDS.toNanos(50), Alarm::look);

    /** RINGING: the bell is being rung. */
    private enum State {
        SET,
        RINGING,
        RUNG,
        OFF
    }

    private final long endNanos;
    private final Runnable bell;

    /** Moved by CAS, by the clock, or by who turns it off: the head's thread, or the driver when the attempt is over. */
    private final AtomicReference<State> state = new AtomicReference<>(State.SET);

    private Alarm(long endNanos, Runnable bell) {
        this.endNanos = endNanos;
        this.bell = bell;
    }

    /**
     * Sets one for an attempt.
     *
     * @param bell ends the attempt; all others wait for it to be rung
     * @return null if it has any time it likes
     */
    static @Nullable Alarm set(Attempt<?> attempt, Runnable bell) {
        long nanos = attempt.request().timeout().map(Deadline::boundedNanos).orElse(0L);
        if (nanos == 0) {
            return null;
        }
        Alarm alarm = new Alarm(System.nanoTime() + nanos + graceNanos(nanos), bell);
        CLOCK.add(alarm);
        attempt.set(alarm);
        return alarm;
    }

    /**
     * How long after the JDK's timer should have ended the attempt: it knows better what was waited for, and a request
     * that never had a connection may be sent elsewhere, whatever its method. On a busy machine its word comes late.
     */
    private static long graceNanos(long nanos) {
        return Math.min(Math.max(nanos / 10, LEAST_GRACE_NANOS), MOST_GRACE_NANOS);
    }

    private void look(long nowNanos) {
        if (nowNanos - endNanos >= 0 && state.compareAndSet(State.SET, State.RINGING)) {
            CLOCK.remove(this);
            bell.run();
            state.set(State.RUNG);
        }
    }

    /**
     * The head is there, or the attempt is over.
     *
     * @return whether it is too late, because the bell is ringing or has rung
     */
    boolean off() {
        if (state.compareAndSet(State.SET, State.OFF)) {
            CLOCK.remove(this);
        }
        return state.get() != State.OFF;
    }

    /**
     * Turns it off and, should the bell be ringing just now, waits until it no longer does.
     *
     * @return whether it has rung
     */
    boolean end() {
        boolean late = off();
        while (state.get() == State.RINGING) {
            Thread.onSpinWait();
        }
        return late;
    }

    /** What an attempt came to that failed: the alarm's doing, if it has rung. */
    Throwable read(Throwable failure) {
        return off() ? failure() : failure;
    }

    /** As the JDK words it. */
    static IOException failure() {
        return new HttpTimeoutException("request timed out");
    }
}

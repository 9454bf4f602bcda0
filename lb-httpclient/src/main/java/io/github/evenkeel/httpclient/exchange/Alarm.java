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
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** The most that {@link #grace} gives: half a second. */
    private static final int MOST_TICKS = 10;

    /** One clock for all clients; it ticks only while somebody waits. */
    private static final Rounds<Alarm> CLOCK = new Rounds<>(TICK_NANOS, Alarm::look);

    /** RINGING: the bell is being rung. */
    private enum State {
        SET,
        RINGING,
        RUNG,
        OFF
    }

    private final long endNanos;

    /**
     * Null once it is off or has rung: the JDK keeps an attempt for as long as the connection that was made for it, and
     * this would keep its caller's thread. Cleared by whoever moved the state from SET.
     */
    private volatile @Nullable Runnable bell;

    /** How many ticks of grace are left. The clock's own. */
    private int grace;

    /** Moved by CAS, by the clock, or by who turns it off: the head's thread, or the driver when the attempt is over. */
    private final AtomicReference<State> state = new AtomicReference<>(State.SET);

    private Alarm(long nanos, Runnable bell) {
        this.endNanos = System.nanoTime() + nanos;
        this.bell = bell;
        this.grace = grace(nanos);
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
        Alarm alarm = new Alarm(nanos, bell);
        CLOCK.add(alarm);
        attempt.set(alarm);
        return alarm;
    }

    /**
     * How long after the JDK's timer should have ended the attempt: it knows better what was waited for, and a request
     * that never had a connection may be sent elsewhere, whatever its method. In ticks: on a busy machine its word comes
     * late, and so do they.
     */
    private static int grace(long nanos) {
        return (int) Math.min(Math.max(nanos / 10 / TICK_NANOS, 1), MOST_TICKS);
    }

    private void look(long nowNanos) {
        Runnable ring = bell;
        boolean late = nowNanos - endNanos >= 0 && --grace < 0;
        if (late && ring != null && state.compareAndSet(State.SET, State.RINGING)) {
            silence();
            ring.run();
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
            silence();
        }
        return state.get() != State.OFF;
    }

    private void silence() {
        CLOCK.remove(this);
        bell = null;
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

package io.github.evenkeel.core.health;

/**
 * How many of the latest requests there were, failed and were slow. Thread-safe, lock-free, allocates nothing after
 * construction: fixed arrays, never a linked window, whose dead nodes drag each other through every young collection.
 *
 * <p>Requests that end one after the other are counted exactly. A good request writes one counter, which {@link
 * java.util.concurrent.atomic.LongAdder} spreads over cells of their own as soon as threads meet on it. The price is
 * that no reader sees all counters at one instant. So whoever judges reads the failures before the requests, and all
 * again if {@link #turns} has changed meanwhile: what ended since may then be missing among the failures but not among
 * the requests, and however long the reader slept no rate is seen that never was.
 */
sealed interface OutcomeWindow permits TimeWindow, RequestWindow, NoWindow {
    /** An empty window, which knows the time from now on. */
    static OutcomeWindow of(BreakerWindow window, long nowNanos) {
        if (window instanceof BreakerWindow.Time time) {
            return new TimeWindow(time.span().toNanos(), nowNanos);
        }
        return window instanceof BreakerWindow.Requests last ? new RequestWindow(last.count()) : new NoWindow();
    }

    /**
     * Counts one request.
     *
     * @return whether the window has moved on by this, so that rates may have risen whatever the result
     */
    boolean record(boolean failed, boolean slow, long nowNanos);

    /**
     * Moves on to a time without counting anything.
     *
     * @return whether there was anything to move on
     */
    boolean turn(long nowNanos);

    /** Changes whenever the window moves on: counts belong together only between two equal answers. */
    long turns();

    long requests();

    long failures();

    long slow();
}

package io.github.evenkeel.core.health;

import org.jspecify.annotations.Nullable;

/**
 * How often a breaker has opened.
 *
 * @param standing openings that lengthen the next open time: those not yet lived down
 * @param total openings ever
 * @param lastCause why it opened last, null before the first time
 * @param lastTally the requests, or trials, on which it opened last
 */
record Openings(int standing, long total, @Nullable OpeningCause lastCause, Tally lastTally) {
    static final Openings NONE = new Openings(0, 0, null, Tally.NONE);

    Openings oneMore(OpeningCause cause, Tally tally) {
        return new Openings(standing + 1, total + 1, cause, tally);
    }

    /** Unlike {@link #oneMore}: an operator's hand lengthens no open time. */
    Openings forced() {
        return new Openings(standing, total + 1, OpeningCause.FORCED, Tally.NONE);
    }

    Openings livedDown() {
        return new Openings(0, total, lastCause, lastTally);
    }
}

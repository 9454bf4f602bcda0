package io.github.evenkeel.core.health;

import java.time.Duration;
import java.util.Objects;

/**
 * How the share of traffic of a server that has just come (back) grows to the full one: caches, connections and
 * compilers warm up, and an empty server looks better than it is. The curve is Envoy's. Immutable.
 *
 * @param window how long it takes, at most a day; zero is the full share at once
 * @param minimumShare the least share, 0.001 to 1: with less a server may see no request until the window is over, and
 *     its first ones then all at once
 * @param aggression shape of the growth, 0.1 to 10: 1 grows evenly, more grows faster at first, less slower at first
 */
public record SlowStart(Duration window, double minimumShare, double aggression) {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final double LEAST_SHARE = 0.001;
    private static final double LEAST_AGGRESSION = 0.1;
    private static final double MOST_AGGRESSION = 10;

    /** Time since the start counts as at least this, whatever the clock says. */
    private static final long LEAST_ELAPSED_NANOS = 1_000_000;

    /** Evenly from a tenth, over ten seconds. */
    public static final SlowStart DEFAULT = new SlowStart(Duration.ofSeconds(10), 0.10, 1);

    /** The full share at once. */
    public static final SlowStart NONE = new SlowStart(Duration.ZERO, 1, 1);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range, and what to do instead
     */
    public SlowStart {
        Objects.requireNonNull(window, "window");
        Ranges.check("window", window, Duration.ZERO, LONGEST, "what takes longer is better told by weights");
        Ranges.check("minimumShare", minimumShare, LEAST_SHARE, 1.0, "let discovery leave out who shall get nothing");
        Ranges.check("aggression", aggression, LEAST_AGGRESSION, MOST_AGGRESSION, "change the window instead");
    }

    /**
     * How much of its full share a server gets.
     *
     * @param sinceNanos when it started
     * @param nowNanos the time; on a clock a little behind, that of the start
     * @return from {@link #minimumShare} to 1, never falling while time goes on; 1 when the window is over
     */
    public double share(long sinceNanos, long nowNanos) {
        long elapsed = Math.max(LEAST_ELAPSED_NANOS, nowNanos - sinceNanos);
        long whole = window.toNanos();
        if (elapsed >= whole) {
            return 1;
        }
        double passed = (double) elapsed / whole;
        double share = aggression == 1 ? passed : StrictMath.pow(passed, 1 / aggression);
        return Math.max(minimumShare, share);
    }
}

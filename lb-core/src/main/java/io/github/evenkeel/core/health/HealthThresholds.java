package io.github.evenkeel.core.health;

/**
 * How many probe results in a row change the verdict on a server. Immutable.
 *
 * @param rise passes in a row that bring an unhealthy server back, 1 to 1000
 * @param fall failures in a row that take a healthy server out, 1 to 1000
 */
public record HealthThresholds(int rise, int fall) {
    /** Two passes in, three failures out: what HAProxy users are used to. */
    public static final HealthThresholds DEFAULT = new HealthThresholds(2, 3);

    /**
     * Checks both thresholds.
     *
     * @throws IllegalArgumentException if one is below 1 or above 1000
     */
    public HealthThresholds {
        check("rise", rise);
        check("fall", fall);
    }

    private static void check(String name, int value) {
        if (value < 1 || value > HealthTracker.MAX_RUN) {
            throw new IllegalArgumentException(
                    name + " must be from 1 to " + HealthTracker.MAX_RUN + " but was " + value);
        }
    }
}

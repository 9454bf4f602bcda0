package io.github.evenkeel.core.health;

import java.util.Objects;

/**
 * How many probe results in a row change the verdict on a server. Immutable.
 *
 * @param rise passes in a row that bring an unhealthy server back, 1 to 1000
 * @param fall failures in a row that take a healthy server out, 1 to 1000
 * @param damping how long a server that falls again and again is held back beside
 */
public record HealthThresholds(int rise, int fall, FlapDamping damping) {
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
        Objects.requireNonNull(damping, "damping");
    }

    /**
     * Thresholds with the default damping.
     *
     * @param rise passes in a row that bring an unhealthy server back, 1 to 1000
     * @param fall failures in a row that take a healthy server out, 1 to 1000
     */
    public HealthThresholds(int rise, int fall) {
        this(rise, fall, FlapDamping.DEFAULT);
    }

    private static void check(String name, int value) {
        if (value < 1 || value > ProbeRun.MOST) {
            throw new IllegalArgumentException(name + " must be from 1 to " + ProbeRun.MOST + " but was " + value);
        }
    }

    /**
     * The same with another damping.
     *
     * @param newDamping how long a server that falls again and again is held back
     * @return changed thresholds
     */
    public HealthThresholds withDamping(FlapDamping newDamping) {
        return new HealthThresholds(rise, fall, newDamping);
    }
}

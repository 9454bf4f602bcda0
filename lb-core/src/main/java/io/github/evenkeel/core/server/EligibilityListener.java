package io.github.evenkeel.core.server;

/** Hears that a server may have become eligible, or ceased to be: its pool, which then rebuilds its snapshot. */
@FunctionalInterface
public interface EligibilityListener {
    /**
     * Called after the change, on the thread that caused it. Must be thread-safe and must not block.
     *
     * @param nowNanos the time
     */
    void eligibilityChanged(long nowNanos);
}

package io.github.evenkeel.benchmarks.simulation;

/**
 * How long things take that are not the servers' work.
 *
 * @param warmUpNanos requests that begin earlier are not measured
 * @param endNanos requests that would begin later are not sent
 * @param networkNanos one way
 * @param deadlineNanos when clients give up; 0 for never
 * @param lateNanos from when on an answer counts as late
 */
record Timing(long warmUpNanos, long endNanos, long networkNanos, long deadlineNanos, long lateNanos) {
    /** 16 s of which the last 12 are measured, half a millisecond of network there and back, 5 s to answer. */
    static final Timing USUAL = new Timing(
            4 * Timeline.SECONDS,
            16 * Timeline.SECONDS,
            250 * Timeline.MICROS,
            5 * Timeline.SECONDS,
            5 * Timeline.SECONDS);

    /** Measured from the one second to the other. */
    Timing between(long warmUpSeconds, long endSeconds) {
        return new Timing(
                warmUpSeconds * Timeline.SECONDS,
                endSeconds * Timeline.SECONDS,
                networkNanos,
                deadlineNanos,
                lateNanos);
    }

    Timing withNetwork(long oneWayNanos) {
        return new Timing(warmUpNanos, endNanos, oneWayNanos, deadlineNanos, lateNanos);
    }

    Timing withDeadline(long giveUpNanos, long newLateNanos) {
        return new Timing(warmUpNanos, endNanos, networkNanos, giveUpNanos, newLateNanos);
    }
}

package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.LoadReport;
import org.jspecify.annotations.Nullable;

/** What a server knows of its own load: how busy it was in its latest whole second, what it answered and what it failed. */
final class Meter {
    private final int workers;

    private long untilNanos;
    private double busyNanos;
    private int answered;
    private int failed;
    private @Nullable LoadReport latest;

    Meter(int workers) {
        this.workers = workers;
    }

    /** So many requests have been in service since the last call. */
    void advance(int inService, long nowNanos) {
        while (nowNanos - untilNanos >= Timeline.SECONDS - untilNanos % Timeline.SECONDS) {
            long end = untilNanos - untilNanos % Timeline.SECONDS + Timeline.SECONDS;
            busy(inService, end);
            latest = LoadReport.ofUtilisation(busyNanos / Timeline.SECONDS / workers, answered, failed);
            busyNanos = 0;
            answered = 0;
            failed = 0;
        }
        busy(inService, nowNanos);
    }

    private void busy(int inService, long nowNanos) {
        busyNanos += (double) Math.min(inService, workers) * (nowNanos - untilNanos);
        untilNanos = nowNanos;
    }

    void answered() {
        answered++;
    }

    /** An error counts as an answer too, and takes a worker for a moment. */
    void failed(long nanos) {
        answered++;
        failed++;
        busyNanos += nanos;
    }

    /** Of the latest second; null before the first is over. */
    @Nullable
    LoadReport report() {
        return latest;
    }
}

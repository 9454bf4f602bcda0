package io.github.evenkeel.core.health;

import org.jspecify.annotations.Nullable;

/**
 * What the probes have said of a server so far, and what follows from it. Immutable. Times are those of the caller's
 * clock.
 *
 * @param status the verdict at the latest probe; that a hold has ended since shows only in {@link #status(long)}
 * @param sinceNanos when that verdict was reached; meaningless before the first probe
 * @param usedSinceNanos when the server last came into use; meaningless before it did
 * @param liveness the results of probes of its liveness, null before the first
 * @param readiness the results of probes of its readiness, null before the first
 * @param lastFailed which kind of probe failed last, null if none has
 * @param lastFailures how many of that kind had failed in a row by then, counted to 1000
 * @param evidence what the latest probe that did not plainly pass saw; empty if none did not, or it said nothing
 * @param falls how often the server went out of use, as far as not forgiven, counted to 1000
 * @param held whether it is held back though no probe speaks against it: because it has fallen before, or because its
 *     first probe is awaited
 * @param readmissionNanos when the hold ends, if no probe fails; meaningless unless held
 */
public record HealthReport(
        HealthStatus status,
        long sinceNanos,
        long usedSinceNanos,
        @Nullable ProbeRun liveness,
        @Nullable ProbeRun readiness,
        @Nullable ProbeKind lastFailed,
        int lastFailures,
        String evidence,
        int falls,
        boolean held,
        long readmissionNanos) {
    /** Before the first probe. */
    static final HealthReport NONE = new HealthReport(HealthStatus.UNKNOWN, 0, 0, null, null, null, 0, "", 0, false, 0);

    /**
     * The verdict at a time.
     *
     * @param nowNanos the time
     * @return the verdict of the latest probe, or what the probes say once the hold is over
     */
    public HealthStatus status(long nowNanos) {
        return isReadmitted(nowNanos) ? said() : status;
    }

    /**
     * Whether the server is on its way back: out, or in with its latest probe of either kind failed.
     *
     * @return true until a passed probe leaves the server in use
     */
    public boolean isFailing() {
        return !status.isUsed()
                || (liveness != null && liveness.failing())
                || (readiness != null && readiness.failing());
    }

    private boolean isReadmitted(long nowNanos) {
        return held && nowNanos - readmissionNanos >= 0;
    }

    /**
     * Whether it is held back until its first probe.
     *
     * @return true until that has answered; the hold ends by then or when its time is over
     */
    public boolean isAwaited() {
        return held && isUnprobed();
    }

    private boolean isUnprobed() {
        return liveness == null && readiness == null;
    }

    /** The report without what the probes said, held until the next one: it decides as the first of all does. */
    HealthReport awaiting(long untilNanos, long nowNanos) {
        return new HealthReport(
                HealthStatus.NOT_READY,
                nowNanos,
                usedSinceNanos,
                null,
                null,
                lastFailed,
                lastFailures,
                evidence,
                falls,
                true,
                untilNanos);
    }

    /** What the probes say, whatever the server did before. */
    private HealthStatus said() {
        if (isUnprobed()) {
            return HealthStatus.UNKNOWN;
        }
        if (liveness != null && !liveness.up()) {
            return HealthStatus.UNHEALTHY;
        }
        if (readiness != null && !readiness.up()) {
            return HealthStatus.NOT_READY;
        }
        boolean degraded = (liveness != null && liveness.degraded()) || (readiness != null && readiness.degraded());
        return degraded ? HealthStatus.DEGRADED : HealthStatus.HEALTHY;
    }

    /**
     * The report with one more result.
     *
     * @param finding what that probe found
     * @param failedRequests how many requests failed in a row since the last passed probe
     */
    HealthReport after(
            ProbeKind kind, Finding finding, int failedRequests, HealthThresholds thresholds, long nowNanos) {
        HealthReport now = isReadmitted(nowNanos) ? moved(said(), readmissionNanos, readmissionNanos, falls) : this;
        ProbeResult result = finding.result();
        ProbeRun run = now.run(kind);
        int fall = now.held ? 1 : thresholds.fall() - failedRequests;
        ProbeRun longer = run == null ? ProbeRun.first(result) : run.with(result, thresholds.rise(), fall);
        // The wait for a first probe is over with it, whatever hold the server's falls then earn it.
        HealthReport judged =
                now.isAwaited() ? now.moved(HealthStatus.NOT_READY, nowNanos, usedSinceNanos, falls) : now;
        return judged.with(kind, longer, finding).judged(thresholds.damping(), nowNanos);
    }

    private @Nullable ProbeRun run(ProbeKind kind) {
        return kind == ProbeKind.LIVENESS ? liveness : readiness;
    }

    private HealthReport with(ProbeKind kind, ProbeRun run, Finding finding) {
        return new HealthReport(
                status,
                sinceNanos,
                usedSinceNanos,
                kind == ProbeKind.LIVENESS ? run : liveness,
                kind == ProbeKind.READINESS ? run : readiness,
                run.failing() ? kind : lastFailed,
                run.failing() ? run.inARow() : lastFailures,
                finding.result() == ProbeResult.PASSED ? evidence : finding.evidence(),
                falls,
                held,
                readmissionNanos);
    }

    private HealthReport judged(FlapDamping damping, long nowNanos) {
        HealthStatus said = said();
        boolean wasInUse = status == HealthStatus.HEALTHY || status == HealthStatus.DEGRADED;
        if (!said.isUsed()) {
            return moved(said, nowNanos, usedSinceNanos, wasInUse ? fallsWithThis(damping, nowNanos) : falls);
        }
        if (wasInUse || status == HealthStatus.UNKNOWN) {
            return moved(said, nowNanos, wasInUse ? usedSinceNanos : nowNanos, falls);
        }
        long readmission = held ? readmissionNanos : nowNanos + damping.holdNanos(falls);
        return readmission - nowNanos > 0
                ? moved(HealthStatus.NOT_READY, nowNanos, usedSinceNanos, falls).heldUntil(readmission)
                : moved(said, nowNanos, nowNanos, falls);
    }

    private int fallsWithThis(FlapDamping damping, long nowNanos) {
        boolean forgiven = nowNanos - usedSinceNanos >= damping.forgivenAfter().toNanos();
        return forgiven ? 1 : Math.min(falls + 1, ProbeRun.MOST);
    }

    private HealthReport moved(HealthStatus to, long atNanos, long newUsedSinceNanos, int newFalls) {
        long since = to == status ? sinceNanos : atNanos;
        return new HealthReport(
                to,
                since,
                newUsedSinceNanos,
                liveness,
                readiness,
                lastFailed,
                lastFailures,
                evidence,
                newFalls,
                false,
                0);
    }

    private HealthReport heldUntil(long nanos) {
        return new HealthReport(
                status,
                sinceNanos,
                usedSinceNanos,
                liveness,
                readiness,
                lastFailed,
                lastFailures,
                evidence,
                falls,
                true,
                nanos);
    }
}

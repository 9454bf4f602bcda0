package io.github.evenkeel.core.health;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Turns probe results and request outcomes into a verdict, with the rise and fall thresholds that HAProxy and Envoy made
 * customary. Thread-safe and lock-free; a probe result allocates, a request's outcome does not.
 *
 * <pre>
 *   probes of liveness  ──► up or down ─┐        liveness down   UNHEALTHY
 *                                       ├──►  readiness down  NOT_READY   ◄── held after repeated falls
 *   probes of readiness ──► up or down ─┘        else            HEALTHY, or DEGRADED if either says so
 * </pre>
 *
 * <ul>
 *   <li>The first result of a kind decides at once: a new server waits for no threshold.
 *   <li>A run of probes turns down when failed probes in a row, plus request failures in a row since the last passed
 *       probe, reach {@code fall}: traffic that already fails spares the waiting for more probes. Requests alone never
 *       take a server out, because without probes nothing would bring it back (that is the circuit breaker's work,
 *       which sends a trial), and a successful request does not excuse a failed probe, because a server that wants no
 *       more traffic says so in its probe answer first. Requests count only while the server is in use.
 *   <li>It turns up after {@code rise} passed probes in a row.
 *   <li>{@link ProbeResult#DEGRADED} passes, and one such result is enough: it is what the server says of itself.
 *   <li>A server that has fallen before (gone out of use after having been in use) must stay well for longer each
 *       time: see {@link FlapDamping}. A probe that fails while it is held takes it down at once, and its time starts
 *       over when it is up again, but that is no further fall. The hold ends by time alone; the first probe after that
 *       reports it.
 * </ul>
 *
 * <p>Other than with Envoy a wrong status is one failure like a time-out, not the end at once: one 503 of an overloaded
 * server must not take it from the others that are about to be overloaded.
 */
public final class HealthTracker {
    /*
     * One immutable object behind one reference; every change is one CAS from the very judgement it was made from,
     * which is the linearization point. Written by probes (every few seconds) and by requests that fail or succeed
     * after a failure; read by each request that ends and by whoever rebuilds the snapshot. A stale read costs one
     * rebuild: every change of status is followed by a rebuild that reads anew.
     */
    private final AtomicReference<Judgement> judgement = new AtomicReference<>(new Judgement(HealthReport.NONE));

    /** Written by change; read with each probe and failed request. Who reads the old ones came before the change. */
    private volatile HealthThresholds thresholds;

    /**
     * What the probes say, and how many requests failed in a row since. A probe makes the first of a chain, one for
     * each number of failed requests; requests go up and down in it and allocate once for each step at most. That a
     * judgement may so come back does not matter to a CAS: it means the same again.
     */
    private static final class Judgement {
        private final HealthReport report;
        private final int failedRequests;
        private final Judgement withoutFailedRequests;

        /** The next of the chain. Written and read by failed requests; a race makes two that mean the same. */
        private volatile @Nullable Judgement withOneMore;

        Judgement(HealthReport report) {
            this.report = report;
            this.failedRequests = 0;
            this.withoutFailedRequests = this;
        }

        private Judgement(Judgement before) {
            this.report = before.report;
            this.failedRequests = before.failedRequests + 1;
            this.withoutFailedRequests = before.withoutFailedRequests;
        }

        Judgement withFailedRequests(int count) {
            Judgement last = this;
            while (last.failedRequests < count) {
                last = last.withFailedRequest();
            }
            return last;
        }

        Judgement withFailedRequest() {
            Judgement next = withOneMore;
            if (next == null) {
                next = new Judgement(this);
                withOneMore = next;
            }
            return next;
        }
    }

    /**
     * Starts with no verdict.
     *
     * @param thresholds how many results in a row change the verdict
     */
    public HealthTracker(HealthThresholds thresholds) {
        this.thresholds = Objects.requireNonNull(thresholds, "thresholds");
    }

    /**
     * Judges by other thresholds from the next result on.
     *
     * @param next how many results in a row change the verdict
     */
    public void change(HealthThresholds next) {
        thresholds = Objects.requireNonNull(next, "thresholds");
    }

    /**
     * The present verdict.
     *
     * @param nowNanos the time, which may have ended a hold
     * @return the status after every result recorded so far
     */
    public HealthStatus status(long nowNanos) {
        return report().status(nowNanos);
    }

    /**
     * What the verdict rests on.
     *
     * @return all that was recorded so far; {@link HealthReport#readmissionNanos} says when time alone will change it
     */
    public HealthReport report() {
        return judgement.get().report;
    }

    /**
     * Whether the server is on its way back: out, or in with its latest probe of either kind failed.
     *
     * @return true until a passed probe leaves the server in use
     */
    public boolean isFailing() {
        return report().isFailing();
    }

    /**
     * Forgets what the probes said and holds the server back until the next one, which decides like a first one: for a
     * server that has come, or come back, and is to be looked at before it gets requests.
     *
     * @param untilNanos when it is used even if no probe has answered
     * @param nowNanos the time
     */
    public void awaitProbe(long untilNanos, long nowNanos) {
        judgement.updateAndGet(before -> new Judgement(before.report.awaiting(untilNanos, nowNanos)));
    }

    /**
     * Records a probe result.
     *
     * @param kind what the probe asked
     * @param result what it found
     * @param nowNanos the time
     * @return true if this result changed the status or began a hold, or is the first after a hold; true for exactly
     *     one of the results that race for a change
     */
    public boolean probe(ProbeKind kind, ProbeResult result, long nowNanos) {
        return probe(kind, Finding.of(result), nowNanos);
    }

    /**
     * Records a probe result and what the probe saw.
     *
     * @param kind what the probe asked
     * @param finding what it found; its evidence is kept in the report if it did not pass
     * @param nowNanos the time
     * @return as for a mere result
     */
    public boolean probe(ProbeKind kind, Finding finding, long nowNanos) {
        Objects.requireNonNull(kind, "kind");
        while (true) {
            Judgement before = judgement.get();
            HealthReport was = before.report;
            HealthReport is = was.after(kind, finding, before.failedRequests, thresholds, nowNanos);
            // Whoever is out is reached by few requests, and comes back with a passed probe.
            boolean forgets = finding.result().isPass() || !is.status().isUsed();
            Judgement after = new Judgement(is).withFailedRequests(forgets ? 0 : before.failedRequests);
            if (judgement.compareAndSet(before, after)) {
                return was.held() != is.held() || was.status() != is.status();
            }
        }
    }

    /**
     * Records a request outcome: evidence that shortens the way out, never a verdict of its own.
     *
     * @param succeeded whether the server did its part
     */
    public void request(boolean succeeded) {
        while (true) {
            Judgement before = judgement.get();
            // The usual case, a success after a success, must not write: the reference would travel between cores.
            Judgement after = succeeded ? before.withoutFailedRequests : afterFailedRequest(before);
            if (before == after || judgement.compareAndSet(before, after)) {
                return;
            }
        }
    }

    private Judgement afterFailedRequest(Judgement before) {
        HealthStatus status = before.report.status();
        boolean counts = status == HealthStatus.HEALTHY || status == HealthStatus.DEGRADED;
        return counts && before.failedRequests < thresholds.fall() ? before.withFailedRequest() : before;
    }

    @Override
    public String toString() {
        Judgement now = judgement.get();
        return now.report + " with " + now.failedRequests + " failed requests";
    }
}

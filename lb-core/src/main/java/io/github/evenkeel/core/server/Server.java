package io.github.evenkeel.core.server;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.HealthReport;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.HealthTracker;
import io.github.evenkeel.core.health.ProbeKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One server and its live state: what is in flight, how fast it answers, what it failed. Lives across every rebuild of
 * its pool's snapshot, so a lease always ends on the counters it began on. Thread-safe, lock-free; nothing but
 * {@link #acquire} allocates, and that one lease only.
 */
public final class Server extends LoadSignals {
    private static final VarHandle PEAK_LATENCY;

    static {
        try {
            PEAK_LATENCY = MethodHandles.lookup().findVarHandle(Server.class, "peakLatency", PeakLatency.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String id;
    private final URI origin;
    private final HealthTracker health;
    private final CircuitBreaker breaker;
    private final EligibilityListener listener;
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final EndCounts ends = new EndCounts();
    private final Pause pause = new Pause();

    /** Written by the pool, read for statistics. */
    private final AtomicLong ejections = new AtomicLong();

    /** Null until somebody wants it; written once, by the CAS of the first who does, and read with each response. */
    private volatile @Nullable PeakLatency peakLatency;

    /** Written by whoever waits for the server to be idle, read by each close that leaves nothing in flight. */
    private volatile @Nullable LongConsumer whenIdle;

    /**
     * A server without history.
     *
     * @param spec its identity; weight and draining are the pool's concern
     * @param health judges its probes
     * @param breaker judges its requests
     * @param listener hears of every change of verdict
     */
    public Server(ServerSpec spec, HealthTracker health, CircuitBreaker breaker, EligibilityListener listener) {
        this.id = spec.id();
        this.origin = spec.origin();
        this.health = Objects.requireNonNull(health, "health");
        this.breaker = Objects.requireNonNull(breaker, "breaker");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * Names the server.
     *
     * @return its id, unique within the pool
     */
    public String id() {
        return id;
    }

    /**
     * Where it listens.
     *
     * @return scheme, host and port, without a path
     */
    public URI origin() {
        return origin;
    }

    /**
     * What the probes say.
     *
     * @return the latest report of its health tracker
     */
    public HealthReport health() {
        return health.report();
    }

    /**
     * What the requests say.
     *
     * @return its circuit breaker
     */
    public CircuitBreaker breaker() {
        return breaker;
    }

    /**
     * How many requests it has failed.
     *
     * @return the number since it was made
     */
    public long failures() {
        return ends.failures();
    }

    /**
     * How long it takes to answer at its worst. Kept from the first call on, so that a strategy asks when it prepares
     * and where none does no request pays for it.
     *
     * @return the same for the whole life of the server
     */
    public PeakLatency peakLatency() {
        PeakLatency kept = peakLatency;
        if (kept == null) {
            PeakLatency fresh = new PeakLatency();
            kept = (PeakLatency) PEAK_LATENCY.compareAndExchange(this, null, fresh);
            return kept == null ? fresh : kept;
        }
        return kept;
    }

    /**
     * Claims the server for one request, whatever its state. The breaker counts the outcome if it is closed now.
     *
     * @param nowNanos the time
     * @param previous the lease of the attempt before in the same exchange, if any
     * @return an open lease, or null if over a million requests are in flight
     */
    public @Nullable Lease acquire(long nowNanos, @Nullable Lease previous) {
        return acquire(breaker.permit(), nowNanos, previous);
    }

    /**
     * Claims the server for the one trial request that its open breaker admits.
     *
     * @param nowNanos the time
     * @param previous the lease of the attempt before in the same exchange, if any
     * @return an open lease for exactly one of the callers that race for it, null if no trial is due
     */
    public @Nullable Lease acquireTrial(long nowNanos, @Nullable Lease previous) {
        int permit = breaker.tryTrial(nowNanos);
        if (permit == CircuitBreaker.NO_PERMIT) {
            return null;
        }
        listener.eligibilityChanged(nowNanos);
        return acquire(permit, nowNanos, previous);
    }

    private @Nullable Lease acquire(int permit, long nowNanos, @Nullable Lease previous) {
        return begin(nowNanos) ? new Lease(this, permit, nowNanos, previous) : null;
    }

    /**
     * Records what a probe of its liveness found.
     *
     * @param passed whether the server answered as it should
     * @param nowNanos the time
     */
    public void recordProbe(boolean passed, long nowNanos) {
        recordProbe(ProbeKind.LIVENESS, passed ? Finding.passed() : Finding.failed(""), nowNanos);
    }

    /**
     * Records what a probe found, with what it saw: that then stands in events, statistics and explanations.
     *
     * @param kind what the probe asked
     * @param finding what it found
     * @param nowNanos the time
     */
    public void recordProbe(ProbeKind kind, Finding finding, long nowNanos) {
        boolean wasFailing = health.isFailing();
        boolean changed = health.probe(kind, finding, nowNanos);
        // Only a recovery brings the trial forward: a server whose probe always passes while its requests fail would
        // else be tried with every probe, and its back-off would mean nothing.
        if (wasFailing && !health.isFailing()) {
            changed |= breaker.bringTrialForward(nowNanos);
        }
        if (changed) {
            listener.eligibilityChanged(nowNanos);
        }
    }

    /**
     * Forgets what probes found and holds the server back until the next one; see {@link HealthTracker#awaitProbe}. To be
     * called before the server is eligible, which tells the pool of it.
     *
     * @param untilNanos when it is used even if no probe has answered
     * @param nowNanos the time
     */
    public void awaitProbe(long untilNanos, long nowNanos) {
        health.awaitProbe(untilNanos, nowNanos);
    }

    /**
     * Takes note that the server asked for a pause, as with {@code Retry-After}: until then it gets no new requests, if
     * others do. The longest pause asked for counts; it says nothing of the server's health.
     *
     * @param untilNanos when it wants requests again; a time that has passed changes nothing
     * @param nowNanos the time
     */
    public void pause(long untilNanos, long nowNanos) {
        // If it lasts longer than the pool knows, the pool learns that at the end it knows.
        if (pause.begin(untilNanos, nowNanos)) {
            listener.eligibilityChanged(nowNanos);
        }
    }

    /**
     * How long the pause that the server asked for still lasts.
     *
     * @param nowNanos the time
     * @return nanoseconds, 0 if there is none
     */
    public long pauseLeftNanos(long nowNanos) {
        return pause.leftNanos(nowNanos);
    }

    /**
     * Moves the breaker by an operator's hand or on other evidence, and lets the pool know: {@code server.moveBreaker(
     * breaker -> breaker.forceOpen(now), now)}.
     *
     * @param move what to do with the breaker; true if that changed its state
     * @param nowNanos the time
     * @return what {@code move} returned
     */
    public boolean moveBreaker(Predicate<CircuitBreaker> move, long nowNanos) {
        boolean moved = move.test(breaker);
        if (moved) {
            listener.eligibilityChanged(nowNanos);
        }
        return moved;
    }

    /**
     * Judges it otherwise from now on; what is known of it stays. Called by the pool that has it.
     *
     * @param thresholds how many probe results change the verdict
     * @param settings when its breaker opens and for how long
     * @param nowNanos the time
     */
    public void judgeBy(HealthThresholds thresholds, BreakerSettings settings, long nowNanos) {
        health.change(thresholds);
        breaker.change(settings, nowNanos);
    }

    /** Counts one ejection; called by the pool that carried it out. */
    public void countEjection() {
        ejections.incrementAndGet();
    }

    long ejections() {
        return ejections.get();
    }

    EndCounts ends() {
        return ends;
    }

    LatencyHistogram latencies() {
        return latencies;
    }

    boolean isSlow(long latencyNanos) {
        return breaker.isSlow(latencyNanos);
    }

    /**
     * Has it told, from now on, whenever the last request in flight has ended. Who sets this and then finds
     * {@link #inFlight} above zero will be told.
     *
     * @param newWhenIdle called with the time on the thread that ended the request; must be thread-safe and must not
     *     block. Null for nobody
     */
    public void whenIdle(@Nullable LongConsumer newWhenIdle) {
        whenIdle = newWhenIdle;
    }

    void responded(int permit, boolean slow, long latencyNanos, long nowNanos) {
        answered(latencyNanos, nowNanos);
        latencies.record(latencyNanos, nowNanos);
        PeakLatency peak = peakLatency;
        if (peak != null) {
            peak.record(latencyNanos, nowNanos);
        }
        if (breaker.succeedTrial(permit, slow, nowNanos)) {
            recovered(nowNanos);
        }
    }

    void tookLonger(long leastNanos, long nowNanos) {
        latencies.record(leastNanos, nowNanos);
    }

    void succeeded(int permit, boolean slow, long nowNanos) {
        ended(true, nowNanos);
        recordShare(false, nowNanos);
        health.request(true);
        if (breaker.succeed(permit, slow, nowNanos)) {
            recovered(nowNanos);
        }
    }

    void failed(FailureKind kind, int permit, boolean slow, long nowNanos) {
        ends.failed(kind);
        ended(false, nowNanos);
        recordShare(true, nowNanos);
        health.request(false);
        if (breaker.fail(permit, slow, nowNanos)) {
            listener.eligibilityChanged(nowNanos);
        }
    }

    void cancelled(int permit, long nowNanos) {
        ends.cancelled();
        withdrawn(permit, nowNanos);
    }

    void withdrawn(int permit, long nowNanos) {
        ended(false, nowNanos);
        if (breaker.release(permit, nowNanos)) {
            listener.eligibilityChanged(nowNanos);
        }
    }

    private void ended(boolean well, long nowNanos) {
        if (end(well)) {
            LongConsumer told = whenIdle;
            if (told != null) {
                told.accept(nowNanos);
            }
        }
    }

    private void recovered(long nowNanos) {
        forgiveFailures();
        listener.eligibilityChanged(nowNanos);
    }

    @Override
    public String toString() {
        return "Server[" + id + ", inFlight=" + inFlight() + ", "
                + health.report().status() + ", " + breaker.state() + "]";
    }
}

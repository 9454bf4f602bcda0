package io.github.evenkeel.core.server;

import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.HealthReport;
import io.github.evenkeel.core.health.HealthTracker;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.health.ProbeResult;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One server and its live state: what is in flight, how fast it answers, what it failed. Lives across every rebuild of
 * its pool's snapshot, so a lease always ends on the counters it began on. Thread-safe, lock-free; nothing but
 * {@link #acquire} allocates, and that one lease only.
 */
public final class Server {
    private static final VarHandle LOAD;
    private static final VarHandle LATENCY;
    private static final VarHandle FAILURE_SHARE;
    private static final VarHandle PEAK_LATENCY;
    private static final VarHandle SILENT_SINCE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LOAD = lookup.findVarHandle(Server.class, "load", long.class);
            LATENCY = lookup.findVarHandle(Server.class, "latency", long.class);
            FAILURE_SHARE = lookup.findVarHandle(Server.class, "failureShare", long.class);
            SILENT_SINCE = lookup.findVarHandle(Server.class, "silentSince", long.class);
            PEAK_LATENCY = lookup.findVarHandle(Server.class, "peakLatency", PeakLatency.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /*
     * In flight and successes share one word, so that the whole life of a good request costs two atomic additions:
     *
     *   63 .. 20    | 19 .. 0
     *   successes   | in flight
     *
     * Written by acquire (+1) and by the one close of each lease (-1, or -1 and a success). Read by every strategy;
     * a stale value only mis-ranks. A million leases in flight on one server would overflow: 64 000 ports forbid it
     * long before over TCP, and acquire refuses.
     */
    private static final int IN_FLIGHT_BITS = 20;
    private static final int MAX_IN_FLIGHT = (1 << IN_FLIGHT_BITS) - 1;
    private static final long ONE_BEGUN = 1;
    private static final long ONE_SUCCEEDED = (1L << IN_FLIGHT_BITS) - 1;

    @SuppressWarnings("unused") // through LOAD
    private volatile long load;

    /**
     * A {@link LatencyEstimate}, written with each response, read by each pick that looks at this server. Written
     * without a loop: of two responses at the same instant one may not count, which an average over a second does not
     * notice, while an atomic operation more is a tenth of what a request costs here.
     */
    private volatile long latency;

    /** A {@link FailureShare}, written with each failure and the successes that follow, read like the latency. */
    private volatile long failureShare;

    /*
     * When it was given the first request since it last answered or ended one, 0 if none. Written by acquire and by each
     * response and end, without a loop, and only where that changes it; read by each pick that looks at this server. Two
     * at one instant may leave either value, which the next request or answer corrects. Of a clock that shows 0 just
     * then, a nanosecond is taken.
     */
    private volatile long silentSince;

    private static final long HIGH_LATENCY_HALF_LIFE_NANOS = 3_000_000_000L;

    private static final FailureKind[] KINDS = FailureKind.values();

    private final String id;
    private final URI origin;
    private final HealthTracker health;
    private final CircuitBreaker breaker;
    private final EligibilityListener listener;
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final Pause pause = new Pause();

    /** Null until somebody wants it; written once, by the CAS of the first who does, and read with each response. */
    private volatile @Nullable PeakLatency peakLatency;

    /** Written by whoever waits for the server to be idle, read by each close that leaves nothing in flight. */
    private volatile @Nullable LongConsumer whenIdle;

    // Written when a request ends badly, read for statistics: not on the path of a good one.
    private final AtomicLongArray failures = new AtomicLongArray(KINDS.length);
    private final AtomicLong cancellations = new AtomicLong();
    private final AtomicLong ejections = new AtomicLong();

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
     * How many requests are under way.
     *
     * @return leases open now
     */
    public int inFlight() {
        return (int) load & MAX_IN_FLIGHT;
    }

    /**
     * How many requests it has served well.
     *
     * @return the number since it was made
     */
    public long successes() {
        return load >>> IN_FLIGHT_BITS;
    }

    /**
     * How many requests it has failed.
     *
     * @return the number since it was made
     */
    public long failures() {
        long sum = 0;
        for (FailureKind kind : KINDS) {
            sum += failures.get(kind.ordinal());
        }
        return sum;
    }

    /**
     * How long it takes to answer.
     *
     * @return the estimated nanoseconds to the head of a response, 0 before the first response
     */
    public double latencyNanos() {
        return LatencyEstimate.nanos(latency);
    }

    /**
     * How long it takes to answer, as far as that is believed: an estimate above the mean of its pool fades towards it
     * with a half-life of three seconds. A server shunned for its latency gets no requests to show it has recovered by,
     * and would else be shunned for ever. A single response far above the mean
     * is not held against it.
     *
     * @param meanNanos what the servers of its pool take on average, which stands for an unknown server too
     * @param nowNanos the time
     * @return the estimated nanoseconds to the head of a response
     */
    public double latencyNanos(double meanNanos, long nowNanos) {
        long word = latency;
        double nanos = LatencyEstimate.nanos(word, meanNanos);
        if (nanos > meanNanos) {
            long age = LatencyEstimate.ageNanos(word, nowNanos);
            return meanNanos + (nanos - meanNanos) * Decay.halved(age, HIGH_LATENCY_HALF_LIFE_NANOS);
        }
        return word == 0 ? meanNanos : nanos;
    }

    /**
     * How long it has owed an answer without giving any: whether a server stands still shows in this long before it
     * shows in its latency. A request whose response has begun is not waited for any more, however long its body takes.
     *
     * @param nowNanos the time
     * @return nanoseconds, 0 if nothing was asked of it since it last answered or ended a request
     */
    public long silentNanos(long nowNanos) {
        long since = silentSince;
        return since == 0 ? 0 : Math.max(0, nowNanos - since);
    }

    /**
     * How long ago the latency estimate last learnt something.
     *
     * @param nowNanos the time
     * @return nanoseconds, more than ever pass before the first response
     */
    public long latencyAgeNanos(long nowNanos) {
        long word = latency;
        return word == 0 ? Long.MAX_VALUE : LatencyEstimate.ageNanos(word, nowNanos);
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
     * How much of its latest work it failed.
     *
     * @param nowNanos the time
     * @param halfLifeNanos without a failure the share halves in this time
     * @return the share of recent requests that failed, 0 to 1
     */
    public double failureShare(long nowNanos, long halfLifeNanos) {
        return FailureShare.share(failureShare, nowNanos, halfLifeNanos);
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
        long before = (long) LOAD.getAndAdd(this, ONE_BEGUN);
        if (((int) before & MAX_IN_FLIGHT) >= MAX_IN_FLIGHT - 1) {
            LOAD.getAndAdd(this, -ONE_BEGUN);
            return null;
        }
        if (silentSince == 0) {
            SILENT_SINCE.setOpaque(this, nowNanos == 0 ? 1 : nowNanos);
        }
        return new Lease(this, permit, nowNanos, previous);
    }

    /**
     * Records what a probe of its liveness found.
     *
     * @param passed whether the server answered as it should
     * @param nowNanos the time
     */
    public void recordProbe(boolean passed, long nowNanos) {
        recordProbe(ProbeKind.LIVENESS, passed ? ProbeResult.PASSED : ProbeResult.FAILED, nowNanos);
    }

    /**
     * Records what a probe found.
     *
     * @param kind what the probe asked
     * @param result what it found
     * @param nowNanos the time
     */
    public void recordProbe(ProbeKind kind, ProbeResult result, long nowNanos) {
        recordProbe(kind, new Finding(result, ""), nowNanos);
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

    LatencyHistogram latencies() {
        return latencies;
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

    /** Counts one ejection; called by the pool that carried it out. */
    public void countEjection() {
        ejections.incrementAndGet();
    }

    boolean isSlow(long latencyNanos) {
        return breaker.isSlow(latencyNanos);
    }

    void responded(int permit, boolean slow, long latencyNanos, long nowNanos) {
        endSilence();
        LATENCY.setOpaque(this, LatencyEstimate.after(latency, latencyNanos, nowNanos));
        latencies.record(latencyNanos, nowNanos);
        PeakLatency peak = peakLatency;
        if (peak != null) {
            peak.record(latencyNanos, nowNanos);
        }
        if (breaker.succeedTrial(permit, slow, nowNanos)) {
            recovered(nowNanos);
        }
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

    private void endSilence() {
        if (silentSince != 0) {
            SILENT_SINCE.setOpaque(this, 0L);
        }
    }

    private void end(long change, long nowNanos) {
        endSilence();
        long before = (long) LOAD.getAndAdd(this, change);
        if (((int) before & MAX_IN_FLIGHT) == 1) {
            LongConsumer told = whenIdle;
            if (told != null) {
                told.accept(nowNanos);
            }
        }
    }

    void succeeded(int permit, boolean slow, long nowNanos) {
        end(ONE_SUCCEEDED, nowNanos);
        if (failureShare != 0) {
            recordShare(false, nowNanos);
        }
        health.request(true);
        if (breaker.succeed(permit, slow, nowNanos)) {
            recovered(nowNanos);
        }
    }

    void failed(FailureKind kind, int permit, boolean slow, long nowNanos) {
        failures.incrementAndGet(kind.ordinal());
        end(-ONE_BEGUN, nowNanos);
        recordShare(true, nowNanos);
        health.request(false);
        if (breaker.fail(permit, slow, nowNanos)) {
            listener.eligibilityChanged(nowNanos);
        }
    }

    /** Its failures are dealt with: to shun it for them beyond its slow start would keep it from its share for a minute. */
    private void recovered(long nowNanos) {
        failureShare = 0;
        listener.eligibilityChanged(nowNanos);
    }

    private void recordShare(boolean failed, long nowNanos) {
        while (true) {
            long before = failureShare;
            if (FAILURE_SHARE.compareAndSet(this, before, FailureShare.after(before, failed, nowNanos))) {
                return;
            }
        }
    }

    void cancelled(int permit, long nowNanos) {
        cancellations.incrementAndGet();
        withdrawn(permit, nowNanos);
    }

    void withdrawn(int permit, long nowNanos) {
        end(-ONE_BEGUN, nowNanos);
        if (breaker.release(permit, nowNanos)) {
            listener.eligibilityChanged(nowNanos);
        }
    }

    /**
     * The server's figures. Each is exact, but requests that begin or end meanwhile may show in one and not in another.
     *
     * @param spec what discovery says of it
     * @param standing where it stands in its pool
     * @param nowNanos the time
     * @return a copy
     */
    public ServerStatistics statistics(ServerSpec spec, ServerStanding standing, long nowNanos) {
        long now = load;
        long successes = now >>> IN_FLIGHT_BITS;
        int inFlight = (int) now & MAX_IN_FLIGHT;
        Map<FailureKind, Long> failuresByKind = new EnumMap<>(FailureKind.class);
        long failed = 0;
        for (FailureKind kind : KINDS) {
            long count = failures.get(kind.ordinal());
            failuresByKind.put(kind, count);
            failed += count;
        }
        long cancelled = cancellations.get();
        return new ServerStatistics(
                spec,
                standing,
                successes + failed + cancelled + inFlight,
                successes,
                failed,
                failuresByKind,
                cancelled,
                inFlight,
                ejections.get(),
                Duration.ofNanos((long) latencyNanos()),
                health.report(),
                breaker.metrics(nowNanos),
                LatencyPercentiles.of(List.of(this), nowNanos));
    }

    @Override
    public String toString() {
        return "Server[" + id + ", inFlight=" + inFlight() + ", "
                + health.report().status() + ", " + breaker.state() + "]";
    }
}

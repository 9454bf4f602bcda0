package io.github.evenkeel.core.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a pick reads of a server: how much is in flight, how fast it answers, how much it fails, how long it has been
 * silent. Four words, written by the requests as they begin and end; thread-safe, lock-free, allocates nothing.
 *
 * <p>A superclass of the server and not a part of it: a pick looks at many servers, and a part would be one more place
 * in memory to fetch for each of them.
 */
abstract sealed class LoadSignals permits Server {
    private static final VarHandle LOAD;
    private static final VarHandle LATENCY;
    private static final VarHandle FAILURE_SHARE;
    private static final VarHandle SILENT_SINCE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LOAD = lookup.findVarHandle(LoadSignals.class, "load", long.class);
            LATENCY = lookup.findVarHandle(LoadSignals.class, "latency", long.class);
            FAILURE_SHARE = lookup.findVarHandle(LoadSignals.class, "failureShare", long.class);
            SILENT_SINCE = lookup.findVarHandle(LoadSignals.class, "silentSince", long.class);
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
     * Written by begin (+1) and by the one close of each lease (-1, or -1 and a success). Read by every strategy;
     * a stale value only mis-ranks. A million leases in flight on one server would overflow: 64 000 ports forbid it
     * long before over TCP, and begin refuses.
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
     * When it was given the first request since it last answered or ended one, 0 if none. Written by begin and by each
     * response and end, without a loop, and only where that changes it; read by each pick that looks at this server. Two
     * at one instant may leave either value, which the next request or answer corrects. Of a clock that shows 0 just
     * then, a nanosecond is taken.
     */
    private volatile long silentSince;

    private static final long HIGH_LATENCY_HALF_LIFE_NANOS = 3_000_000_000L;

    /**
     * How many requests are under way.
     *
     * @return leases open now
     */
    public int inFlight() {
        return inFlight(load);
    }

    /**
     * How many requests it has served well.
     *
     * @return the number since it was made
     */
    public long successes() {
        return successes(load);
    }

    /** Requests in flight and successes at one instant. */
    long load() {
        return load;
    }

    static int inFlight(long load) {
        return (int) load & MAX_IN_FLIGHT;
    }

    static long successes(long load) {
        return load >>> IN_FLIGHT_BITS;
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
     * and would else be shunned for ever. A single response far above the mean is not held against it.
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
     * How long it takes to answer, if that is less than some other time. Without a branch that depends on which is less:
     * for a pick that looks at many servers those that no processor foresees would cost more than all else.
     *
     * @param limitNanos not negative
     * @return the lower of the limit and the estimated nanoseconds to the head of a response
     */
    public double latencyNanosAtMost(float limitNanos) {
        return LatencyEstimate.nanosAtMost(latency, limitNanos);
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
     * How much of its latest work it failed.
     *
     * @param nowNanos the time
     * @param halfLifeNanos without a failure the share halves in this time
     * @return the share of recent requests that failed, 0 to 1
     */
    public double failureShare(long nowNanos, long halfLifeNanos) {
        return FailureShare.share(failureShare, nowNanos, halfLifeNanos);
    }

    /** One more in flight; false, and nothing changed, if that would be too many. */
    boolean begin(long nowNanos) {
        long before = (long) LOAD.getAndAdd(this, ONE_BEGUN);
        if (inFlight(before) >= MAX_IN_FLIGHT - 1) {
            LOAD.getAndAdd(this, -ONE_BEGUN);
            return false;
        }
        if (silentSince == 0) {
            SILENT_SINCE.setOpaque(this, nowNanos == 0 ? 1 : nowNanos);
        }
        return true;
    }

    /** The head of a response has come. */
    void answered(long latencyNanos, long nowNanos) {
        endSilence();
        LATENCY.setOpaque(this, LatencyEstimate.after(latency, latencyNanos, nowNanos));
    }

    /** One less in flight. True if it was the last. */
    boolean end(boolean well) {
        endSilence();
        long before = (long) LOAD.getAndAdd(this, well ? ONE_SUCCEEDED : -ONE_BEGUN);
        return inFlight(before) == 1;
    }

    private void endSilence() {
        if (silentSince != 0) {
            SILENT_SINCE.setOpaque(this, 0L);
        }
    }

    void recordShare(boolean failed, long nowNanos) {
        if (!failed && failureShare == 0) {
            return; // nearly always
        }
        while (true) {
            long before = failureShare;
            if (FAILURE_SHARE.compareAndSet(this, before, FailureShare.after(before, failed, nowNanos))) {
                return;
            }
        }
    }

    /** Its failures are dealt with: to shun it for them beyond its slow start would keep it from its share for a minute. */
    void forgiveFailures() {
        failureShare = 0;
    }
}

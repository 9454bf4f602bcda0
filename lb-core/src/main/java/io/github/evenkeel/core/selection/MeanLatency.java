package io.github.evenkeel.core.selection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The latency that the requests of the latest 100 ms met: each server's estimate weighed by how many it served. Weighed
 * so, because one server that was slow once and gets nothing since must not pull up the mean that is to bring it back;
 * nor may it make a newcomer, which starts at the mean, look slow. Lock-free.
 */
final class MeanLatency {
    private static final long LIFE_NANOS = 100_000_000;

    /** Where nothing is known every server counts the same, so that scores rank by requests in flight. */
    private static final double NOTHING_KNOWN = 1;

    private final PoolView view;

    /** What the quickest mean grows by each time: 2 % a second, so that a pool that has become slower is soon usual. */
    private static final double FORGETTING = 1.002;

    /** Served by each server when the mean was last computed; written and read by whoever computes alone. */
    private final long[] served;

    /*
     * The mean as double bits (zero bits: nothing known yet) and when it is due again. Written by the pick that wins
     * the CAS on the due time, and by the first picks, until one finds a latency to take the mean of. Read by every
     * pick; a stale mean shifts the scores of unknown and fading servers by what the pool changed in 100 ms.
     */
    private final AtomicLong bits = new AtomicLong();
    private final AtomicLong dueNanos = new AtomicLong();

    /** The lowest mean of late, 0 while none is known. Written and read like the mean. */
    private volatile double quickestNanos;

    MeanLatency(PoolView view) {
        this(view, 0);
    }

    private MeanLatency(PoolView view, double quickestNanos) {
        this.view = view;
        this.quickestNanos = quickestNanos;
        this.served = new long[view.size()];
    }

    /** For another view of the same pool. */
    MeanLatency of(PoolView other) {
        return new MeanLatency(other, quickestNanos);
    }

    /** How many times as long the pool takes now as at its quickest: near 1 while nothing queues. */
    double strain(double meanNanos) {
        double quickest = quickestNanos;
        return quickest == 0 ? 1 : meanNanos / quickest;
    }

    double nanos(long nowNanos) {
        long now = bits.get();
        if (now == 0) {
            return learn(nowNanos);
        }
        long due = dueNanos.get();
        if (nowNanos - due >= 0 && dueNanos.compareAndSet(due, nowNanos + LIFE_NANOS)) {
            double mean = ofServed();
            if (mean > 0) {
                now = Double.doubleToRawLongBits(mean);
                bits.set(now);
                quickestNanos = quickestNanos == 0 ? mean : Math.min(mean, quickestNanos * FORGETTING);
            }
        }
        return Double.longBitsToDouble(now);
    }

    private double learn(long nowNanos) {
        double mean = ofKnown();
        if (mean == 0) {
            return NOTHING_KNOWN;
        }
        dueNanos.set(nowNanos); // before the mean: whoever sees the mean sees when it is due, which is at once
        bits.set(Double.doubleToRawLongBits(mean));
        return mean;
    }

    /** Weighed by what was served since the last time, 0 if nothing was. */
    private double ofServed() {
        double sum = 0;
        long requests = 0;
        for (int i = 0; i < view.size(); i++) {
            long before = served[i];
            served[i] = view.server(i).successes();
            long lately = served[i] - before;
            sum += view.server(i).latencyNanos() * lately;
            requests += lately;
        }
        return requests == 0 ? 0 : sum / requests;
    }

    /** Of all known alike, for the start; 0 if none is known. */
    private double ofKnown() {
        double sum = 0;
        int known = 0;
        for (int i = 0; i < view.size(); i++) {
            double latency = view.server(i).latencyNanos();
            if (latency > 0) {
                sum += latency;
                known++;
            }
        }
        return known == 0 ? 0 : sum / known;
    }
}

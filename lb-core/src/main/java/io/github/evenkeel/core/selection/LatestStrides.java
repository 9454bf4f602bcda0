package io.github.evenkeel.core.selection;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The weights that servers report, as strides of a rotation. They are taken from the reports every half second, by the
 * thread that brings one; a pick takes them itself only where reports fail to come: for those not taken yet after a
 * whole second, and half a second after time alone has changed something, such as a server believed from then on, or
 * forgotten. Taking reads each server's latest report and allocates nothing. Lock-free.
 *
 * <p>A server that has not reported counts for the mean of those that have, and none for less than a tenth of it or
 * more than ten of it: reports may be wrong. Of a server at the edge of a subset a part counts, as everywhere.
 */
final class LatestStrides {
    private static final long PERIOD_NANOS = 1_000_000_000;
    private static final long HALF_PERIOD_NANOS = PERIOD_NANOS / 2;

    private static final double MOST_MEANS = 10;
    private static final int LEAST_KNOWN = 2;

    private static final int NOTHING = -1;

    private final PoolView view;
    private final ReportedWeight[] reported;

    /**
     * Two tables in turn: one is read while the other is filled. Written by whoever takes. Who still reads one that is
     * filled again, half a second later, reads strides some of which are newer than others.
     */
    private final int[][] tables;

    /** The table that counts, or nothing if too few servers are known. Written by who has filled it, read by picks. */
    private volatile int latest = NOTHING;

    /** Whether the times below say anything. Written by the first pick, from which on reports are taken; read by all. */
    private volatile boolean begun;

    /** When the strides were last taken. Its CAS decides who takes next; read by reports. */
    private final AtomicLong takenNanos = new AtomicLong();

    /**
     * When a pick must take them. Put far off by who takes, before looking at the reports, and brought forward after
     * each report and by what time will change: so no report stays unheard, though too early a time may stay. Read by
     * every pick.
     */
    private final AtomicLong dueNanos = new AtomicLong();

    LatestStrides(PoolView view, ReportedWeight[] reported) {
        this.view = view;
        this.reported = reported;
        this.tables = new int[2][view.size()];
    }

    /** Takes what is known at the time when another took last, before any other thread sees this one. */
    void continueFrom(LatestStrides before) {
        if (before.begun) {
            begin(before.takenNanos.get());
        }
    }

    /** One for each server, or null if those of the pool count because too few have reported. */
    int @Nullable [] at(long nowNanos) {
        if (!begun) {
            begin(nowNanos);
        } else if (nowNanos - dueNanos.get() >= 0) {
            long taken = takenNanos.get();
            if (takenNanos.compareAndSet(taken, nowNanos)) {
                take(nowNanos);
            }
        }
        int table = latest;
        return table == NOTHING ? null : tables[table];
    }

    /** To be called after each report, which is taken now or within a second. */
    void heard(long nowNanos) {
        if (!begun) {
            return; // the first pick takes it
        }
        long taken = takenNanos.get();
        if (nowNanos - taken >= HALF_PERIOD_NANOS && takenNanos.compareAndSet(taken, nowNanos)) {
            take(nowNanos);
        } else {
            takeAt(takenNanos.get() + PERIOD_NANOS);
        }
    }

    private void begin(long nowNanos) {
        takenNanos.set(nowNanos);
        dueNanos.set(nowNanos + ReportedWeight.EXPIRY_NANOS);
        begun = true; // before looking at the reports: who reports without seeing this is seen
        take(nowNanos);
    }

    private void takeAt(long nanos) {
        long due = dueNanos.get();
        while (due - nanos > 0 && !dueNanos.compareAndSet(due, nanos)) {
            due = dueNanos.get();
        }
    }

    private void take(long nowNanos) {
        dueNanos.set(nowNanos + ReportedWeight.EXPIRY_NANOS);
        long unchangedNanos = ReportedWeight.EXPIRY_NANOS;
        int known = 0;
        double mean = 0;
        for (int i = 0; i < view.size(); i++) {
            double weight = reported[i].at(nowNanos);
            if (weight > 0) {
                known++;
                mean += (weight - mean) / known;
            }
            unchangedNanos = Math.min(unchangedNanos, reported[i].unchangedNanos(nowNanos));
        }
        latest = known < LEAST_KNOWN ? NOTHING : fill(mean, nowNanos);
        takeAt(nowNanos + unchangedNanos + HALF_PERIOD_NANOS);
    }

    private int fill(double mean, long nowNanos) {
        int table = latest == 0 ? 1 : 0;
        double greatest = 0;
        for (int i = 0; i < view.size(); i++) {
            greatest = Math.max(greatest, weight(i, mean, nowNanos));
        }
        for (int i = 0; i < view.size(); i++) {
            tables[table][i] = StaticStride.stride(weight(i, mean, nowNanos), greatest);
        }
        return table;
    }

    /** In means. */
    private double weight(int index, double mean, long nowNanos) {
        double weight = reported[index].at(nowNanos);
        double likely = weight > 0 ? Math.max(1 / MOST_MEANS, Math.min(weight / mean, MOST_MEANS)) : 1;
        return likely * view.weight(index) / view.candidate(index).spec().weight();
    }
}

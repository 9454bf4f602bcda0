package io.github.evenkeel.core.selection;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The weight that a server's reports give it: how much it serves for how busy that makes it. Lives as long as the
 * server does in its pool. Lock-free; a report allocates 32 bytes, a look nothing.
 */
final class ReportedWeight {
    /** Until a server has reported for so long nobody relies on it: what starts up is busy with starting. */
    static final long BLACKOUT_NANOS = 10_000_000_000L;

    /** What was reported so long ago is forgotten, and the server begins anew. */
    static final long EXPIRY_NANOS = 180_000_000_000L;

    /** What a failed request counts for, in requests: a server that fails all is idle, and no good. */
    private static final double ERROR_PENALTY = 1;

    private record Latest(double weight, long sinceNanos, long nowNanos) {}

    /** Written by every report of the server, read by who takes weights; a report lost to another is older or as old. */
    private final AtomicReference<@Nullable Latest> latest = new AtomicReference<>();

    void report(LoadReport report, long nowNanos) {
        double weight = weight(report);
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            return; // it says nothing, or says that it serves nothing
        }
        Latest before = latest.get();
        boolean begins = before == null || nowNanos - before.nowNanos >= EXPIRY_NANOS;
        latest.compareAndSet(before, new Latest(weight, begins ? nowNanos : before.sinceNanos, nowNanos));
    }

    private static double weight(LoadReport report) {
        if (report.utilisation() <= 0 || report.rate() <= 0) {
            return 0;
        }
        double errors = Math.max(0, report.errorRate());
        return report.rate() / (report.utilisation() + errors / report.rate() * ERROR_PENALTY);
    }

    /** For how long what {@link #at} says will stay the same if the server reports no more, at most the expiry. */
    long unchangedNanos(long nowNanos) {
        Latest now = latest.get();
        if (now == null || nowNanos - now.nowNanos >= EXPIRY_NANOS) {
            return EXPIRY_NANOS;
        }
        long blackout = BLACKOUT_NANOS - (nowNanos - now.sinceNanos);
        return blackout > 0 ? blackout : EXPIRY_NANOS - (nowNanos - now.nowNanos);
    }

    /** The weight, 0 if it is not known well enough. */
    double at(long nowNanos) {
        Latest now = latest.get();
        boolean known =
                now != null && nowNanos - now.nowNanos < EXPIRY_NANOS && nowNanos - now.sinceNanos >= BLACKOUT_NANOS;
        return known ? now.weight : 0;
    }
}

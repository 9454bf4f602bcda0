package io.github.evenkeel.benchmarks.endtoend;

import java.util.Locale;

/** What a request through ours may cost at most, beside a bare one. */
enum Bound {
    /** Microseconds more. */
    CPU(Metric.CPU, 2),
    /** So many more. */
    BYTES(Metric.BYTES, 1024),
    /** Times as long. */
    P50(Metric.P50, 1.02);

    private final Metric metric;
    private final double most;

    Bound(Metric metric, double most) {
        this.metric = metric;
        this.most = most;
    }

    /** Met or missed only if all of the interval says so. */
    String line(Pairs pairs) {
        Pairs.Estimate cost = this == P50 ? pairs.ratio(metric) : pairs.difference(metric);
        String verdict = cost.high() <= most ? "met" : cost.low() > most ? "missed" : "not shown";
        return String.format(
                Locale.ROOT,
                "bound %s/%s %.3f %.3f..%.3f, at most %.3f: %s",
                pairs.name(),
                metric,
                cost.value(),
                cost.low(),
                cost.high(),
                most,
                verdict);
    }
}

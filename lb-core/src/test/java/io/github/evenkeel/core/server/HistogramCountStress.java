package io.github.evenkeel.core.server;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** What a histogram promises though it is lossy: responses of different durations never cost each other their counts, and of
 * two of the same duration at least one is counted. */
@JCStressTest
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "all are counted")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "of two in one bucket at one instant one may go uncounted")
@State
public class HistogramCountStress {
    private static final long SHARED = 0;
    private static final long ONES_OWN = 1_000_000;
    private static final long OTHERS_OWN = 2_000_000;

    private final LatencyHistogram histogram = new LatencyHistogram();

    @Actor
    public void one() {
        histogram.record(SHARED, 0);
        histogram.record(ONES_OWN, 0);
    }

    @Actor
    public void other() {
        histogram.record(SHARED, 0);
        histogram.record(OTHERS_OWN, 0);
    }

    @Arbiter
    public void count(JJ_Result result) {
        long[] counts = new long[LatencyHistogram.BUCKETS];
        histogram.addTo(counts, 0);
        result.r1 = counts[0];
        for (int bucket = 1; bucket < counts.length; bucket++) {
            result.r2 += counts[bucket];
        }
    }
}

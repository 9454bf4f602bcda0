package io.github.evenkeel.core.server;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * Two responses that both find a histogram's period over: what they count is there, at least once, beside the period
 * before; and what was counted four periods ago, in the array that comes in use again, is not.
 */
@JCStressTest
@Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "both, and the one of the period before")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "of two at one instant one may go uncounted")
@State
public class HistogramTurnStress {
    /** A little more than a period. */
    private static final long PERIOD = 35_000_000_000L;

    private final LatencyHistogram histogram = new LatencyHistogram();

    public HistogramTurnStress() {
        for (int period = 0; period < 4; period++) {
            histogram.record(0, period * PERIOD);
        }
    }

    @Actor
    public void one() {
        histogram.record(0, 4 * PERIOD);
    }

    @Actor
    public void other() {
        histogram.record(0, 4 * PERIOD);
    }

    @Arbiter
    public void count(J_Result result) {
        long[] counts = new long[LatencyHistogram.BUCKETS];
        histogram.addTo(counts, 4 * PERIOD);
        for (long count : counts) {
            result.r1 += count;
        }
    }
}

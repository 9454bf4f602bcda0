package io.github.evenkeel.core.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class LimitStatePropertyTest {
    @Property(tries = 1000, seed = "1")
    void unpacksWhatWasPacked(
            @ForAll @DoubleRange(min = 1, max = LimitState.MAX_LIMIT) double limit,
            @ForAll @IntRange(max = LimitState.MAX_SAMPLES) int samples,
            @ForAll @IntRange(max = (1 << 24) - 1) int rtt) {
        long state = LimitState.pack(limit, samples, rtt);
        assertEquals(limit, LimitState.limitEstimate(state), 1.0 / 512);
        assertEquals((int) LimitState.limitEstimate(state), LimitState.limit(state));
        assertEquals(samples, LimitState.samples(state));
        assertEquals(rtt, LimitState.rtt(state));
    }

    @Property(tries = 1000, seed = "1")
    void timeIsKeptToFourMillionths(@ForAll @LongRange(min = 1) long nanos) {
        double kept = LimitState.rttNanos(LimitState.rttCode((double) nanos));
        assertEquals((double) nanos, kept, nanos * 4e-6);
        assertEquals(LimitState.rttCode((double) nanos), LimitState.rttCode(kept), "and kept again it is the same");
    }

    @Property(tries = 1000, seed = "1")
    void longerTimeNeverHasASmallerCode(
            @ForAll @LongRange(min = 1) long nanos, @ForAll @LongRange(min = 1) long other) {
        int code = LimitState.rttCode((double) Math.min(nanos, other));
        assertTrue(code <= LimitState.rttCode((double) Math.max(nanos, other)));
    }
}

package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.HOURS;
import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeakLatencyTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";

    private final PeakLatency peak = new PeakLatency();

    @Test
    void knowsNothingBeforeTheFirstSample() {
        assertEquals(0, peak.nanos(0));
        assertEquals(0, peak.nanos(HOURS));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void jumpsUpAtOnce(long origin) {
        peak.record(10 * MILLIS, origin);
        assertEquals(10.0 * MILLIS, peak.nanos(origin));
        peak.record(500 * MILLIS, origin + MILLIS);
        assertEquals(500.0 * MILLIS, peak.nanos(origin + MILLIS));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void fallsOffWithoutSamples(long origin) {
        peak.record(100 * MILLIS, origin);
        assertEquals(100 * MILLIS / Math.E, peak.nanos(origin + 10 * SECONDS), MILLIS);
        assertEquals(100 * MILLIS / Math.E, peak.nanos(origin + 10 * SECONDS), MILLIS, "reading changes nothing");
        assertEquals(100 * MILLIS / Math.E / Math.E, peak.nanos(origin + 20 * SECONDS), MILLIS);
        assertEquals(0, peak.nanos(origin + 3 * HOURS));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void comesDownToLowerSamplesCautiously(long origin) {
        peak.record(SECONDS, origin);
        for (int i = 1; i <= 1000; i++) {
            peak.record(10 * MILLIS, origin + i * 10 * MILLIS);
        }
        double expected = 10 * MILLIS + 990 * MILLIS / Math.E;
        assertEquals(expected, peak.nanos(origin + 10 * SECONDS), 0.01 * expected);
    }

    /** So much the estimate that is not peak-sensitive forgives in a second. */
    @Test
    void peakSticks() {
        for (int i = 0; i < 1000; i++) {
            peak.record(i == 500 ? SECONDS : 10 * MILLIS, i * 10 * MILLIS);
        }
        assertTrue(peak.nanos(10 * SECONDS) > 500 * MILLIS);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MIN_VALUE})
    void sampleWithoutDurationStillCountsAsKnown(long sample) {
        peak.record(sample, 0);
        assertEquals(1, peak.nanos(0));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void clockReadALittleEarlierLeavesItWhereItIs(long origin) {
        peak.record(100 * MILLIS, origin);
        assertEquals(100.0 * MILLIS, peak.nanos(origin - SECONDS));
        peak.record(10 * MILLIS, origin - SECONDS);
        assertEquals(100.0 * MILLIS, peak.nanos(origin - SECONDS));
    }

    /** Finagle's own formula, step by step, with a time that comes to us in whole ticks. */
    @Property(tries = 1000, seed = "1")
    void eachSampleCountsAsInTheModel(
            @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 10_000_000_000L) Long> samples,
            @ForAll @Size(60) List<@LongRange(min = -100_000_000, max = 30_000_000_000L) Long> gaps,
            @ForAll long origin) {
        PeakLatency real = new PeakLatency();
        long now = origin;
        for (int i = 0; i < samples.size(); i++) {
            double cost = real.nanos(now);
            long last = now >> 16;
            now += gaps.get(i);
            long rtt = samples.get(i);
            double elapsed = Math.max(0, ((now >> 16) - last) << 16); // in 48 bits, so that the clock may wrap
            double w = Math.exp(-elapsed / (10.0 * SECONDS));
            double expected = rtt > cost ? rtt : cost * w + rtt * (1 - w);
            real.record(rtt, now);
            assertEquals(expected, real.nanos(now), expected * 0.002);
        }
    }
}

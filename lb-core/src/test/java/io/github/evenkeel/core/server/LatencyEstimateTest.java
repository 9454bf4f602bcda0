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

class LatencyEstimateTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";
    private static final double TICK = 65_536;

    private final Estimate estimate = new Estimate();

    /** The word and what is done with it. */
    private static final class Estimate {
        private long word;

        void record(long sampleNanos, long nowNanos) {
            word = LatencyEstimate.after(word, sampleNanos, nowNanos);
        }

        double nanos() {
            return LatencyEstimate.nanos(word);
        }

        long ageNanos(long nowNanos) {
            return LatencyEstimate.ageNanos(word, nowNanos);
        }
    }

    @Test
    void knowsNothingBeforeTheFirstSample() {
        assertEquals(0, estimate.nanos());
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void firstSampleIsTheEstimate(long origin) {
        estimate.record(10 * MILLIS, origin);
        assertEquals(10 * MILLIS, estimate.nanos());
        assertEquals(0, estimate.ageNanos(origin));
    }

    @Property
    void isLimitedAsByTheMinimum(
            @ForAll @LongRange(min = 0, max = 60 * SECONDS) long sample,
            @ForAll @LongRange(min = 0, max = 60 * SECONDS) long other,
            @ForAll @LongRange(min = 0, max = 60 * SECONDS) long limit) {
        long word = LatencyEstimate.after(LatencyEstimate.after(0, sample, 0), other, SECONDS);
        double expected = Math.min(LatencyEstimate.nanos(word), (float) limit);
        assertEquals(expected, LatencyEstimate.nanosAtMost(word, limit));
        assertEquals(0, LatencyEstimate.nanosAtMost(0, limit));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MIN_VALUE})
    void sampleWithoutDurationStillCountsAsKnown(long sample) {
        estimate.record(sample, 0);
        assertEquals(1, estimate.nanos());
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void sampleAfterOneTimeConstantWeighsHalf(long origin) {
        estimate.record(10 * MILLIS, origin);
        estimate.record(20 * MILLIS, origin + SECONDS);
        assertEquals(15.0 * MILLIS, estimate.nanos(), 0.01 * MILLIS);
    }

    @Test
    void sampleAfterLongSilenceReplacesTheEstimate() {
        estimate.record(10 * MILLIS, 0);
        estimate.record(20 * MILLIS, HOURS);
        assertEquals(20.0 * MILLIS, estimate.nanos(), 0.01 * MILLIS);
    }

    @Test
    void peakDoesNotStick() {
        for (int i = 0; i < 1000; i++) {
            estimate.record(i == 500 ? SECONDS : 10 * MILLIS, i * 10 * MILLIS);
        }
        assertTrue(estimate.nanos() < 11 * MILLIS, () -> "but was " + estimate.nanos());
    }

    /** What a server owed while it stood still says little of how it is now that it answers. */
    @Test
    void sampleAtMostDoublesTheAverage() {
        estimate.record(10 * MILLIS, 0);
        estimate.record(9 * SECONDS, SECONDS);
        assertEquals(20.0 * MILLIS, estimate.nanos(), 0.01 * MILLIS);
    }

    @Test
    void serverThatHasBecomeSlowShowsAfterSeveralSamples() {
        estimate.record(10 * MILLIS, 0);
        for (int i = 1; i <= 8; i++) {
            estimate.record(SECONDS, i * SECONDS);
        }
        assertTrue(estimate.nanos() > 700 * MILLIS, () -> "but was " + estimate.nanos());
    }

    /** A connection had to be opened, or code to be compiled. */
    @Test
    void coldFirstSampleIsForgottenWithTheSecond() {
        estimate.record(300 * MILLIS, 0);
        estimate.record(10 * MILLIS, MILLIS);
        assertEquals(10.0 * MILLIS, estimate.nanos());
        estimate.record(300 * MILLIS, MILLIS);
        estimate.record(10 * MILLIS, MILLIS);
        assertTrue(estimate.nanos() > 10 * MILLIS, "only the first");
    }

    @Test
    void coldFirstSampleIsNotHeldAgainstTheServer() {
        estimate.record(300 * MILLIS, 0);
        assertEquals(10.0 * MILLIS, LatencyEstimate.nanos(estimate.word, 10 * MILLIS));
        assertEquals(300.0 * MILLIS, LatencyEstimate.nanos(estimate.word, 16 * MILLIS));
        estimate.record(300 * MILLIS, MILLIS);
        assertEquals(300.0 * MILLIS, LatencyEstimate.nanos(estimate.word, 10 * MILLIS), "one more says the same");
    }

    @Test
    void requestsThatEndWithinOneTickStillCount() {
        estimate.record(10 * MILLIS, 0);
        for (int i = 0; i < 100_000; i++) {
            estimate.record(20 * MILLIS, 0);
        }
        assertEquals(20.0 * MILLIS, estimate.nanos(), 0.1 * MILLIS);
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void ageIsTheTimeSinceTheLastSample(long origin) {
        estimate.record(MILLIS, origin);
        assertEquals(5.0 * SECONDS, estimate.ageNanos(origin + 5 * SECONDS), TICK);
        estimate.record(MILLIS, origin + 4 * SECONDS);
        assertEquals(1.0 * SECONDS, estimate.ageNanos(origin + 5 * SECONDS), TICK);
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void clockReadALittleEarlierHasNoAge(long origin) {
        estimate.record(MILLIS, origin);
        assertEquals(0, estimate.ageNanos(origin - SECONDS));
        estimate.record(3 * MILLIS, origin - SECONDS);
        assertTrue(estimate.nanos() > MILLIS && estimate.nanos() < 1.1 * MILLIS);
    }

    /** A pool may be idle from Friday to Monday; the slow server of Friday must not be shunned on Monday. */
    @ParameterizedTest
    @ValueSource(longs = {1, 38, 40, 62, 77})
    void ageIsRightAfterAnIdleWeekend(long hours) {
        estimate.record(MILLIS, 0);
        assertEquals(1.0 * hours * HOURS, estimate.ageNanos(hours * HOURS), TICK);
        estimate.record(2 * MILLIS, hours * HOURS);
        assertEquals(2.0 * MILLIS, estimate.nanos(), 0.01 * MILLIS);
    }

    @Property(tries = 1000, seed = "1")
    void averagesLikeTheModel(
            @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 10_000_000_000L) Long> samples,
            @ForAll @Size(60) List<@LongRange(min = -100_000_000, max = 3_000_000_000L) Long> gaps,
            @ForAll long origin) {
        Estimate real = new Estimate();
        double model = 0;
        long now = origin;
        long last = 0;
        for (int i = 0; i < samples.size(); i++) {
            now += gaps.get(i);
            long tick = now >> 16;
            double elapsed = Math.max(TICK, (tick - last) << 16); // in 48 bits, so that the clock may wrap
            boolean anew = i == 0 || (i == 1 && model > 20.0 * samples.get(i));
            double share = anew ? 1 : elapsed / (elapsed + SECONDS);
            double step = (samples.get(i) - model) * share;
            model += anew ? step : Math.min(step, model);
            last = tick;
            real.record(samples.get(i), now);
            assertEquals(model, real.nanos(), model * 1e-5);
        }
    }
}

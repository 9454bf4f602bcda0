package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {
    /** Twice what a period lasts: then at the latest a response is forgotten. */
    private static final long FORGOTTEN_NANOS = 2L << 35;

    private final LatencyHistogram histogram = new LatencyHistogram();

    private long responses(long nowNanos) {
        return responses(histogram, nowNanos);
    }

    private static long responses(LatencyHistogram histogram, long nowNanos) {
        long[] counts = new long[LatencyHistogram.BUCKETS];
        histogram.addTo(counts, nowNanos);
        return Arrays.stream(counts).sum();
    }

    private static LatencyPercentiles percentiles(long nowNanos, long... latencies) {
        Server server = Servers.server("a");
        for (long latency : latencies) {
            server.acquire(nowNanos - latency, null).succeed(nowNanos);
        }
        return LatencyPercentiles.of(List.of(server), nowNanos);
    }

    @Test
    void percentilesOfKnownLatencies() {
        long[] latencies = new long[1000];
        Arrays.setAll(latencies, i -> (i + 1) * MILLIS);
        LatencyPercentiles percentiles = percentiles(0, latencies);
        assertEquals(1000, percentiles.responses());
        assertNear(500 * MILLIS, percentiles.p50());
        assertNear(900 * MILLIS, percentiles.p90());
        assertNear(990 * MILLIS, percentiles.p99());
        assertNear(999 * MILLIS, percentiles.p999());
    }

    private static void assertNear(long nanos, Duration actual) {
        assertTrue(Math.abs(actual.toNanos() - nanos) <= 0.0625 * nanos, () -> nanos + " ns but " + actual);
    }

    @Test
    void noResponsesHaveNoPercentiles() {
        assertEquals(
                new LatencyPercentiles(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO), percentiles(5));
    }

    @Test
    void severalServersCountTogether() {
        Server fast = Servers.server("a");
        Server slow = Servers.server("b");
        for (int i = 0; i < 9; i++) {
            fast.acquire(0, null).succeed(MILLIS);
        }
        slow.acquire(0, null).succeed(100 * MILLIS);
        LatencyPercentiles both = LatencyPercentiles.of(List.of(fast, slow), 100 * MILLIS);
        assertEquals(10, both.responses());
        assertNear(MILLIS, both.p90());
        assertNear(100 * MILLIS, both.p99());
    }

    @Property
    void anyLatencyIsAtMostASixteenthOff(@ForAll @LongRange(min = 8192, max = (1L << 40) - 1) long nanos) {
        assertNear(nanos, percentiles(0, nanos).p50());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7, 8, 15})
    void shortestLatenciesAreToldApartByMicroseconds(long units) {
        assertEquals((units << 10) + 512, percentiles(0, units << 10).p50().toNanos());
    }

    @Test
    void onePercentileOfAnyShareNeedsEnoughResponses() {
        Server server = Servers.server("a");
        for (int i = 1; i <= 4; i++) {
            assertEquals(0, LatencyPercentiles.nanos(List.of(server), 0.75, 4, 100 * MILLIS), i + " are too few");
            server.acquire(0, null).succeed(i == 4 ? 100 * MILLIS : MILLIS);
        }
        assertNear(MILLIS, Duration.ofNanos(LatencyPercentiles.nanos(List.of(server), 0.75, 4, 100 * MILLIS)));
        assertNear(100 * MILLIS, Duration.ofNanos(LatencyPercentiles.nanos(List.of(server), 0.76, 4, 100 * MILLIS)));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 1023, 1L << 40, Long.MAX_VALUE})
    void latenciesBeyondAllBucketsCountToo(long nanos) {
        histogram.record(nanos, 0);
        assertEquals(1, responses(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 20 * SECONDS, -70 * SECONDS})
    void remembersForHalfOfTheTimeAtLeastAndForgetsAfterAllOfIt(long start) {
        histogram.record(MILLIS, start);
        assertEquals(1, responses(start + FORGOTTEN_NANOS / 2));
        assertEquals(0, responses(start + FORGOTTEN_NANOS));
    }

    @Property
    void silenceOfAnyLengthLeavesNothingBehind(
            @ForAll @Size(max = 12) List<@LongRange(min = 0, max = 600 * SECONDS) Long> pauses) {
        LatencyHistogram fresh = new LatencyHistogram(); // jqwik has one test instance for all tries
        long now = -200 * SECONDS;
        for (long pause : pauses) {
            fresh.record(MILLIS, now);
            now += pause;
            long kept = responses(fresh, now);
            assertTrue(kept == 0 || pause < FORGOTTEN_NANOS, () -> kept + " after " + pause);
        }
        now += FORGOTTEN_NANOS;
        fresh.record(MILLIS, now);
        assertEquals(1, responses(fresh, now));
    }

    @Test
    void clockALittleBehindCountsForThePresent() {
        histogram.record(MILLIS, 100 * SECONDS);
        histogram.record(MILLIS, 0);
        assertEquals(2, responses(100 * SECONDS));
        assertEquals(2, responses(0));
    }
}

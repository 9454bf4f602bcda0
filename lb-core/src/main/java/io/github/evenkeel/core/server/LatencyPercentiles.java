package io.github.evenkeel.core.server;

import java.time.Duration;

/**
 * How long responses took lately: those of the last half to whole minute, of one server or of several. Immutable. Each
 * percentile is at most 6 % off.
 *
 * @param responses how many responses the percentiles rest on, to within a few
 * @param p50 the median; zero if there were no responses, as all of these
 * @param p90 nine of ten were no slower
 * @param p99 99 of 100 were no slower
 * @param p999 999 of 1000 were no slower
 */
public record LatencyPercentiles(long responses, Duration p50, Duration p90, Duration p99, Duration p999) {
    /**
     * Takes the percentiles over all responses of some servers.
     *
     * @param servers whose responses
     * @param nowNanos the time
     * @return their percentiles
     */
    public static LatencyPercentiles of(Iterable<Server> servers, long nowNanos) {
        long[] counts = new long[LatencyHistogram.BUCKETS];
        servers.forEach(server -> server.latencies().addTo(counts, nowNanos));
        long responses = 0;
        for (long count : counts) {
            responses += count;
        }
        return new LatencyPercentiles(
                responses,
                percentile(counts, responses, 0.5),
                percentile(counts, responses, 0.9),
                percentile(counts, responses, 0.99),
                percentile(counts, responses, 0.999));
    }

    private static Duration percentile(long[] counts, long responses, double share) {
        long rank = Math.max(1, (long) Math.ceil(responses * share));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return Duration.ofNanos((long) LatencyHistogram.nanos(bucket));
            }
        }
        return Duration.ZERO;
    }
}

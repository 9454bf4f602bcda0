package io.github.evenkeel.core.server;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * How long responses took lately: those of the last half to whole minute, of one server or of several. Immutable. Each
 * percentile is at most 6 % off.
 *
 * @param responses how many responses the percentiles rest on, to within a few; what was overtaken by its hedge counts
 *     as one that came just then
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
        long[] counts = counts(servers, nowNanos);
        long responses = LongStream.of(counts).sum();
        return new LatencyPercentiles(
                responses,
                percentile(counts, responses, 0.5),
                percentile(counts, responses, 0.9),
                percentile(counts, responses, 0.99),
                percentile(counts, responses, 0.999));
    }

    /**
     * Takes one percentile, of any share.
     *
     * @param servers whose responses
     * @param share such as 0.95, above 0 and at most 1
     * @param least how many responses there must be for it to mean anything
     * @param nowNanos the time
     * @return nanoseconds that this share of the responses did not exceed, or 0 if there were fewer responses
     */
    public static long nanos(Iterable<Server> servers, double share, int least, long nowNanos) {
        long[] counts = counts(servers, nowNanos);
        long responses = LongStream.of(counts).sum();
        return responses < least ? 0 : percentile(counts, responses, share).toNanos();
    }

    private static long[] counts(Iterable<Server> servers, long nowNanos) {
        long[] counts = new long[LatencyHistogram.BUCKETS];
        servers.forEach(server -> server.latencies().addTo(counts, nowNanos));
        return counts;
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

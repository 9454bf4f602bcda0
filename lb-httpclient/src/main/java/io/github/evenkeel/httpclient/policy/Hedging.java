package io.github.evenkeel.httpclient.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * When a second server is asked for what the first one is slow to answer. Immutable. The first good head wins; the other
 * attempt is cancelled, which is no failure, and on HTTP/1.1 costs its connection. Your body handler sees the winner
 * only.
 *
 * <p>Hedged are requests that are idempotent by the {@link RetryPolicy}, whose body can be sent again whatever has
 * become of it, that belong to no session and take no pushed responses; each at most once. A hedge is an attempt like
 * any other and draws from the same budget as retries. There are none while the pool has answered fewer than 20 requests
 * in the last half to whole minute, and none in a brown-out: when the budget is spent, when fewer than two servers or
 * nine in ten are active, or when the pool fails open. More load would then make it worse.
 *
 * @param percentile how many of the pool's latest responses were faster than a request that is hedged, such as 0.95;
 *     from 0.5 to 0.999
 * @param floor how long a request waits for its first server at least
 */
public record Hedging(double percentile, Duration floor) {
    /** After the 95th percentile, and 5 ms. */
    public static final Hedging DEFAULT = new Hedging(0.95, Duration.ofMillis(5));

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public Hedging {
        Objects.requireNonNull(floor, "floor");
        if (!(percentile >= 0.5 && percentile <= 0.999)) {
            throw new IllegalArgumentException("percentile must be from 0.5 to 0.999 but was " + percentile);
        }
        if (floor.isNegative()) {
            throw new IllegalArgumentException("floor must not be negative but was " + floor);
        }
    }

    /**
     * The same at another percentile.
     *
     * @param newPercentile from 0.5 to 0.999
     * @return changed policy
     */
    public Hedging withPercentile(double newPercentile) {
        return new Hedging(newPercentile, floor);
    }

    /**
     * The same with another floor.
     *
     * @param newFloor how long a request waits for its first server at least
     * @return changed policy
     */
    public Hedging withFloor(Duration newFloor) {
        return new Hedging(percentile, newFloor);
    }
}

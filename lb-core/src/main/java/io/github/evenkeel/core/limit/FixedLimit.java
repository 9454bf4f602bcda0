package io.github.evenkeel.core.limit;

/**
 * A limit that never changes.
 *
 * @param limit requests at once, 1 to 65 535
 */
public record FixedLimit(int limit) implements LimitAlgorithm {
    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public FixedLimit {
        Ranges.check("limit", limit, 1, LimitState.MAX_LIMIT, "to forbid all requests, drain the server instead");
    }

    @Override
    public int initial() {
        return limit;
    }

    @Override
    public int most() {
        return limit;
    }

    @Override
    public long next(long state, long rttNanos, int inFlight, boolean dropped) {
        return state;
    }
}

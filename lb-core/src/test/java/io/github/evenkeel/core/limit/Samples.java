package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;

/** An algorithm and what it has learnt, fed with one sample after the other. */
final class Samples {
    private final LimitAlgorithm algorithm;
    private long state;

    Samples(LimitAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.state = LimitState.starting(algorithm.initial());
    }

    Samples succeed(long rttMillis, int inFlight) {
        return sample(rttMillis * MILLIS, inFlight, false);
    }

    Samples drop(long rttMillis, int inFlight) {
        return sample(rttMillis * MILLIS, inFlight, true);
    }

    Samples sample(long rttNanos, int inFlight, boolean dropped) {
        state = algorithm.next(state, rttNanos, inFlight, dropped);
        return this;
    }

    int limit() {
        return LimitState.limit(state);
    }

    double estimate() {
        return LimitState.limitEstimate(state);
    }

    double rttMillis() {
        return LimitState.rttNanos(LimitState.rtt(state)) / MILLIS;
    }

    int samples() {
        return LimitState.samples(state);
    }
}

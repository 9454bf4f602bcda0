package io.github.evenkeel.core.health;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a circuit breaker knows, at one moment. Immutable.
 *
 * <p>Requests, failures, slow requests and rates are those of the window while the breaker is closed, those that it
 * opened on while it is open, and those of the trials while it is half-open; none while it is disabled. Results that
 * come in while the figures are taken may show in some of them and not in others.
 *
 * @param state what it is doing
 * @param sinceNanos since when, in the time of whoever uses the breaker
 * @param requests how many requests, or trials, the rates are about
 * @param failures how many of them failed
 * @param slow how many of them were slow, failed or not
 * @param failureRatePercent the share that failed, 0 to 100, or {@link #UNKNOWN} while there are too few
 * @param slowRatePercent the share that was slow, 0 to 100, or {@link #UNKNOWN} while there are too few
 * @param failuresInARow failures since the last success, 0 while not closed
 * @param openings how often it has opened since it was made, after failed trials and by force included
 * @param lastCause why it opened last, null if it never has
 * @param notPermitted how often {@link CircuitBreaker#tryAcquire} has refused since it was made
 * @param trialDueNanos when the next trial is due, in the same time; empty while none will be, because the breaker is
 *     closed, disabled or forced open
 */
public record BreakerMetrics(
        CircuitBreaker.State state,
        long sinceNanos,
        long requests,
        long failures,
        long slow,
        double failureRatePercent,
        double slowRatePercent,
        int failuresInARow,
        long openings,
        @Nullable OpeningCause lastCause,
        long notPermitted,
        OptionalLong trialDueNanos) {

    /**
     * Instead of a rate: fewer requests than the rates need. It is below every rate, so that an alarm on a high one
     * stays silent, and unlike NaN it is equal to itself.
     */
    public static final double UNKNOWN = -1;

    static BreakerMetrics of(Phase phase, BreakerSettings settings, long notPermitted, OptionalLong trialDueNanos) {
        Tally tally = phase.tally();
        Openings openings = phase.openings();
        boolean closed = phase instanceof Closed;
        boolean ofTrials = phase instanceof HalfOpen || (!closed && openings.lastCause() == OpeningCause.TRIAL);
        int trials = phase instanceof HalfOpen now ? now.settings().trials() : settings.trials();
        int minimum = ofTrials ? trials : settings.minimumRequests();
        return new BreakerMetrics(
                phase.state(),
                phase.sinceNanos(),
                tally.requests(),
                tally.failures(),
                tally.slow(),
                tally.requests() < minimum ? UNKNOWN : 100.0 * tally.failures() / tally.requests(),
                tally.requests() < minimum ? UNKNOWN : 100.0 * tally.slow() / tally.requests(),
                phase instanceof Closed now ? now.failuresInARow() : 0,
                openings.total(),
                openings.lastCause(),
                notPermitted,
                trialDueNanos);
    }
}

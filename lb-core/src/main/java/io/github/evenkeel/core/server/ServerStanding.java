package io.github.evenkeel.core.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a server stands in its pool, since when and why. Immutable.
 *
 * @param state where it stands
 * @param since how long it has stood there
 * @param cause what brought it there
 * @param evidence the same in words, with figures
 * @param nextTrial how long until its circuit breaker next admits a trial request, zero if it would now; null while it
 *     admits none, because it is closed, disabled or forced open
 * @param effectiveWeight how much of the traffic it is given relative to the others: its weight, less while it warms up
 */
public record ServerStanding(
        ServerState state,
        Duration since,
        StateCause cause,
        String evidence,
        @Nullable Duration nextTrial,
        double effectiveWeight) {}

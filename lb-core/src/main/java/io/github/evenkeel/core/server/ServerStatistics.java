package io.github.evenkeel.core.server;

import io.github.evenkeel.core.health.HealthReport;
import java.time.Duration;
import java.util.Map;

/**
 * The figures of one server at one moment. Immutable.
 *
 * @param id the server's id
 * @param state where it stands in its pool
 * @param weight its configured weight
 * @param requests requests begun, those in flight included
 * @param successes requests it served well
 * @param failures requests it failed
 * @param failuresByKind the same, by how it failed them; every kind is present
 * @param cancellations requests that ended without a verdict: cancelled, or failed on the client's side
 * @param inFlight requests begun and not ended
 * @param ejections how often its circuit breaker took it out of the traffic
 * @param latency its estimated time to the head of a response; zero before the first response
 * @param health what its probes said
 */
public record ServerStatistics(
        String id,
        ServerState state,
        int weight,
        long requests,
        long successes,
        long failures,
        Map<FailureKind, Long> failuresByKind,
        long cancellations,
        int inFlight,
        long ejections,
        Duration latency,
        HealthReport health) {
    /** Copies what could change. */
    public ServerStatistics {
        failuresByKind = Map.copyOf(failuresByKind);
    }
}

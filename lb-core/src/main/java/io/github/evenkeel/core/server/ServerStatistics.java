package io.github.evenkeel.core.server;

import io.github.evenkeel.core.health.BreakerMetrics;
import io.github.evenkeel.core.health.HealthReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The figures of one server at one moment. Immutable.
 *
 * @param spec what discovery says of it
 * @param standing where it stands in its pool, since when and why
 * @param requests requests begun, those in flight included
 * @param successes requests it served well
 * @param failures requests it failed
 * @param failuresByKind the same, by how it failed them; every kind is present
 * @param cancellations requests that ended without a verdict: cancelled, or failed on the client's side
 * @param inFlight requests begun and not ended
 * @param ejections how often its circuit breaker took it out of the traffic
 * @param latency its estimated time to the head of a response; zero before the first response
 * @param health what its probes said
 * @param breaker what its circuit breaker knows: the requests or trials it judges by, and why it opened last
 * @param percentiles the times to the heads of its latest responses
 */
public record ServerStatistics(
        ServerSpec spec,
        ServerStanding standing,
        long requests,
        long successes,
        long failures,
        Map<FailureKind, Long> failuresByKind,
        long cancellations,
        int inFlight,
        long ejections,
        Duration latency,
        HealthReport health,
        BreakerMetrics breaker,
        LatencyPercentiles percentiles) {
    /** Copies what could change. */
    public ServerStatistics {
        failuresByKind = Map.copyOf(failuresByKind);
    }

    /**
     * Takes a server's figures. Each is exact, but requests that begin or end meanwhile may show in one and not in another.
     *
     * @param server whose figures
     * @param spec what discovery says of it
     * @param standing where it stands in its pool
     * @param nowNanos the time
     * @return a copy
     */
    public static ServerStatistics of(Server server, ServerSpec spec, ServerStanding standing, long nowNanos) {
        long load = server.load();
        Map<FailureKind, Long> failuresByKind = server.ends().failuresByKind();
        long failures =
                failuresByKind.values().stream().mapToLong(Long::longValue).sum();
        long cancellations = server.ends().cancellations();
        return new ServerStatistics(
                spec,
                standing,
                Server.successes(load) + failures + cancellations + Server.inFlight(load),
                Server.successes(load),
                failures,
                failuresByKind,
                cancellations,
                Server.inFlight(load),
                server.ejections(),
                Duration.ofNanos((long) server.latencyNanos()),
                server.health(),
                server.breaker().metrics(nowNanos),
                LatencyPercentiles.of(List.of(server), nowNanos));
    }

    /**
     * Names the server.
     *
     * @return its id
     */
    public String id() {
        return spec.id();
    }

    /**
     * Where it stands in its pool.
     *
     * @return the state of its standing
     */
    public ServerState state() {
        return standing.state();
    }
}

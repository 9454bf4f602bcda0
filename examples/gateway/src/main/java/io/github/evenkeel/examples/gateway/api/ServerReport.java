package io.github.evenkeel.examples.gateway.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.examples.gateway.configuration.ServerEntry;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a server is doing, as the API tells it. Times are in milliseconds or, where they are long, seconds; rates are per
 * second and, as the shares are, over the last ten seconds.
 *
 * @param url where it listens
 * @param name what people call it
 * @param pool whose server it is
 * @param weight how much of the traffic it should get relative to the others
 * @param effectiveWeight the same while it warms up
 * @param healthCheckPeriod how often it is checked, in seconds
 * @param backup whether it gets requests only while no other server can
 * @param state where it stands, in lower case
 * @param why what brought it there
 * @param sinceSeconds how long it has stood there
 * @param nextTrialSeconds how long until a request is tried on it, if its breaker is open
 * @param breaker whether failed requests took it out: closed, half-open (a trial is under way) or open
 * @param inFlight requests begun and not ended
 * @param latencyMs its estimated time to the head of an answer
 * @param p50Ms the median of the last half to whole minute
 * @param p99Ms 99 of 100 were no slower
 * @param requests how many it got
 * @param successes how many it served
 * @param failures how many it failed
 * @param cancellations how many ended without a verdict
 * @param ejections how often failed requests took it out
 * @param requestRate requests a second
 * @param errorRate which share of them it failed
 * @param share which share of its pool's requests it got
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ServerReport(
        String url,
        String name,
        String pool,
        int weight,
        double effectiveWeight,
        double healthCheckPeriod,
        boolean backup,
        String state,
        String why,
        double sinceSeconds,
        @Nullable Double nextTrialSeconds,
        String breaker,
        int inFlight,
        double latencyMs,
        double p50Ms,
        double p99Ms,
        long requests,
        long successes,
        long failures,
        long cancellations,
        long ejections,
        double requestRate,
        double errorRate,
        double share) {
    static ServerReport of(String pool, ServerStatistics server, Traffic.Figures traffic) {
        ServerEntry entry = ServerEntry.of(server.spec());
        Duration nextTrial = server.standing().nextTrial();
        return new ServerReport(
                entry.url().toString(),
                entry.name(),
                pool,
                entry.weight(),
                server.standing().effectiveWeight(),
                entry.healthCheckPeriod().toNanos() / 1e9,
                entry.backup(),
                server.state().name().toLowerCase(Locale.ROOT),
                server.standing().evidence(),
                seconds(server.standing().since()),
                nextTrial == null ? null : seconds(nextTrial),
                breaker(server.state()),
                server.inFlight(),
                millis(server.latency()),
                millis(server.percentiles().p50()),
                millis(server.percentiles().p99()),
                server.requests(),
                server.successes(),
                server.failures(),
                server.cancellations(),
                server.ejections(),
                traffic.requestRate(),
                traffic.errorRate(),
                traffic.share());
    }

    private static String breaker(ServerState state) {
        return switch (state) {
            case EJECTED -> "open";
            case TRIAL -> "half-open";
            default -> "closed";
        };
    }

    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e3;
    }

    private static double seconds(Duration time) {
        return Math.round(time.toMillis() / 100.0) / 10.0;
    }
}

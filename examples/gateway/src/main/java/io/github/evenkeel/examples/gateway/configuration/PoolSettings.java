package io.github.evenkeel.examples.gateway.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One pool of servers.
 *
 * @param strategy how to choose among them
 * @param healthCheck how to ask a server how it is
 * @param thresholds how many good or bad answers change the verdict on it
 * @param slowStart how long a server that comes, or comes back, takes to its full share
 * @param attempts how many servers a request is tried on at most
 * @param tlsName whom https servers given as addresses must prove to be, if not the pool's name
 * @param sticky the cookie that keeps a browser with one server, if there is one
 * @param servers who they are
 */
public record PoolSettings(
        Strategy strategy,
        HealthCheck healthCheck,
        Thresholds thresholds,
        Duration slowStart,
        int attempts,
        Optional<String> tlsName,
        Optional<String> sticky,
        List<ServerEntry> servers) {
    static final PoolSettings DEFAULT = new PoolSettings(
            Strategy.LEAST_CONNECTIONS_WEIGHTED,
            new HealthCheck("/", "200-399", ServerEntry.DEFAULT_PERIOD, Duration.ofSeconds(2)),
            new Thresholds(1, 3, 5, 50, Duration.ofSeconds(5)),
            Duration.ZERO,
            3,
            Optional.empty(),
            Optional.empty(),
            List.of());

    public PoolSettings {
        servers = List.copyOf(servers);
    }

    PoolSettings withServers(List<ServerEntry> newServers) {
        return new PoolSettings(strategy, healthCheck, thresholds, slowStart, attempts, tlsName, sticky, newServers);
    }

    /**
     * How to ask a server how it is.
     *
     * @param path what to ask for
     * @param success which statuses are good answers, as in {@code 200-299,401}
     * @param period how often, if the server does not say otherwise
     * @param timeout how long the answer may take
     */
    public record HealthCheck(String path, String success, Duration period, Duration timeout) {}

    /**
     * What changes the verdict on a server.
     *
     * @param rise passed checks in a row that bring it back
     * @param fall failed checks in a row that take it out
     * @param failures failed requests in a row that take it out
     * @param failureRate per cent of failed requests within 10 s that take it out
     * @param openTime how long failed requests first take it out; doubles with each failed trial
     */
    public record Thresholds(int rise, int fall, int failures, int failureRate, Duration openTime) {}
}

package io.github.evenkeel.examples.gateway.configuration;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the file says. Immutable; two that say the same are equal.
 *
 * @param pools the pools by name, {@link #DEFAULT_POOL} among them
 * @param routes which requests go to which pools; the first that fits counts, and the rest go to the default pool
 * @param timeouts how long what may take
 * @param api who may use the API
 */
public record Configuration(Map<String, PoolSettings> pools, List<RouteSettings> routes, Timeouts timeouts, Api api) {
    /** The pool that the servers on the top level of the file make. */
    public static final String DEFAULT_POOL = "default";

    /** Without a file: no servers yet. */
    public static final Configuration EMPTY =
            new Configuration(Map.of(DEFAULT_POOL, PoolSettings.DEFAULT), List.of(), Timeouts.DEFAULT, Api.DEFAULT);

    public Configuration {
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
        routes = List.copyOf(routes);
    }

    /** The same without its servers: what cannot be changed without a new client. */
    public Configuration withoutServers() {
        Map<String, PoolSettings> empty = new LinkedHashMap<>(pools);
        empty.replaceAll((name, pool) -> pool.withServers(List.of()));
        return new Configuration(empty, routes, timeouts, api);
    }

    /** The settings of a pool that there is. */
    public PoolSettings pool(String name) {
        return Objects.requireNonNull(pools.get(name), name);
    }

    /** Whether a pool lists a server. */
    public boolean lists(String pool, URI url) {
        PoolSettings settings = pools.get(pool);
        return settings != null
                && settings.servers().stream().anyMatch(server -> server.url().equals(url));
    }

    /** All servers of all pools. */
    public List<ServerEntry> servers() {
        List<ServerEntry> all = new ArrayList<>();
        pools.values().forEach(pool -> all.addAll(pool.servers()));
        return all;
    }

    /**
     * How long what may take.
     *
     * @param connect to connect to a server
     * @param attempt from sending a request to one server to the head of its answer; then another is tried, if any harm
     *     is out of the question
     * @param request from a request until the head of its answer, over all attempts
     * @param idle a connection of a client without a byte either way
     * @param drain for what is under way when the gateway ends, or a server is drained
     */
    public record Timeouts(
            Duration connect, Optional<Duration> attempt, Duration request, Duration idle, Duration drain) {
        static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(2),
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }

    /**
     * Who may use the API.
     *
     * @param host the address it listens at
     * @param token what a caller must know, or null if nothing
     */
    public record Api(String host, @Nullable String token) {
        static final Api DEFAULT = new Api("127.0.0.1", null);

        @Override
        public String toString() {
            return "Api[" + host + (token == null ? "]" : ", with a token]");
        }
    }
}

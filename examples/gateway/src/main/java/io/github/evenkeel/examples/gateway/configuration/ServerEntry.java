package io.github.evenkeel.examples.gateway.configuration;

import io.github.evenkeel.core.server.ServerSpec;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A server as the file or the API lists it.
 *
 * @param url where it listens; no two servers share one
 * @param name what people call it
 * @param weight how much of the traffic it should get relative to the others, at least 1
 * @param healthCheckPeriod how often it is checked
 * @param backup whether it gets requests only while no other server can
 */
public record ServerEntry(URI url, String name, int weight, Duration healthCheckPeriod, boolean backup) {
    /** How often a server is checked if nobody says otherwise. */
    public static final Duration DEFAULT_PERIOD = Duration.ofSeconds(10);

    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(1);
    private static final int MOST_WEIGHT = 1_000_000;

    private static final String NAME = "name";
    private static final String PERIOD = "health_check_period";

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value and the remedy
     */
    public ServerEntry {
        if (weight < 1 || weight > MOST_WEIGHT) {
            throw new IllegalArgumentException("weight must be a whole number from 1 to " + MOST_WEIGHT + " but was "
                    + weight + "; to send a server nothing, drain or delete it");
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank; leave it out to use the URL's host and port");
        }
        if (healthCheckPeriod.compareTo(SHORTEST_PERIOD) < 0 || healthCheckPeriod.compareTo(LONGEST_PERIOD) > 0) {
            throw new IllegalArgumentException("health_check_period must be from 0.1 to 86400 seconds but was "
                    + healthCheckPeriod.toNanos() / 1e9);
        }
    }

    /** A server of weight 1 named after its host and port. */
    public static ServerEntry at(URI url) {
        return new ServerEntry(url, url.getRawAuthority(), 1, DEFAULT_PERIOD, false);
    }

    /**
     * Reads a server's URL and brings it to its plain form, by which servers are known.
     *
     * @throws IllegalArgumentException if it is not the URL of a server
     */
    public static URI url(String text) {
        return ServerSpec.of(text).origin();
    }

    public ServerEntry withName(String newName) {
        return new ServerEntry(url, newName, weight, healthCheckPeriod, backup);
    }

    public ServerEntry withWeight(int newWeight) {
        return new ServerEntry(url, name, newWeight, healthCheckPeriod, backup);
    }

    public ServerEntry withHealthCheckPeriod(Duration newPeriod) {
        return new ServerEntry(url, name, weight, newPeriod, backup);
    }

    public ServerEntry withBackup(boolean newBackup) {
        return new ServerEntry(url, name, weight, healthCheckPeriod, newBackup);
    }

    /** The same, as the library knows servers: what it has no word for is metadata. */
    public ServerSpec spec() {
        return ServerSpec.of(url.toString())
                .withWeight(weight)
                .withTier(backup ? 1 : 0)
                .withMetadata(Map.of(NAME, name, PERIOD, healthCheckPeriod.toString()));
    }

    /** The entry that {@link #spec} was made of. */
    public static ServerEntry of(ServerSpec spec) {
        Map<String, String> metadata = spec.metadata();
        return new ServerEntry(
                spec.origin(), metadata.getOrDefault(NAME, spec.id()), spec.weight(), period(spec), spec.tier() > 0);
    }

    /** How often a server is checked. */
    public static Duration period(ServerSpec spec) {
        return Duration.parse(spec.metadata().getOrDefault(PERIOD, DEFAULT_PERIOD.toString()));
    }
}

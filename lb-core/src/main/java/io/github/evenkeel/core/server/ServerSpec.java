package io.github.evenkeel.core.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What discovery says of a server. Immutable.
 *
 * <p>The {@code id} and {@code origin} are its identity: an update that changes anything else keeps the server's live
 * state, one that changes the origin under an id describes another server.
 *
 * @param id names the server in statistics and events; unique within a pool, not blank
 * @param origin where it listens: {@code http://host[:port]} or {@code https://host[:port]}, no path, query or user
 * @param weight how much of the traffic it should get relative to the others, at least 1
 * @param draining true if it wants no new requests but may finish those it has
 * @param zone where it runs, such as an availability zone; empty if that is not known
 * @param tier how far it is from the first choice: 0 for a primary server, 1 for a backup, and so on
 * @param metadata what else is known of it, such as its version; for strategies that group servers
 */
public record ServerSpec(
        String id, URI origin, int weight, boolean draining, String zone, int tier, Map<String, String> metadata) {
    /**
     * Checks every value and brings the origin to its plain form ({@code HTTP://A:80/} becomes {@code http://a:80}).
     *
     * @throws IllegalArgumentException naming what is wrong and with which server
     */
    public ServerSpec {
        Objects.requireNonNull(id, "id");
        if (id.isBlank()) {
            throw new IllegalArgumentException("id must not be blank (server " + origin + ")");
        }
        origin = plain(origin);
        if (weight < 1) {
            throw new IllegalArgumentException("weight must be at least 1 but was " + weight + " (server " + id
                    + "); whoever is to get no new requests drains");
        }
        Objects.requireNonNull(zone, "zone");
        if (tier < 0) {
            throw new IllegalArgumentException("tier must be at least 0 but was " + tier + " (server " + id + ")");
        }
        metadata = Map.copyOf(metadata);
    }

    /**
     * A primary server of weight 1 whose id is its origin.
     *
     * @param origin where it listens, such as {@code http://10.0.0.1:8080}
     * @return its specification
     * @throws IllegalArgumentException if the origin is not one
     */
    public static ServerSpec of(String origin) {
        Objects.requireNonNull(origin, "origin");
        URI plain;
        try {
            plain = plain(new URI(origin.strip()));
        } catch (URISyntaxException e) {
            throw notAnOrigin(origin, "it is not a URI: " + e.getReason());
        }
        return new ServerSpec(plain.toString(), plain, 1, false, "", 0, Map.of());
    }

    /**
     * The same server under another id.
     *
     * @param newId unique within the pool
     * @return changed specification
     */
    public ServerSpec withId(String newId) {
        return new ServerSpec(newId, origin, weight, draining, zone, tier, metadata);
    }

    /**
     * The same server with another weight.
     *
     * @param newWeight at least 1
     * @return changed specification
     */
    public ServerSpec withWeight(int newWeight) {
        return new ServerSpec(id, origin, newWeight, draining, zone, tier, metadata);
    }

    /**
     * The same server, draining or not.
     *
     * @param nowDraining true if it wants no new requests
     * @return changed specification
     */
    public ServerSpec withDraining(boolean nowDraining) {
        return new ServerSpec(id, origin, weight, nowDraining, zone, tier, metadata);
    }

    /**
     * The same server in another zone.
     *
     * @param newZone where it runs; empty if that is not known
     * @return changed specification
     */
    public ServerSpec withZone(String newZone) {
        return new ServerSpec(id, origin, weight, draining, newZone, tier, metadata);
    }

    /**
     * The same server in another tier.
     *
     * @param newTier 0 for a primary server, 1 for a backup, and so on
     * @return changed specification
     */
    public ServerSpec withTier(int newTier) {
        return new ServerSpec(id, origin, weight, draining, zone, newTier, metadata);
    }

    /**
     * The same server with other metadata.
     *
     * @param newMetadata all that is known of it from now on
     * @return changed specification
     */
    public ServerSpec withMetadata(Map<String, String> newMetadata) {
        return new ServerSpec(id, origin, weight, draining, zone, tier, newMetadata);
    }

    private static URI plain(URI origin) {
        Objects.requireNonNull(origin, "origin");
        String scheme = origin.getScheme() == null ? "" : origin.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw notAnOrigin(origin, "it must begin with http:// or https://");
        }
        if (origin.getHost() == null) {
            throw notAnOrigin(origin, "it names no host that HTTP allows");
        }
        if (origin.getPort() == 0 || origin.getPort() > 65535) {
            throw notAnOrigin(origin, "the port must be from 1 to 65535");
        }
        if (origin.getRawUserInfo() != null) {
            throw notAnOrigin(origin, "it must not hold a user; use an Authorization header");
        }
        String path = origin.getRawPath();
        if (!path.isEmpty() && !path.equals("/")) {
            throw notAnOrigin(origin, "it must not have a path but has " + path + "; the path comes from each request");
        }
        if (origin.getRawQuery() != null || origin.getRawFragment() != null) {
            throw notAnOrigin(origin, "it must have neither query nor fragment");
        }
        String port = origin.getPort() < 0 ? "" : ":" + origin.getPort();
        return URI.create(scheme + "://" + origin.getHost().toLowerCase(Locale.ROOT) + port);
    }

    private static IllegalArgumentException notAnOrigin(Object origin, String why) {
        String shown =
                origin.toString().replaceFirst("//[^/?#]*@", "//***@"); // a password is none of the log's business
        return new IllegalArgumentException("server origin '" + shown + "' cannot be used: " + why
                + " (an origin looks like http://10.0.0.1:8080)");
    }
}

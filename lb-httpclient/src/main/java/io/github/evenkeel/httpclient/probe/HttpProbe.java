package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.health.HealthThresholds;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * An active health check: GET of a path on each server. A status from 200 to 399 within the timeout passes, everything
 * else fails. Immutable; change one value with its {@code with} method.
 *
 * @param path what to ask for, beginning with {@code /}; may hold a query
 * @param interval from the end of one probe to the start of the next, at least 10 ms
 * @param jitter how much the interval varies either way, as a share of it, 0 to 1: clients that started together must
 *     not probe together
 * @param timeout how long an answer may take, body included, at least 1 ms
 * @param thresholds how many results in a row change the verdict
 */
public record HttpProbe(String path, Duration interval, double jitter, Duration timeout, HealthThresholds thresholds) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public HttpProbe {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(thresholds, "thresholds");
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("probe path must begin with one '/' but was '" + path + "'");
        }
        try {
            URI.create("http://server" + path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("probe path '" + path + "' cannot stand in a URI: " + e.getMessage(), e);
        }
        between("interval", interval, Duration.ofMillis(10));
        between("timeout", timeout, Duration.ofMillis(1));
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("probe jitter must be from 0 to 1 but was " + jitter);
        }
    }

    private static void between(String name, Duration value, Duration least) {
        Objects.requireNonNull(value, name);
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "probe " + name + " must be from " + least + " to " + LONGEST + " but was " + value);
        }
    }

    /**
     * A probe with the usual values: every 5 s ± 20 %, timeout 2 s, 3 failures out, 2 passes in.
     *
     * @param path what to ask for, beginning with {@code /}
     * @return the probe
     */
    public static HttpProbe of(String path) {
        return new HttpProbe(path, Duration.ofSeconds(5), 0.2, Duration.ofSeconds(2), HealthThresholds.DEFAULT);
    }

    /**
     * The same with another interval.
     *
     * @param newInterval from the end of one probe to the start of the next
     * @return changed probe
     */
    public HttpProbe withInterval(Duration newInterval) {
        return new HttpProbe(path, newInterval, jitter, timeout, thresholds);
    }

    /**
     * The same with another jitter.
     *
     * @param newJitter how much the interval varies either way, as a share of it
     * @return changed probe
     */
    public HttpProbe withJitter(double newJitter) {
        return new HttpProbe(path, interval, newJitter, timeout, thresholds);
    }

    /**
     * The same with another timeout.
     *
     * @param newTimeout how long an answer may take
     * @return changed probe
     */
    public HttpProbe withTimeout(Duration newTimeout) {
        return new HttpProbe(path, interval, jitter, newTimeout, thresholds);
    }

    /**
     * The same with other thresholds.
     *
     * @param newThresholds how many results in a row change the verdict
     * @return changed probe
     */
    public HttpProbe withThresholds(HealthThresholds newThresholds) {
        return new HttpProbe(path, interval, jitter, timeout, newThresholds);
    }
}

package io.github.evenkeel.httpclient.probe;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request whose answer tells how the server is. It is sent by the client that sends the requests too, over the
 * same connections, and redirects are not followed. At most 64 KiB of the answer's body are read; if a body check wants
 * to see the body, a longer one fails it.
 *
 * @param path what to ask for, beginning with {@code /}; may hold a query
 * @param method such as {@code GET}
 * @param headers what to send beside, by name
 * @param statuses which pass, at least one
 * @param body what the body has to be, null for anything
 * @param longPoll how long the server may wait with its answer until its health changes, zero for not at all: such a
 *     long poll sends {@code Prefer: wait=N} and {@code If-None-Match} with the entity tag of the latest answer, or
 *     {@code "healthy"} or {@code "unhealthy"}, while the verdict is settled. A server that honours it says so
 *     ({@code Preference-Applied: wait}, or {@code armeria-lphc}) and is asked again at once; any other is probed by the
 *     interval. At most an hour, in whole seconds
 */
public record HttpCheck(
        String path,
        String method,
        Map<String, String> headers,
        List<StatusRange> statuses,
        @Nullable BodyCheck body,
        Duration longPoll)
        implements Check {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that makes no sense
     */
    public HttpCheck {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(longPoll, "longPoll");
        headers = Map.copyOf(headers);
        statuses = List.copyOf(statuses);
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("probe path must begin with one '/' but was '" + path + "'");
        }
        URI uri;
        try {
            uri = URI.create("http://server" + path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("probe path '" + path + "' cannot stand in a URI: " + e.getMessage(), e);
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("probe path '" + path
                    + "' must have no fragment, which is never sent; leave out what follows the '#'");
        }
        if (statuses.isEmpty()) {
            throw new IllegalArgumentException("no status would pass the probe of " + path + "; name at least one");
        }
        if (longPoll.isNegative() || longPoll.compareTo(LONGEST_WAIT) > 0 || longPoll.toNanosPart() != 0) {
            throw new IllegalArgumentException(
                    "probe longPoll must be whole seconds from 0 to " + LONGEST_WAIT + " but was " + longPoll);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
        headers.forEach(request::header); // refuses what must not be sent
    }

    /**
     * GET of a path; a status from 200 to 399 passes.
     *
     * @param path what to ask for
     * @return the check
     */
    public static HttpCheck of(String path) {
        return new HttpCheck(path, "GET", Map.of(), List.of(new StatusRange(200, 399)), null, Duration.ZERO);
    }

    /**
     * The same with another method.
     *
     * @param newMethod such as {@code HEAD}
     * @return changed check
     */
    public HttpCheck withMethod(String newMethod) {
        return new HttpCheck(path, newMethod, headers, statuses, body, longPoll);
    }

    /**
     * The same with one header more.
     *
     * @param name of the header
     * @param value what to send
     * @return changed check
     */
    public HttpCheck withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new HttpCheck(path, method, more, statuses, body, longPoll);
    }

    /**
     * The same with other statuses.
     *
     * @param newStatuses which pass, such as {@code 200-299,401}
     * @return changed check
     */
    public HttpCheck withStatuses(String newStatuses) {
        return new HttpCheck(path, method, headers, StatusRange.parse(newStatuses), body, longPoll);
    }

    /**
     * The same with a body check.
     *
     * @param newBody what the body has to be
     * @return changed check
     */
    public HttpCheck withBody(BodyCheck newBody) {
        return new HttpCheck(path, method, headers, statuses, newBody, longPoll);
    }

    /**
     * The same as a long poll.
     *
     * @param newWait how long the server may wait until its health changes
     * @return changed check
     */
    public HttpCheck withLongPoll(Duration newWait) {
        return new HttpCheck(path, method, headers, statuses, body, newWait);
    }

    boolean passes(int status) {
        return statuses.stream().anyMatch(range -> range.contains(status));
    }
}

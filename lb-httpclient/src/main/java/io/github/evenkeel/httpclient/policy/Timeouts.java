package io.github.evenkeel.httpclient.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long the parts of an exchange may take, beside the request's own timeout, which bounds all attempts together up
 * to the head of the response. Immutable. A limit of null is none.
 *
 * <p>A body is waited for only while somebody asks for it: a reader who pauses lets no server time out. The limits for
 * bodies are kept to within a quarter, that for an attempt which the JDK client repeats by itself to within a tenth and
 * half a second. What exceeds one ends with an {@link java.net.http.HttpTimeoutException} and is the server's failure.
 *
 * @param attempt from sending one attempt to the head of its response; after it an idempotent request goes to another
 *     server, as long as its own timeout allows
 * @param firstByte from the head of a response to the first byte of its body
 * @param idle from one part of a body to the next
 * @param unread how long a body may lie there with nobody asking for the rest of it, before it is ended, with a
 *     warning: whoever forgets to read or close a stream holds a connection and keeps a request in flight
 * @param wholeBody whether the request's timeout covers the response's body too
 */
public record Timeouts(
        @Nullable Duration attempt,
        @Nullable Duration firstByte,
        @Nullable Duration idle,
        @Nullable Duration unread,
        boolean wholeBody) {
    private static final Duration LEAST = Duration.ofMillis(1);

    /** The JDK client fails requests with timeouts beyond what its calendar holds. */
    private static final Duration MOST = Duration.ofDays(365);

    /** No limit but that on unread bodies: five minutes. */
    public static final Timeouts DEFAULT = new Timeouts(null, null, null, Duration.ofMinutes(5), false);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public Timeouts {
        check("attempt", attempt);
        check("firstByte", firstByte);
        check("idle", idle);
        check("unread", unread);
    }

    private static void check(String name, @Nullable Duration limit) {
        if (limit != null && (limit.compareTo(LEAST) < 0 || limit.compareTo(MOST) > 0)) {
            throw new IllegalArgumentException(
                    name + " must be from 1 ms to a year but was " + limit + "; leave it out (null) for no limit");
        }
    }

    /**
     * The same with another limit for one attempt.
     *
     * @param newAttempt from sending it to the head of its response, null for no limit
     * @return changed timeouts
     */
    public Timeouts withAttempt(@Nullable Duration newAttempt) {
        return new Timeouts(newAttempt, firstByte, idle, unread, wholeBody);
    }

    /**
     * The same with another limit for the first byte.
     *
     * @param newFirstByte from the head of a response to the first byte of its body, null for no limit
     * @return changed timeouts
     */
    public Timeouts withFirstByte(@Nullable Duration newFirstByte) {
        return new Timeouts(attempt, newFirstByte, idle, unread, wholeBody);
    }

    /**
     * The same with another limit for silence.
     *
     * @param newIdle from one part of a body to the next, null for no limit
     * @return changed timeouts
     */
    public Timeouts withIdle(@Nullable Duration newIdle) {
        return new Timeouts(attempt, firstByte, newIdle, unread, wholeBody);
    }

    /**
     * The same with another limit for unread bodies.
     *
     * @param newUnread how long a body may lie there unread, null for ever
     * @return changed timeouts
     */
    public Timeouts withUnread(@Nullable Duration newUnread) {
        return new Timeouts(attempt, firstByte, idle, newUnread, wholeBody);
    }

    /**
     * The same with another end of the request's timeout.
     *
     * @param newWholeBody true for the end of the response's body, false for its head
     * @return changed timeouts
     */
    public Timeouts withWholeBody(boolean newWholeBody) {
        return new Timeouts(attempt, firstByte, idle, unread, newWholeBody);
    }

    /**
     * The shortest of the limits for bodies: how closely these must be watched.
     *
     * @return null if there is none
     */
    public @Nullable Duration shortestForBodies() {
        return Stream.of(firstByte, idle, unread)
                .filter(Objects::nonNull)
                .min(Duration::compareTo)
                .orElse(null);
    }
}

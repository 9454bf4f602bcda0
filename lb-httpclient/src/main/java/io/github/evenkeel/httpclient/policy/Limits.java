package io.github.evenkeel.httpclient.policy;

import io.github.evenkeel.core.limit.FixedLimit;
import io.github.evenkeel.core.limit.LimitAlgorithm;
import java.time.Duration;
import java.util.Objects;

/**
 * How many requests a server gets at once, and what becomes of those for which no server has room. Immutable. A server at
 * its limit is passed over; when all are, new requests wait in one line, first come, first served, without holding a
 * thread if sent by {@code sendAsync}. The line being full, or the wait too long, a request fails at once, which is no
 * failure of any server. Retries and hedges take a free place or none, and WebSockets, which stay for long, need none. A
 * request of a session waits for the session's own server and holds up nobody who would take another; when it has waited in vain, it
 * takes any server with room, to which the session moves.
 *
 * @param perServer how the limit of each server is found: a {@link FixedLimit}, or one of the adaptive ones
 * @param waiting how many requests may wait, 0 to 1 000 000
 * @param patience how long one waits at most, if its own timeout is not over before
 */
public record Limits(LimitAlgorithm perServer, int waiting, Duration patience) {
    private static final int MOST_WAITING = 1_000_000;

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public Limits {
        Objects.requireNonNull(perServer, "perServer");
        if (waiting < 0 || waiting > MOST_WAITING) {
            throw new IllegalArgumentException("waiting must be from 0 to " + MOST_WAITING + " but was " + waiting);
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException(
                    "patience must be above zero but was " + patience + "; to let nobody wait, set waiting to 0");
        }
    }

    /**
     * A limit with room for 1000 requests to wait, 10 s at most.
     *
     * @param perServer how the limit of each server is found
     * @return the limits
     */
    public static Limits of(LimitAlgorithm perServer) {
        return new Limits(perServer, 1000, Duration.ofSeconds(10));
    }

    /**
     * The same with another length of the line.
     *
     * @param newWaiting how many requests may wait
     * @return changed limits
     */
    public Limits withWaiting(int newWaiting) {
        return new Limits(perServer, newWaiting, patience);
    }

    /**
     * The same with another longest wait.
     *
     * @param newPatience how long a request waits at most
     * @return changed limits
     */
    public Limits withPatience(Duration newPatience) {
        return new Limits(perServer, waiting, newPatience);
    }
}

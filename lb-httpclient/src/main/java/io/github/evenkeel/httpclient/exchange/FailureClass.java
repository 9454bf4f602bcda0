package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.FailureKind;
import org.jspecify.annotations.Nullable;

/** What a failed attempt tells: how far the request got, and whose fault it was. */
public enum FailureClass {
    /** No connection, or no TLS session: the server saw nothing of the request. */
    NOT_SENT(true, FailureKind.CONNECT),
    /**
     * No connection, but perhaps not the first: the JDK client repeats a GET or HEAD whose connection broke by itself, and
     * tells only of the last. The server may have processed the request.
     */
    UNREACHABLE(false, FailureKind.CONNECT),
    /** The server said that it did not process the request. It may be about to go away, and is not to blame. */
    REFUSED_BY_PEER(true, null),
    /** The client has all the streams it may open to the server under way. */
    LOCAL_LIMIT(true, null),
    /** No answer in time; the server may have processed the request. */
    TIMED_OUT(false, FailureKind.TIMEOUT),
    /** The server takes its leave of the connection; it may have processed the request, and is not to blame. */
    GOING_AWAY(false, null),
    /** The connection broke or spoke nonsense before the response; the server may have processed the request. */
    CONNECTION_LOST(false, FailureKind.CONNECTION_LOST),
    /** The response began and broke off. */
    PARTIAL_RESPONSE(false, FailureKind.BODY),
    /** Cancelled, or failed by the caller's own code, or the client is closed: says nothing of the server. */
    NEUTRAL(false, null);

    private final boolean unprocessed;
    private final @Nullable FailureKind blame;

    FailureClass(boolean unprocessed, @Nullable FailureKind blame) {
        this.unprocessed = unprocessed;
        this.blame = blame;
    }

    /**
     * What the server is blamed for.
     *
     * @return null for nothing
     */
    public @Nullable FailureKind blame() {
        return blame;
    }

    /**
     * Whether sending the request to another server can do no harm, as far as the request itself goes.
     *
     * @param idempotent whether the request may be processed twice
     * @return true if it may be sent again
     */
    public boolean allowsRetry(boolean idempotent) {
        return unprocessed || (idempotent && this != NEUTRAL);
    }
}

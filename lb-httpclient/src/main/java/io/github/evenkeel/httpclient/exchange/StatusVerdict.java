package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;

/** What a status says of the server that sent it. */
public enum StatusVerdict {
    /** The server did its part, whatever it thinks of the request. */
    SUCCESS,
    /** The server failed. */
    FAILURE,
    /** The server asks for less, or for a pause: no failure, but its haste must not pass for speed. */
    NEUTRAL;

    /**
     * Judges a status.
     *
     * @param status of the response
     * @param asksForPause whether the response says when to come again
     * @return what it says of the server
     */
    public static StatusVerdict of(int status, boolean asksForPause) {
        if (status == 429 || asksForPause) {
            return NEUTRAL;
        }
        // 501 and 505 judge the request: no other server of the kind would answer otherwise.
        return status >= 500 && status != 501 && status != 505 ? FAILURE : SUCCESS;
    }

    /** Ends a request with what its answer says, now that its body has ended. */
    void close(Lease lease, long nowNanos) {
        switch (this) {
            case SUCCESS -> lease.succeed(nowNanos);
            case FAILURE -> lease.fail(FailureKind.STATUS, nowNanos);
            case NEUTRAL -> lease.cancel(nowNanos);
        }
    }

    /** What that teaches of the server's limit. */
    Outcome outcome() {
        return switch (this) {
            case SUCCESS -> Outcome.SUCCEEDED;
            case FAILURE -> Outcome.IGNORED;
            case NEUTRAL -> Outcome.DROPPED;
        };
    }
}

package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.server.FailureKind;

/**
 * What a server does to requests that reach it instead of serving them.
 *
 * @param kind what the client sees
 * @param share of the requests, 0 to 1
 * @param afterNanos how long the server takes for it
 */
record Fault(FailureKind kind, double share, long afterNanos) {
    private static final long NEVER = Long.MAX_VALUE;

    static final Fault NONE = new Fault(FailureKind.STATUS, 0, 0);

    /** Nobody listens: an answer as fast as the network. */
    static final Fault REFUSED = new Fault(FailureKind.CONNECT, 1, 0);

    /** The host is gone: nothing ever comes back. */
    static final Fault SILENT = new Fault(FailureKind.TIMEOUT, 1, NEVER);

    /** 500 within a millisecond, which costs the server nothing. */
    static Fault errors(double share) {
        return new Fault(FailureKind.STATUS, share, Timeline.MILLIS);
    }

    boolean answers() {
        return afterNanos != NEVER;
    }

    /** Whether what the server was working on is lost too. */
    boolean kills() {
        return kind != FailureKind.STATUS;
    }
}

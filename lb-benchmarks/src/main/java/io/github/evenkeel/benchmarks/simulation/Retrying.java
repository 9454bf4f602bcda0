package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.server.FailureKind;

/**
 * What clients do about a failure, as lb-httpclient does but for the pause when no other server is left.
 *
 * @param attempts at most so many, the first included
 * @param statuses whether an error status is retried too
 * @param budgeted whether a budget limits retries
 */
record Retrying(int attempts, boolean statuses, boolean budgeted) {
    static final Retrying NEVER = new Retrying(1, false, true);

    /** Connections refused and lost; a 500 is handed over, as by default. */
    static final Retrying USUAL = new Retrying(3, false, true);

    boolean allows(FailureKind kind, int made) {
        return made < attempts && (statuses || kind == FailureKind.CONNECT || kind == FailureKind.CONNECTION_LOST);
    }
}

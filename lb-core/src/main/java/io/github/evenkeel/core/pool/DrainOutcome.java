package io.github.evenkeel.core.pool;

/** How the draining of a server ended. */
public enum DrainOutcome {
    /** Nothing is in flight on it any more. */
    IDLE,
    /** Its time was over while something was in flight. */
    OVERDUE,
    /** It was called off: the server is readmitted, or drained anew. */
    CANCELLED
}

package io.github.evenkeel.core.server;

/** What made a server stand where it does in its pool. */
public enum StateCause {
    /** It was named by an update of the pool's servers. */
    JOINED,
    /** Discovery says that it drains, or no longer does. */
    DISCOVERY,
    /** Somebody drained it, or called that off. */
    OPERATOR,
    /** What its probes found. */
    PROBES,
    /** What its requests met: its circuit breaker. */
    REQUESTS,
    /** What its trial requests met. */
    TRIALS,
    /** What it asked for itself: a pause, which has begun or is over. */
    SERVER,
    /** How many others are left: it is kept though it would be out, or let go since it is no longer needed. */
    OTHERS
}

package io.github.evenkeel.core.server;

/** Where a server stands in its pool. */
public enum ServerState {
    /** Gets requests. */
    ACTIVE,
    /** Its circuit breaker is open but so few others are left that it still gets requests. */
    RETAINED,
    /** Its circuit breaker let one trial request through and waits for the result. */
    TRIAL,
    /** Its circuit breaker is open: it failed too many requests. */
    EJECTED,
    /** It failed its probes. */
    UNHEALTHY,
    /** Discovery said that it wants no new requests. */
    DRAINING
}

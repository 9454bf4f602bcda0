package io.github.evenkeel.core.server;

/** Where a server stands in its pool; the least bad first, which is the order in which a pool fails open. */
public enum ServerState {
    /** Gets requests. */
    ACTIVE,
    /** Its circuit breaker is open, or it is degraded, but so few others are left that it still gets requests. */
    RETAINED,
    /** Its probes say that it is not at its best, and enough others are. */
    DEGRADED,
    /** It asked to be left alone for a while, which is not up yet. */
    PAUSED,
    /** Its circuit breaker let one trial request through and waits for the result. */
    TRIAL,
    /** Its circuit breaker is open: it failed too many requests. */
    EJECTED,
    /** Its probes say that it wants no new requests, or it fell too often to be trusted again yet. */
    NOT_READY,
    /** It failed its probes. */
    UNHEALTHY,
    /** Discovery said that it wants no new requests. */
    DRAINING
}

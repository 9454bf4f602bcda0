package io.github.evenkeel.core.health;

/** Why a circuit breaker opened. */
public enum OpeningCause {
    /** Too many failures in a row. */
    CONSECUTIVE_FAILURES,
    /** Too large a share of the window's requests failed. */
    FAILURE_RATE,
    /** Too large a share of the window's requests was slow. */
    SLOW_RATE,
    /** It was open already, and its trials failed or were slow. */
    TRIAL,
    /** Somebody else judged the server: {@link CircuitBreaker#trip}. */
    TRIPPED,
    /** An operator forced it: {@link CircuitBreaker#forceOpen}. */
    FORCED
}

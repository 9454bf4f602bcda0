package io.github.evenkeel.core.health;

/** What the probes say of a server. */
public enum HealthStatus {
    /** No probe has answered yet, or none is configured. Such a server is used. */
    UNKNOWN,
    /** The last verdict was good. */
    HEALTHY,
    /** Enough probes failed in a row; only probes bring the server back. */
    UNHEALTHY
}

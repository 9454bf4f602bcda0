package io.github.evenkeel.core.health;

/** What the probes say of a server. */
public enum HealthStatus {
    /** No probe has answered yet, or none is configured. Such a server is used. */
    UNKNOWN,
    /** The last verdict was good. */
    HEALTHY,
    /** It works, but says that it is not at its best: used where healthy servers alone are too few. */
    DEGRADED,
    /** Alive, but not for new requests: it says so itself, or it has fallen too often to be trusted again yet. */
    NOT_READY,
    /** Enough probes of its liveness failed in a row; only probes bring the server back. */
    UNHEALTHY;

    /** Whether requests are meant to reach such a server. */
    boolean isUsed() {
        return switch (this) {
            case UNKNOWN, HEALTHY, DEGRADED -> true;
            case NOT_READY, UNHEALTHY -> false;
        };
    }
}

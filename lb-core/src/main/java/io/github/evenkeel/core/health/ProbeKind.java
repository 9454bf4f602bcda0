package io.github.evenkeel.core.health;

/** What a probe asks a server. Each kind has its own run of results. */
public enum ProbeKind {
    /** Whether it works at all. The only kind that most servers offer. */
    LIVENESS,
    /** Whether it wants requests now: not while it starts, catches up or is about to stop. */
    READINESS
}

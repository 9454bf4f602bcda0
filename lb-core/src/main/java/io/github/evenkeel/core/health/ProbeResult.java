package io.github.evenkeel.core.health;

/** What a probe found. */
public enum ProbeResult {
    /** The server answered as it should. */
    PASSED,
    /** It passed, but says that it is not at its best. */
    DEGRADED,
    /** It answered otherwise, too late or not at all. */
    FAILED;

    /** Whether it counts towards coming back. */
    boolean isPass() {
        return this != FAILED;
    }
}

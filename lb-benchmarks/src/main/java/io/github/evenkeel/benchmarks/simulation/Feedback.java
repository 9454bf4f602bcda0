package io.github.evenkeel.benchmarks.simulation;

/**
 * For models of balancers that keep books of their own, or are told by the servers how they are. Of one client each.
 */
interface Feedback {
    void sent(int backend, long nowNanos);

    /**
     * An attempt is over.
     *
     * @param queue requests at the server when it answered: only servers that report it tell
     * @param serviceNanos how long the server worked on it: only servers that report it tell
     */
    void ended(int backend, long startNanos, long nowNanos, boolean good, int queue, double serviceNanos);
}

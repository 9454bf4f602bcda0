package io.github.evenkeel.benchmarks.peers;

/** One job of one peer: a pick, or a pick and its completion. */
@FunctionalInterface
interface Operation {
    /**
     * Does it once; any number of threads may.
     *
     * @return the server, as the peer knows it
     */
    Object run();
}

package io.github.evenkeel.benchmarks.simulation;

/**
 * The server that something is wrong with for a time.
 *
 * @param server its index
 * @param fromNanos when that begins
 * @param untilNanos when it is well again
 */
record Suspect(int server, long fromNanos, long untilNanos) {}

package io.github.evenkeel.benchmarks.endtoend;

/**
 * What one contender did in one block of time.
 *
 * @param requests answered
 * @param seconds from the first request to the last answer
 * @param p50Micros the median of their latencies
 * @param p99Micros their 99th percentile
 * @param cpuMicros of all Java threads, for each request
 * @param bytes allocated by all Java threads, for each request
 */
record Sample(long requests, double seconds, double p50Micros, double p99Micros, double cpuMicros, double bytes) {
    double rate() {
        return requests / seconds;
    }
}

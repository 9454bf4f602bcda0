package io.github.evenkeel.benchmarks.simulation;

/**
 * What one run came to. Times of requests in milliseconds, those of detection and recovery in seconds; what a scenario
 * does not have is NaN, what never happened infinite.
 *
 * @param mean of the latencies
 * @param p50 median latency
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param late share of requests past the deadline
 * @param errors share of requests that failed, those given up included
 * @param attempts per request
 * @param maxOverMean what was sent to the busiest server by what was sent to the average one
 * @param peak most requests at one server
 * @param detected how long the server in trouble got its traffic still
 * @param recovered how long after its trouble it had 80 % of its share again
 * @param burst the most it got in any second after its trouble, by its fair share
 */
record Figures(
        double mean,
        double p50,
        double p99,
        double p999,
        double late,
        double errors,
        double attempts,
        double maxOverMean,
        double peak,
        double detected,
        double recovered,
        double burst) {}

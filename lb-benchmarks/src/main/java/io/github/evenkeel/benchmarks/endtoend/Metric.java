package io.github.evenkeel.benchmarks.endtoend;

import java.util.Locale;

/** What is told of a contender. */
enum Metric {
    P50,
    P99,
    RATE,
    CPU,
    BYTES;

    double of(Sample sample) {
        return switch (this) {
            case P50 -> sample.p50Micros();
            case P99 -> sample.p99Micros();
            case RATE -> sample.rate();
            case CPU -> sample.cpuMicros();
            case BYTES -> sample.bytes();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.github.evenkeel.benchmarks.simulation;

import java.util.stream.LongStream;

/**
 * What every row is run with: as many seeds, one after the other.
 *
 * @param first of them
 * @param number of them
 */
record Seeds(long first, int number) {
    /** Those of the committed results. */
    static final Seeds COMMITTED = new Seeds(1, 3);

    /** One is enough to see what has changed. */
    static final Seeds ONE = new Seeds(1, 1);

    LongStream all() {
        return LongStream.range(first, first + number);
    }

    Seeds from(long newFirst) {
        return new Seeds(newFirst, number);
    }

    @Override
    public String toString() {
        return number == 1 ? "seed " + first : "seeds " + first + " to " + (first + number - 1);
    }
}

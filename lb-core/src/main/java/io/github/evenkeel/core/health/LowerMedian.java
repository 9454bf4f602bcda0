package io.github.evenkeel.core.health;

import java.util.Arrays;

/** The middle one of several figures, the lower of the two in the middle: half of them may be outliers above it. */
final class LowerMedian {
    private LowerMedian() {}

    /** The median of the first {@code count} values, 0 of none. Sorts them. */
    static double of(double[] values, int count) {
        Arrays.sort(values, 0, count);
        return count == 0 ? 0 : values[(count - 1) / 2];
    }
}

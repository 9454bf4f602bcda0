package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/** Whether counts follow shares but for chance. */
final class ChiSquare {
    /** {@code -ln} of the chance that counts which do follow their shares are refused: 10^-9. */
    private static final double DOUBT = 20.7;

    private ChiSquare() {}

    /**
     * Pearson's statistic against the tail bound of Laurent and Massart (2000): of d degrees of freedom it exceeds
     * {@code d + 2 sqrt(d x) + 2 x} with a chance of at most {@code e^-x}. Each expected count should be 10 or more.
     */
    static void assertFollows(double[] shares, int[] counts) {
        double total = Arrays.stream(counts).sum();
        double sum = Arrays.stream(shares).sum();
        double statistic = 0;
        for (int i = 0; i < shares.length; i++) {
            double expected = total * shares[i] / sum;
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        double degrees = shares.length - 1;
        double limit = degrees + 2 * Math.sqrt(degrees * DOUBT) + 2 * DOUBT;
        String message = statistic + " > " + limit + ": " + Arrays.toString(counts);
        assertTrue(statistic <= limit, message);
    }
}

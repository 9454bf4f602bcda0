package io.github.evenkeel.core.health;

/**
 * The chance of drawing that many marked balls from an urn, exact to about 12 digits for urns of up to a billion:
 * Fisher's exact test of two failure rates. Pure functions; the same bits on every machine.
 *
 * <p>One probability comes from Loader's saddle-point expansion ("Fast and Accurate Computation of Binomial
 * Probabilities", 2000), which loses no digits where differences of log-gammas would; the tail from the ratios of
 * neighbours.
 */
final class Hypergeometric {
    /** Of the sum so far: what follows falls faster than geometrically. */
    private static final double NEGLIGIBLE = 0x1.0p-60;

    private static final double LOG_TWO_PI = StrictMath.log(2 * Math.PI);

    /** Below this the error of Stirling's formula comes from factorials, which are exact there. */
    private static final int EXACT_FACTORIALS = 16;

    private static final double[] STIRLING_ERRORS = stirlingErrors();

    private Hypergeometric() {}

    /**
     * The logarithm of the chance of {@code least} or more marked balls among {@code drawn} of an urn's {@code total},
     * {@code marked} of which are marked. A logarithm, because the chance may be less than a double can say.
     */
    static double logUpperTail(long least, long drawn, long marked, long total) {
        long most = Math.min(drawn, marked);
        if (least <= Math.max(0, drawn + marked - total)) {
            return 0; // there is no room for fewer
        }
        if (least > most) {
            return Double.NEGATIVE_INFINITY;
        }
        double term = 1;
        double sum = 1;
        for (long x = least; x < most && term > sum * NEGLIGIBLE; x++) {
            double more = (double) (marked - x) * (double) (drawn - x);
            double fewer = (double) (x + 1) * (double) (total - marked - drawn + x + 1);
            term *= more / fewer;
            sum += term;
        }
        double first = logProbability((double) least, (double) drawn, (double) marked, (double) total);
        return Math.min(0, first + StrictMath.log(sum));
    }

    private static double logProbability(double x, double drawn, double marked, double total) {
        double share = drawn / total;
        return logBinomial(x, marked, share)
                + logBinomial(drawn - x, total - marked, share)
                - logBinomial(drawn, total, share);
    }

    /** The logarithm of the chance of {@code x} successes in {@code n} trials that succeed with {@code p}, 0 < p < 1. */
    private static double logBinomial(double x, double n, double p) {
        if (x == 0) {
            return n * StrictMath.log1p(-p);
        }
        if (x == n) {
            return n * StrictMath.log(p);
        }
        double missed = n - x;
        return stirlingError(n)
                - stirlingError(x)
                - stirlingError(n - x)
                - deviance(x, n * p)
                - deviance(missed, n * (1 - p))
                - 0.5 * (LOG_TWO_PI + StrictMath.log(x) + StrictMath.log(missed / n));
    }

    /** {@code x log(x / mean) + mean - x}; near the mean, where that cancels, by its series. */
    private static double deviance(double x, double mean) {
        double difference = x - mean;
        if (Math.abs(difference) >= 0.1 * (x + mean)) {
            return x * StrictMath.log(x / mean) - difference;
        }
        double v = difference / (x + mean);
        double sum = difference * v;
        double power = 2 * x * v;
        for (int j = 3; ; j += 2) {
            power *= v * v;
            double next = sum + power / j;
            if (next == sum) {
                return sum;
            }
            sum = next;
        }
    }

    /** {@code log n!} less Stirling's formula for it; n is at least 1. */
    private static double stirlingError(double n) {
        if (n < EXACT_FACTORIALS) {
            return STIRLING_ERRORS[(int) n];
        }
        double square = n * n;
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square)
                / n;
    }

    private static double[] stirlingErrors() {
        double[] errors = new double[EXACT_FACTORIALS];
        double factorial = 1;
        for (int n = 1; n < EXACT_FACTORIALS; n++) {
            factorial *= n;
            errors[n] = StrictMath.log(factorial) - (n + 0.5) * StrictMath.log(n) + n - 0.5 * LOG_TWO_PI;
        }
        return errors;
    }
}

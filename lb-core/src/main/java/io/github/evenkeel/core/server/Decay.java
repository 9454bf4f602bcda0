package io.github.evenkeel.core.server;

/** Exponential decay by time, in plain arithmetic: the same bits on every machine and JIT, unlike {@code Math.exp}. */
final class Decay {
    private static final int DOUBLE_EXPONENT_SHIFT = 52;
    private static final int DOUBLE_EXPONENT_BIAS = 1023;

    private static final double LN_2 = 0.6931471805599453;
    private static final double QUADRATIC = LN_2 * LN_2 / 2;
    private static final double CUBIC = 0.5 - LN_2 + QUADRATIC;

    private Decay() {}

    /**
     * {@code 2^(-age / halfLife)}, exact at whole half-lives and linear between them, which is at most 6.2 % too high.
     */
    static double halved(long ageNanos, long halfLifeNanos) {
        // Nearly always the first; a constant half-life costs no division there, and a method so short is inlined.
        return ageNanos < halfLifeNanos
                ? 1 - ageNanos * (0.5 / halfLifeNanos)
                : halvedSeveralTimes(ageNanos, halfLifeNanos);
    }

    private static double halvedSeveralTimes(long ageNanos, long halfLifeNanos) {
        long halvings = ageNanos / halfLifeNanos;
        if (halvings >= DOUBLE_EXPONENT_BIAS) {
            return 0;
        }
        double rest = (double) (ageNanos - halvings * halfLifeNanos) / halfLifeNanos;
        double power = Double.longBitsToDouble((DOUBLE_EXPONENT_BIAS - halvings) << DOUBLE_EXPONENT_SHIFT);
        return power * (1 - rest / 2);
    }

    /**
     * {@code e^(-age / timeConstant)} within 0.15 %: unlike {@link #halved} for averages, where the error of each of many
     * small steps adds up.
     */
    static double exponential(long ageNanos, long timeConstantNanos) {
        double halvings = ageNanos / (timeConstantNanos * LN_2);
        if (halvings >= DOUBLE_EXPONENT_BIAS) {
            return 0;
        }
        long whole = (long) halvings;
        double rest = halvings - whole;
        double power = Double.longBitsToDouble((DOUBLE_EXPONENT_BIAS - whole) << DOUBLE_EXPONENT_SHIFT);
        // The beginning of the series of 2^-x, but for the last term, which makes it a half at 1.
        return power * (1 - rest * (LN_2 - rest * (QUADRATIC - rest * CUBIC)));
    }
}

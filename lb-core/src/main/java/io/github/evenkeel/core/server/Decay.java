package io.github.evenkeel.core.server;

/** Exponential decay by time, in plain arithmetic: the same bits on every machine and JIT, unlike {@code Math.exp}. */
final class Decay {
    private static final int DOUBLE_EXPONENT_SHIFT = 52;
    private static final int DOUBLE_EXPONENT_BIAS = 1023;

    private Decay() {}

    /**
     * {@code 2^(-age / halfLife)}, exact at whole half-lives and linear between them, which is at most 6.2 % too high.
     */
    static double halved(long ageNanos, long halfLifeNanos) {
        long halvings = ageNanos / halfLifeNanos;
        if (halvings >= DOUBLE_EXPONENT_BIAS) {
            return 0;
        }
        double rest = (double) (ageNanos - halvings * halfLifeNanos) / halfLifeNanos;
        double power = Double.longBitsToDouble((DOUBLE_EXPONENT_BIAS - halvings) << DOUBLE_EXPONENT_SHIFT);
        return power * (1 - rest / 2);
    }
}

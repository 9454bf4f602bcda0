package io.github.evenkeel.core.selection;

import java.util.Arrays;

/** The weights of a view. */
final class Weights {
    private Weights() {}

    static boolean areEqual(PoolView view) {
        for (int i = 1; i < view.size(); i++) {
            if (view.weight(i) != view.weight(0)) {
                return false;
            }
        }
        return true;
    }

    /**
     * All weights times one power of two, the greatest between 1 and 2: so sums do not overflow, and quotients keep
     * every bit.
     */
    static double[] scaled(PoolView view) {
        double[] weights = new double[view.size()];
        Arrays.setAll(weights, view::weight);
        int exponent = Math.getExponent(Arrays.stream(weights).max().orElse(1));
        Arrays.setAll(weights, i -> Math.scalb(weights[i], -exponent));
        return weights;
    }
}

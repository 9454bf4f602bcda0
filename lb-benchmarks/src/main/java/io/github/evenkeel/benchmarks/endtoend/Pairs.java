package io.github.evenkeel.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Two contenders in the same case, a block of one beside a block of the other: what disturbs the machine for longer than
 * that disturbs both.
 *
 * @param name of the case
 * @param first in each pair
 * @param second in each pair
 */
record Pairs(String name, List<Sample> first, List<Sample> second) {
    private static final double CONFIDENCE = 0.999;

    /** A figure and the 99.9 % interval that it is in: no telling from fewer than three. */
    record Estimate(double value, double low, double high) {
        private static Estimate of(List<Double> values) {
            ListStatistics statistics = new ListStatistics(
                    values.stream().mapToDouble(value -> value).toArray());
            double mean = statistics.getMean();
            double error = values.size() < 3 ? Double.POSITIVE_INFINITY : statistics.getMeanErrorAt(CONFIDENCE);
            return new Estimate(mean, mean - error, mean + error);
        }

        private Estimate exp() {
            return new Estimate(Math.exp(value), Math.exp(low), Math.exp(high));
        }
    }

    /** How much more the second takes. */
    Estimate difference(Metric metric) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            differences.add(metric.of(second.get(i)) - metric.of(first.get(i)));
        }
        return Estimate.of(differences);
    }

    /** The second divided by the first: the geometric mean over all pairs. */
    Estimate ratio(Metric metric) {
        List<Double> logarithms = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            logarithms.add(Math.log(metric.of(second.get(i)) / metric.of(first.get(i))));
        }
        return Estimate.of(logarithms).exp();
    }

    /** That for scripts. */
    String ratioLine(Metric metric) {
        Estimate ratio = ratio(metric);
        return String.format(
                Locale.ROOT, "ratio %s/%s %.3f %.3f..%.3f", name, metric, ratio.value(), ratio.low(), ratio.high());
    }

    /** The median over all blocks. */
    static double median(Metric metric, List<Sample> samples) {
        return new ListStatistics(samples.stream().mapToDouble(metric::of).toArray()).getPercentile(50);
    }
}

package io.github.evenkeel.benchmarks.simulation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One policy in one scenario.
 *
 * @param scenario what happened
 * @param policy who balanced
 * @param runs one for each seed
 */
record Row(Scenario scenario, Policy policy, List<Figures> runs) {
    static Row of(Scenario scenario, Policy policy, Seeds seeds) {
        return new Row(
                scenario,
                policy,
                seeds.all()
                        .mapToObj(seed -> World.simulate(scenario, policy, seed).figures())
                        .toList());
    }

    double mean(ToDoubleFunction<Figures> figure) {
        double sum = 0;
        for (Figures run : runs) {
            sum += figure.applyAsDouble(run);
        }
        return sum / runs.size();
    }

    double least(ToDoubleFunction<Figures> figure) {
        return runs.stream().mapToDouble(figure).min().orElse(Double.NaN);
    }

    double most(ToDoubleFunction<Figures> figure) {
        return runs.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }
}

package io.github.evenkeel.core.health;

import io.github.evenkeel.core.health.OutlierDetector.Observation;
import java.util.List;
import java.util.stream.IntStream;

/** Envoy's success rate detector with its defaults, to compare with: a success rate below the mean less 1.9 sigma. */
final class EnvoySuccessRate {
    private static final int MINIMUM_SERVERS = 5;
    private static final int MINIMUM_REQUESTS = 100;
    private static final double SIGMAS = 1.9;

    private EnvoySuccessRate() {}

    static List<Integer> outliers(List<Observation> interval) {
        double[] rates = interval.stream()
                .filter(one -> one.requests() >= MINIMUM_REQUESTS)
                .mapToDouble(EnvoySuccessRate::rate)
                .toArray();
        if (rates.length < MINIMUM_SERVERS) {
            return List.of();
        }
        double mean = 0;
        for (double rate : rates) {
            mean += rate / rates.length;
        }
        double variance = 0;
        for (double rate : rates) {
            variance += (rate - mean) * (rate - mean) / rates.length;
        }
        double threshold = mean - SIGMAS * Math.sqrt(variance);
        return IntStream.range(0, interval.size())
                .filter(i -> interval.get(i).requests() >= MINIMUM_REQUESTS && rate(interval.get(i)) < threshold)
                .boxed()
                .toList();
    }

    private static double rate(Observation server) {
        return 100.0 * server.successes() / server.requests();
    }
}

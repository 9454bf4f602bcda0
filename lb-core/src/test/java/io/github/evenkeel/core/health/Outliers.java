package io.github.evenkeel.core.health;

import io.github.evenkeel.core.health.OutlierDetector.Finding;
import io.github.evenkeel.core.health.OutlierDetector.Observation;
import io.github.evenkeel.core.health.OutlierDetector.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Intervals for tests and what is found in them. */
final class Outliers {
    private Outliers() {}

    /** A server that failed so many of its requests; its latency is unknown. */
    static Observation failing(long failures, long requests) {
        return new Observation(requests - failures, failures, 0, 0, false);
    }

    /** A server that failed nothing of 100 requests. */
    static Observation taking(long millis) {
        return new Observation(100, 0, millis * 1_000_000, 100, false);
    }

    static Observation out() {
        return new Observation(0, 100, 0, 0, true);
    }

    static List<Observation> servers(int count, Observation each) {
        return Stream.generate(() -> each).limit(count).collect(Collectors.toCollection(ArrayList::new));
    }

    static List<Observation> servers(int count, Observation each, int others, Observation other) {
        List<Observation> servers = servers(count, each);
        servers.addAll(servers(others, other));
        return servers;
    }

    static List<Verdict> judge(OutlierSettings settings, List<Observation> interval) {
        return new OutlierDetector(settings).judge(interval);
    }

    static List<Verdict> judge(List<Observation> interval) {
        return judge(OutlierSettings.DEFAULT, interval);
    }

    static List<Finding> findings(List<Observation> interval) {
        return judge(interval).stream().map(Verdict::finding).toList();
    }

    static List<Integer> ejectedOf(List<Verdict> verdicts) {
        return IntStream.range(0, verdicts.size())
                .filter(i -> verdicts.get(i).eject())
                .boxed()
                .toList();
    }

    static List<Integer> ejected(List<Observation> interval) {
        return ejectedOf(judge(interval));
    }

    /** The first {@code count} numbers. */
    static List<Integer> first(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Numbers of failures of so many requests, each failing with the same chance: drawn by inverting their sum. */
    static final class Chance {
        private final double[] cumulative;
        private final int requests;

        Chance(int requests, double failureRate) {
            this.requests = requests;
            this.cumulative = new double[requests + 1];
            double term = Math.pow(1 - failureRate, requests);
            double sum = 0;
            for (int x = 0; x <= requests; x++) {
                sum += term;
                cumulative[x] = sum;
                term *= (requests - x) / (x + 1.0) * failureRate / (1 - failureRate);
            }
        }

        Observation draw(SplittableRandom random) {
            int at = Arrays.binarySearch(cumulative, random.nextDouble());
            return failing(Math.min(requests, at < 0 ? -at - 1 : at), requests);
        }

        List<Observation> draw(int servers, SplittableRandom random) {
            List<Observation> drawn = new ArrayList<>(servers);
            for (int i = 0; i < servers; i++) {
                drawn.add(draw(random));
            }
            return drawn;
        }
    }
}

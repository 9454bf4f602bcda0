package io.github.evenkeel.benchmarks.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The pictures, by the names of their files. */
final class Plots {
    private static final List<Double> LOADS = List.of(0.5, 0.6, 0.7, 0.8, 0.85, 0.9);
    private static final int SECOND = (int) (Timeline.SECONDS / Journal.BIN);

    private static final List<Policy> AGAINST_FAILURE = List.of(
            Policies.DEFAULT,
            Policies.ROUND_ROBIN,
            Policies.LEAST_LOADED,
            Policies.LINKERD,
            Policies.ACCRUING,
            Policies.PREQUAL);

    private Plots() {}

    static Map<String, String> all() {
        Map<String, String> plots = new LinkedHashMap<>();
        plots.put("p99-by-load.svg", byLoad().svg());
        plots.put("black-hole.svg", blackHole().svg());
        plots.put("recovery.svg", recovery().svg());
        return plots;
    }

    private static LinePlot byLoad() {
        List<Policy> policies = List.of(
                Policies.DEFAULT,
                Policies.ROUND_ROBIN,
                Policies.LEAST_LOADED,
                Policies.PEAK_EWMA,
                Policies.LEAST_REQUESTS,
                Policies.SHORTEST_EXPECTED_DELAY);
        Fleet fleet = Fleet.USUAL.withSpeed(server -> server < 5 ? 1 : 0.4);
        return new LinePlot(
                "p99 by load: ten servers of two generations, 50 clients",
                "load",
                "p99, ms",
                LOADS.get(LOADS.size() - 1),
                List.of(50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0),
                true,
                lines(
                        policies,
                        LOADS,
                        policy -> LOADS.stream()
                                .map(load -> World.simulate(
                                                Scenario.of("load", fleet, load)
                                                        .withClients(50)
                                                        .withTiming(timing -> timing.between(4, 12)),
                                                policy,
                                                1)
                                        .percentile(99))
                                .toList()));
    }

    private static LinePlot blackHole() {
        Scenario scenario = FaultChapters.blackHole().scenarios().get(1);
        List<Double> seconds = seconds(40);
        return new LinePlot(
                "Black hole: from 10 s to 30 s one of ten servers answers 500 in 1 ms (10 clients)",
                "seconds",
                "requests that fail, %",
                40,
                List.of(0.0, 5.0, 10.0, 15.0, 20.0),
                false,
                lines(AGAINST_FAILURE, seconds, policy -> {
                    List<Journal> journals = journals(scenario, policy);
                    return seconds.stream()
                            .map(at -> 100
                                    * mean(
                                            journals,
                                            journal -> journal.failureShare(
                                                    at.intValue() * SECOND, (at.intValue() + 1) * SECOND)))
                            .toList();
                }));
    }

    private static LinePlot recovery() {
        Scenario scenario = FaultChapters.recovery().scenarios().get(3);
        List<Double> seconds = seconds(58);
        return new LinePlot(
                "Recovery: the server that failed from 10 s to 30 s, and its part of the traffic (10 clients)",
                "seconds",
                "traffic by fair share",
                60,
                List.of(0.0, 0.5, 1.0, 1.5, 2.0),
                false,
                lines(AGAINST_FAILURE, seconds, policy -> {
                    List<Journal> journals = journals(scenario, policy);
                    return seconds.stream()
                            .map(at -> mean(
                                    journals,
                                    journal ->
                                            journal.fairness(0, at.intValue() * SECOND, (at.intValue() + 1) * SECOND)))
                            .toList();
                }));
    }

    /** Of each seed one: what happens in one run alone at some second is chance. */
    private static List<Journal> journals(Scenario scenario, Policy policy) {
        return Seeds.COMMITTED
                .all()
                .mapToObj(seed -> World.simulate(scenario, policy, seed))
                .toList();
    }

    private static double mean(List<Journal> journals, ToDoubleFunction<Journal> figure) {
        return journals.stream().mapToDouble(figure).sum() / journals.size();
    }

    private static List<Double> seconds(int end) {
        return IntStream.range(0, end).asDoubleStream().boxed().toList();
    }

    private static List<LinePlot.Line> lines(List<Policy> policies, List<Double> x, Function<Policy, List<Double>> y) {
        List<List<Double>> values = policies.parallelStream().map(y).toList();
        return IntStream.range(0, policies.size())
                .mapToObj(i -> new LinePlot.Line(policies.get(i).name().replace("*", ""), x, values.get(i)))
                .toList();
    }
}

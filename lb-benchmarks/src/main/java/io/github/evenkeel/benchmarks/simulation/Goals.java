package io.github.evenkeel.benchmarks.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the default has to reach, what it reaches where it does worst, and whether that is enough. */
final class Goals {
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Goals(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        Goals goals = new Goals(results);
        List<Comparison> comparisons = Comparison.all(results);
        goals.text.append("\n## What the default has to reach\n\n");
        goals.text.append("| goal | at most | measured | where it is worst | reached |\n|---|---:|---:|---|---|\n");
        goals.latency(comparisons);
        goals.faults();
        goals.anchors();
        goals.comparisons(comparisons);
        return goals.text.toString();
    }

    private void latency(List<Comparison> comparisons) {
        Comparison worst = worst(comparisons, Comparison::toBest);
        goal("p99 by that of the best peer, in every scenario", 1.05, worst.toBest(), worst.name());
        long behind = comparisons.stream()
                .filter(comparison -> comparison.toBest() > 1)
                .count();
        goal("share of scenarios where a peer has a lower p99", 0.5, (double) behind / comparisons.size(), "all");
        Comparison alone = worst(
                comparisons.stream()
                        .filter(comparison -> comparison.own().scenario().clients() == 1)
                        .toList(),
                Comparison::toOracle);
        goal("p99 by the oracle's, with one client", 1.3, alone.toOracle(), alone.name());
        Chapter neighbours = results.chapter(SlownessChapters.NEIGHBOURS);
        Scenario crowd = neighbours.scenarios().get(2);
        double prequal = results.row(neighbours, crowd, Policies.PREQUAL).mean(Figures::p99);
        double own = results.row(neighbours, crowd, Policies.DEFAULT).mean(Figures::p99);
        goal("p99 by Prequal's, 100 clients and 100 servers", 1, own / prequal, crowd.name());
    }

    private void faults() {
        goal("share of requests that a black hole fails", 0.002, FaultChapters.BLACK_HOLE, "", Figures::errors);
        goal("seconds to recover from slowness", 12, FaultChapters.RECOVERY, "slow", Figures::recovered);
        goal(
                "seconds to recover from 20 s of failures",
                25,
                FaultChapters.RECOVERY,
                "dead 20 s, 1",
                Figures::recovered);
        goal("seconds to recover, with probes", 15, FaultChapters.RECOVERY, "dead 20 s, probed", Figures::recovered);
        goal("most a recovered server gets, by its share", 2, FaultChapters.RECOVERY, "", Figures::burst);
        goal("attempts per request in a retry storm", 1.2, FaultChapters.RETRY_STORM, "budget", Figures::attempts);
        goal(
                "attempts per request, hedged after the 95th percentile",
                1.05,
                SlownessChapters.HEDGING,
                "",
                Policies.HEDGED,
                Figures::attempts);
        goal(
                "errors in a rolling restart with draining",
                0,
                ChangeChapters.ROLLING_RESTART,
                "drained",
                Figures::errors);
        goal(
                "max/mean with bounded load and Zipf's keys, one client",
                1.25,
                LoadChapters.KEYS,
                "load 0.7, 1 client",
                Policies.BOUNDED_LOAD,
                Figures::maxOverMean);
        goal("max/mean at low load, ±3 %", 1.25, LoadChapters.LOW_LOAD, "±3", Figures::maxOverMean);
        goal("max/mean at low load, ±20 %", 2, LoadChapters.LOW_LOAD, "±20", Figures::maxOverMean);
    }

    /** The worst of the chapter's scenarios whose names begin so. */
    private void goal(String goal, double most, String title, String prefix, ToDoubleFunction<Figures> figure) {
        goal(goal, most, title, prefix, Policies.DEFAULT, figure);
    }

    private void goal(
            String goal, double most, String title, String prefix, Policy policy, ToDoubleFunction<Figures> figure) {
        Chapter chapter = results.chapter(title);
        Row worst = chapter.scenarios().stream()
                .filter(scenario -> scenario.name().startsWith(prefix))
                .map(scenario -> results.row(chapter, scenario, policy))
                .max(Comparator.comparingDouble(row -> row.mean(figure)))
                .orElseThrow();
        goal(goal, most, worst.mean(figure), worst.scenario().name());
    }

    private void goal(String goal, double most, double measured, String where) {
        text.append("| %s | %s | %s | %s | %s |\n"
                .formatted(
                        goal,
                        Digits.fixed(most, 3),
                        Digits.fixed(measured, 3),
                        where,
                        measured <= most ? "yes" : "**no**"));
    }

    private static Comparison worst(List<Comparison> comparisons, ToDoubleFunction<Comparison> by) {
        return comparisons.stream().max(Comparator.comparingDouble(by)).orElseThrow();
    }

    /** What others have published, to see that the simulator is to be believed. */
    private void anchors() {
        Chapter buoyant = results.chapter(SlownessChapters.ONE_SLOW);
        Scenario scenario = buoyant.scenarios().get(0);
        text.append(
                "\nAnchor: in Buoyant's experiment round robin, P2C least loaded and P2C peak EWMA were published to"
                        + " answer 95 %, 99 % and 99.9 % of the requests within a second; here ");
        text.append(String.join(
                ", ",
                List.of(Policies.ROUND_ROBIN, Policies.LEAST_LOADED, Policies.PEAK_EWMA).stream()
                        .map(policy -> Digits.percent(
                                1 - results.row(buoyant, scenario, policy).mean(Figures::late), 2))
                        .toList()));
        text.append(". The supermarket model's times, within 2 %, are a test.\n");
    }

    private void comparisons(List<Comparison> comparisons) {
        text.append("\n### p99 of the default and of the best peer\n\n");
        text.append("| scenario | default | best peer | | ratio | oracle |\n|---|---:|---:|---|---:|---:|\n");
        for (Comparison comparison : comparisons) {
            text.append("| %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            comparison.name(),
                            Digits.fixed(comparison.own().mean(Figures::p99), 1),
                            Digits.fixed(comparison.best().mean(Figures::p99), 1),
                            comparison.best().policy().name(),
                            Digits.fixed(comparison.toBest(), 2),
                            Digits.fixed(comparison.oracle().mean(Figures::p99), 1)));
        }
    }
}

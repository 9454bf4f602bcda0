package io.github.evenkeel.benchmarks.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The default in one scenario against the best of the peers. One that fails more requests is no match: what it fails,
 * it need not serve.
 *
 * @param chapter of the scenario
 * @param own the default's row
 * @param best the peer's with the lowest p99
 * @param oracle the row of the shortest expected delay
 */
record Comparison(Chapter chapter, Row own, Row best, Row oracle) {
    private static final double TOLERATED_ERRORS = 0.001;

    /** Chapters that ask for something else than who has the shorter tail. */
    private static final Set<String> OF_OTHER_THINGS =
            Set.of(FaultChapters.RETRY_STORM, LoadChapters.LOW_LOAD, LoadChapters.KEYS, SlownessChapters.HEDGING);

    static List<Comparison> all(Results results) {
        return results.chapters().stream()
                .filter(chapter -> !OF_OTHER_THINGS.contains(chapter.title()))
                .flatMap(chapter -> chapter.scenarios().stream().map(scenario -> of(results, chapter, scenario)))
                .toList();
    }

    private static Comparison of(Results results, Chapter chapter, Scenario scenario) {
        Row own = results.row(chapter, scenario, Policies.DEFAULT);
        double tolerated = own.mean(Figures::errors) + TOLERATED_ERRORS;
        Row best = results.rows(chapter, scenario).stream()
                .filter(row -> row.policy().isPeer())
                .filter(row -> row.mean(Figures::errors) <= tolerated)
                .min(Comparator.comparingDouble(row -> row.mean(Figures::p99)))
                .orElse(own);
        return new Comparison(chapter, own, best, results.row(chapter, scenario, Policies.SHORTEST_EXPECTED_DELAY));
    }

    String name() {
        return chapter.title() + ": " + own.scenario().name();
    }

    double toBest() {
        return own.mean(Figures::p99) / best.mean(Figures::p99);
    }

    double toOracle() {
        return own.mean(Figures::p99) / oracle.mean(Figures::p99);
    }
}

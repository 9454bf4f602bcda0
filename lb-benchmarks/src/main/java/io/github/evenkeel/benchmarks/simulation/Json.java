package io.github.evenkeel.benchmarks.simulation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The results for scripts: an array of rows, with every figure of every seed. What is not a number is null. */
final class Json {
    private Json() {}

    static String of(Results results) {
        return results.chapters().stream()
                .flatMap(chapter -> chapter.scenarios().stream()
                        .flatMap(scenario ->
                                results.rows(chapter, scenario).stream().map(row -> row(chapter, row))))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String row(Chapter chapter, Row row) {
        return "{" + text("chapter", chapter.title())
                + text("scenario", row.scenario().name())
                + text("policy", row.policy().name().replace("*", ""))
                + text("kind", row.policy().kind().name())
                + figure("mean_ms", row, Figures::mean) + ","
                + figure("p50_ms", row, Figures::p50) + ","
                + figure("p99_ms", row, Figures::p99) + ","
                + figure("p999_ms", row, Figures::p999) + ","
                + figure("late", row, Figures::late) + ","
                + figure("errors", row, Figures::errors) + ","
                + figure("attempts", row, Figures::attempts) + ","
                + figure("max_over_mean", row, Figures::maxOverMean) + ","
                + figure("peak", row, Figures::peak) + ","
                + figure("detected_s", row, Figures::detected) + ","
                + figure("recovered_s", row, Figures::recovered) + ","
                + figure("burst", row, Figures::burst) + "}";
    }

    private static String text(String name, String value) {
        return "\"" + name + "\": \"" + value + "\", ";
    }

    private static String figure(String name, Row row, ToDoubleFunction<Figures> figure) {
        List<Figures> runs = row.runs();
        return runs.stream()
                .mapToDouble(figure)
                .mapToObj(value -> Double.isFinite(value) ? Digits.fixed(value, 6) : "null")
                .collect(Collectors.joining(", ", "\"" + name + "\": [", "]"));
    }
}

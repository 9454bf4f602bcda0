package io.github.evenkeel.benchmarks.simulation;

import java.util.ArrayList;
import java.util.List;

/** The results as tables for people, and for reviews: the same results give the same text. */
final class MarkdownTables {
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private MarkdownTables(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        MarkdownTables tables = new MarkdownTables(results);
        results.chapters().forEach(tables::chapter);
        return tables.text.toString();
    }

    private void chapter(Chapter chapter) {
        text.append("\n## ")
                .append(chapter.title())
                .append("\n\n")
                .append(chapter.about())
                .append('\n');
        for (Scenario scenario : chapter.scenarios()) {
            table(scenario, results.rows(chapter, scenario));
        }
    }

    private void table(Scenario scenario, List<Row> rows) {
        List<String> head = new ArrayList<>(List.of(
                "policy", "p50", "p99", "spread", "p99.9", "regret", "late", "errors", "attempts", "max/mean", "peak"));
        if (scenario.suspect() != null) {
            head.addAll(List.of("detected", "recovered", "burst"));
        }
        text.append("\n### ").append(scenario.name()).append("\n\n");
        line(head);
        text.append("|---").append("|---:".repeat(head.size() - 1)).append("|\n");
        double best = rows.stream()
                .filter(row -> row.policy().name().equals(Policies.SHORTEST_EXPECTED_DELAY.name()))
                .mapToDouble(row -> row.mean(Figures::p99))
                .findFirst()
                .orElse(Double.NaN);
        rows.forEach(row -> line(cells(row, best)));
    }

    private static List<String> cells(Row row, double oracle) {
        List<String> cells = new ArrayList<>(List.of(
                row.policy().name(),
                Digits.fixed(row.mean(Figures::p50), 1),
                Digits.fixed(row.mean(Figures::p99), 1),
                Digits.fixed(row.least(Figures::p99), 1) + "–" + Digits.fixed(row.most(Figures::p99), 1),
                Digits.fixed(row.mean(Figures::p999), 1),
                Digits.fixed(row.mean(Figures::p99) / oracle, 2),
                Digits.percent(row.mean(Figures::late), 3),
                Digits.percent(row.mean(Figures::errors), 3),
                Digits.fixed(row.mean(Figures::attempts), 3),
                Digits.fixed(row.mean(Figures::maxOverMean), 2),
                Digits.fixed(row.mean(Figures::peak), 0)));
        if (row.scenario().suspect() != null) {
            cells.add(Digits.fixed(row.mean(Figures::detected), 1));
            cells.add(Digits.fixed(row.mean(Figures::recovered), 1));
            cells.add(Digits.fixed(row.mean(Figures::burst), 2));
        }
        return cells;
    }

    private void line(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}

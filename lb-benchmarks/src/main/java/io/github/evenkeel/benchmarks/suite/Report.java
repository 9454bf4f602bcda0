package io.github.evenkeel.benchmarks.suite;

import io.github.evenkeel.benchmarks.Circumstances;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run has found.
 *
 * @param suite that ran
 * @param command that a person types for it
 * @param effort of the run
 * @param rows measured
 * @param failed subjects that gave no figure
 * @param seconds the run took
 */
record Report(Suite suite, String command, Effort effort, List<Row> rows, List<String> failed, long seconds) {
    /** For scripts: the circumstances, every row, every ratio and every bound. */
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>(circumstances());
        summary.put("failed", failed);
        summary.put("rows", rows);
        summary.put("ratios", ratios());
        summary.put("bounds", bounds());
        return summary;
    }

    /** For people. The ratios and the bounds come last, a line each. */
    String markdown() {
        StringBuilder text = new StringBuilder("# " + suite + "\n\n");
        text.append(Circumstances.list(circumstances()));
        failed.forEach(subject ->
                text.append("- not measured, see the log: ").append(subject).append('\n'));
        for (int threads :
                rows.stream().mapToInt(Row::threads).distinct().sorted().toArray()) {
            text.append("\n## ").append(threads == 1 ? "1 thread" : threads + " threads");
            text.append("\n\nns for each operation of a thread, ± half of the 99.9 % interval; B allocated\n\n");
            table(rows.stream().filter(row -> row.threads() == threads).toList(), text);
        }
        text.append('\n');
        ratios().forEach(line -> text.append(line).append('\n'));
        bounds().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    List<String> ratios() {
        return suite.comparisons().stream()
                .flatMap(comparison -> comparison.lines(rows).stream())
                .toList();
    }

    List<String> bounds() {
        return Stream.concat(
                        Bound.ALL.stream().map(bound -> bound.line(rows)),
                        Allocation.ALL.stream().map(allocation -> allocation.line(rows)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Map<String, Object> circumstances() {
        return Circumstances.of(
                command,
                effort.jvms() + " JVMs for each line, in each " + effort.iterations() + " iterations of "
                        + effort.iterationMillis() + " ms",
                seconds);
    }

    private static void table(List<Row> rows, StringBuilder text) {
        int[] sizes = rows.stream().mapToInt(Row::servers).distinct().sorted().toArray();
        Map<String, Map<Integer, Row>> lines = rows.stream()
                .collect(Collectors.groupingBy(
                        Row::name, LinkedHashMap::new, Collectors.toMap(Row::servers, row -> row)));
        text.append("| |");
        for (int size : sizes) {
            text.append(size == Row.ANY ? " |" : " n=" + size + " |");
        }
        text.append("\n|-|").append("-:|".repeat(sizes.length)).append('\n');
        lines.forEach((name, line) -> text.append("| ")
                .append(name)
                .append(" | ")
                .append(IntStream.of(sizes)
                        .mapToObj(size -> cell(line.get(size)))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
    }

    private static String cell(@Nullable Row row) {
        if (row == null) {
            return "";
        }
        String bytes = row.bytes() < 0.5 ? "" : String.format(Locale.ROOT, ", %.0f B", row.bytes());
        return String.format(Locale.ROOT, "%.1f ± %.1f%s", row.nanos(), row.error(), bytes);
    }
}

package io.github.evenkeel.benchmarks.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.evenkeel.benchmarks.Circumstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a comparison of the bare client with ours has found.
 *
 * @param quick whether it was
 * @param effort of the run
 * @param seconds the run took
 * @param measured by scene
 */
record OverheadReport(boolean quick, Effort effort, long seconds, Map<Scene, List<Pairs>> measured) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    void write(Path folder) throws IOException {
        Map<String, Object> summary = new LinkedHashMap<>(circumstances());
        summary.put("cases", measured.values().stream().flatMap(List::stream).toList());
        summary.put("ratios", ratios());
        summary.put("bounds", bounds());
        JSON.writeValue(folder.resolve("overhead.json").toFile(), summary);
        String text = markdown();
        Files.writeString(folder.resolve("overhead.md"), text);
        System.out.print(text);
        System.out.flush();
    }

    /** For people. The ratios and the bounds come last, a line each. */
    String markdown() {
        StringBuilder text = new StringBuilder("# overhead\n\n").append(Circumstances.list(circumstances()));
        measured.forEach((scene, cases) -> {
            text.append("\n## ").append(scene).append(", three servers\n\n");
            text.append("| bare → ours | p50 µs | p99 µs | requests/s | CPU µs/request | more | B/request | more |\n");
            text.append("|-|-:|-:|-:|-:|-:|-:|-:|\n");
            cases.forEach(pairs -> text.append(line(scene, pairs)));
        });
        text.append('\n');
        ratios().forEach(line -> text.append(line).append('\n'));
        bounds().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    List<String> ratios() {
        return measured.values().stream()
                .flatMap(List::stream)
                .flatMap(pairs -> Stream.of(Metric.values()).map(pairs::ratioLine))
                .toList();
    }

    /** Of {@code send}. */
    List<String> bounds() {
        return measured.values().stream()
                .flatMap(List::stream)
                .filter(pairs -> pairs.name().contains("/" + Case.Way.SEND + "/"))
                .flatMap(pairs -> Stream.of(Bound.values()).map(bound -> bound.line(pairs)))
                .toList();
    }

    private Map<String, Object> circumstances() {
        return Circumstances.of(
                "lb-benchmarks/run overhead" + (quick ? " --quick" : ""),
                effort.description("the bare client's and ours alternately"),
                seconds);
    }

    private static String line(Scene scene, Pairs pairs) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s | %s |\n",
                pairs.name().substring(("overhead/" + scene + "/").length()),
                both(pairs, Metric.P50),
                both(pairs, Metric.P99),
                both(pairs, Metric.RATE),
                both(pairs, Metric.CPU),
                more(pairs, Metric.CPU),
                both(pairs, Metric.BYTES),
                more(pairs, Metric.BYTES));
    }

    private static String both(Pairs pairs, Metric metric) {
        double bare = Pairs.median(metric, pairs.first());
        double ours = Pairs.median(metric, pairs.second());
        String format = bare < 1000 && metric != Metric.RATE ? "%.1f → %.1f" : "%.0f → %.0f";
        return String.format(Locale.ROOT, format, bare, ours);
    }

    private static String more(Pairs pairs, Metric metric) {
        Pairs.Estimate more = pairs.difference(metric);
        String format = metric == Metric.BYTES ? "%+.0f ± %.0f" : "%+.1f ± %.1f";
        return String.format(Locale.ROOT, format, more.value(), more.high() - more.value());
    }
}

package io.github.evenkeel.benchmarks.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.evenkeel.benchmarks.Circumstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a comparison of our client with proxies has found.
 *
 * @param quick whether it was
 * @param extent of the run
 * @param seconds the run took
 * @param steady by case and set-up, while all is well
 * @param outages by what happened and to whom
 */
record HopReport(
        boolean quick,
        Hop.Extent extent,
        long seconds,
        Map<Case, Map<SetUp, List<Sample>>> steady,
        Map<Outage, Map<SetUp, List<Arrivals.Result>>> outages) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final List<Metric> COMPARED = List.of(Metric.P50, Metric.P99, Metric.RATE);

    void write(Path folder) throws IOException {
        Map<String, Object> summary = new LinkedHashMap<>(circumstances());
        Map<String, Object> cases = new LinkedHashMap<>();
        steady.forEach((how, samples) -> cases.put(how.toString(), samples));
        summary.put("steady", cases);
        summary.put("outages", outages);
        summary.put("ratios", ratios());
        JSON.writeValue(folder.resolve("hop.json").toFile(), summary);
        String text = markdown();
        Files.writeString(folder.resolve("hop.md"), text);
        System.out.print(text);
        System.out.flush();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# hop\n\n").append(Circumstances.list(circumstances()));
        steady.forEach((how, samples) -> {
            text.append("\n## All is well, ").append(how).append("\n\n");
            text.append("| | p50 µs | p99 µs | requests/s |\n|-|-:|-:|-:|\n");
            samples.forEach((setUp, blocks) -> text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.0f |\n",
                    setUp,
                    Pairs.median(Metric.P50, blocks),
                    Pairs.median(Metric.P99, blocks),
                    Pairs.median(Metric.RATE, blocks))));
        });
        outages.forEach((outage, results) -> {
            text.append("\n## One of three servers ")
                    .append(outage)
                    .append(": ")
                    .append(outage.description());
            text.append("\n\n| | requests | errors | p50 ms | p99 ms | longest ms |\n|-|-:|-:|-:|-:|-:|\n");
            results.forEach((setUp, rounds) -> text.append(line(setUp, rounds)));
        });
        text.append('\n');
        ratios().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Sums and, of latencies, the median of all rounds. */
    private static String line(SetUp setUp, List<Arrivals.Result> rounds) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.2f | %.2f | %.2f |\n",
                setUp,
                rounds.stream().mapToLong(Arrivals.Result::requests).sum(),
                rounds.stream().mapToLong(Arrivals.Result::failed).sum(),
                median(rounds, Arrivals.Result::p50Millis),
                median(rounds, Arrivals.Result::p99Millis),
                median(rounds, Arrivals.Result::maxMillis));
    }

    private static double median(List<Arrivals.Result> rounds, ToDoubleFunction<Arrivals.Result> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Ours divided by each of the others. */
    List<String> ratios() {
        List<String> ratios = new ArrayList<>();
        steady.forEach((how, samples) -> samples.forEach((setUp, blocks) -> {
            if (setUp != SetUp.EVENKEEL) {
                Pairs pairs =
                        new Pairs("hop/" + setUp + "/" + how, blocks, samples.getOrDefault(SetUp.EVENKEEL, List.of()));
                COMPARED.forEach(metric -> ratios.add(pairs.ratioLine(metric)));
            }
        }));
        return ratios;
    }

    private Map<String, Object> circumstances() {
        return Circumstances.of(
                "lb-benchmarks/run hop" + (quick ? " --quick" : ""),
                extent.steady().description("one set-up's after the other's") + "; outages: " + extent.rounds() + " of "
                        + extent.outageMillis() + " ms, 500 requests/s",
                seconds);
    }
}

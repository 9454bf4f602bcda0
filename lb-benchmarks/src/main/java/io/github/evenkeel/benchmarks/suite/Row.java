package io.github.evenkeel.benchmarks.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.util.ListStatistics;

/**
 * One figure.
 *
 * @param name what was measured, such as {@code random.pick} or {@code grpc-least-request-cycle}
 * @param servers to choose from, or {@link #ANY} where there is nothing to choose
 * @param threads at once
 * @param nanos of one thread for one operation, the mean
 * @param error half of the 99.9 % confidence interval of that mean, over all iterations of all JVMs
 * @param bytes allocated by one operation, the median of all iterations: in its first ones JMH allocates much itself
 */
record Row(String name, int servers, int threads, double nanos, double error, double bytes) {
    static final int ANY = 0;

    private static final double CONFIDENCE = 0.999;
    private static final String BYTES = "gc.alloc.rate.norm";

    double low() {
        return Math.max(0, nanos - error);
    }

    double high() {
        return nanos + error;
    }

    /** The rows of JMH's results, those of several JVMs for the same thing taken together, in order of appearance. */
    static List<Row> of(ArrayNode results) {
        Map<String, List<JsonNode>> same = new LinkedHashMap<>();
        for (JsonNode result : results) {
            String what = name(result) + '/' + servers(result) + '/' + result.get("threads");
            same.computeIfAbsent(what, first -> new ArrayList<>()).add(result);
        }
        return same.values().stream().map(Row::merged).toList();
    }

    private static Row merged(List<JsonNode> results) {
        ListStatistics nanos = new ListStatistics();
        ListStatistics bytes = new ListStatistics();
        for (JsonNode result : results) {
            add(result.get("primaryMetric"), nanos);
            add(result.path("secondaryMetrics").path(BYTES), bytes);
        }
        JsonNode first = results.get(0);
        return new Row(
                name(first),
                servers(first),
                first.get("threads").asInt(),
                nanos.getMean(),
                nanos.getN() < 2 ? 0 : nanos.getMeanErrorAt(CONFIDENCE),
                bytes.getPercentile(50));
    }

    private static void add(JsonNode metric, ListStatistics statistics) {
        for (JsonNode fork : metric.path("rawData")) {
            fork.forEach(value -> statistics.addValue(value.asDouble()));
        }
    }

    private static String name(JsonNode result) {
        String benchmark = result.get("benchmark").asText();
        int dot = benchmark.lastIndexOf('.');
        String method = benchmark.substring(dot + 1);
        String type = benchmark
                .substring(benchmark.lastIndexOf('.', dot - 1) + 1, dot)
                .replace("Benchmark", "");
        JsonNode parameters = result.path("params");
        String what = switch (type) {
            case "Pick", "Rebuilding" -> parameters.path("strategy").asText() + '.' + method;
            case "Rebuild" -> parameters.path("strategy").asText() + ".rebuild";
            case "Breaker" -> breaker(method, parameters.path("window").asText());
            case "Peer" -> parameters.path("peer").asText();
            case "PeerBreaker" -> "breaker-" + parameters.path("peer").asText();
            default -> type + '-' + method;
        };
        return what.replace('_', '-').replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** The number of threads is a column of its own. */
    private static String breaker(String method, String window) {
        String what = method.replaceFirst("(One|one|Two|two)Threads?", "");
        if (what.startsWith("floor")) {
            return "breaker-" + what;
        }
        return "breaker-" + window + (what.isEmpty() ? "" : "-" + what);
    }

    private static int servers(JsonNode result) {
        return result.path("params").path("servers").asInt(ANY);
    }
}

package io.github.evenkeel.httpclient.load;

import io.github.evenkeel.core.selection.LoadReport;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Open Request Cost Aggregation over HTTP: a request asks for a report with {@code endpoint-load-metrics-format: TEXT},
 * and the response carries {@code endpoint-load-metrics}, as {@code TEXT cpu_utilization=0.3, rps_fractional=10} or
 * {@code JSON {"cpu_utilization": 0.3, "rps_fractional": 10}}. What does not look like a report is none: this never
 * throws.
 *
 * <p>Of all that it can hold five numbers are of use here, none of them nested, so they are looked for where they must
 * stand instead of reading the whole. A third form, {@code endpoint-load-metrics-bin}, is not asked for and not read.
 */
public final class Orca {
    /** Longer ones are no report: a server must not make its clients search through megabytes. */
    private static final int LONGEST = 16 * 1024;

    private static final String REPORT = "endpoint-load-metrics";
    private static final String FORMAT = "endpoint-load-metrics-format";
    private static final String NUMBER = "([-+]?[0-9]{1,18}(?:\\.[0-9]{1,18})?(?:[eE][-+]?[0-9]{1,3})?)";

    private static final Pattern TEXT =
            Pattern.compile("(?:^|,)\\s*([A-Za-z_]{1,40})\\s*[=:]\\s*" + NUMBER + "(?=\\s*(?:,|$))");
    private static final Pattern JSON = Pattern.compile("\"([A-Za-z_]{1,40})\"\\s*:\\s*" + NUMBER + "(?=\\s*[,}])");

    private Orca() {}

    /**
     * Asks for a report.
     *
     * @param headers of a request
     * @return the headers and one more, unless they ask already
     */
    public static HttpHeaders asking(HttpHeaders headers) {
        if (headers.firstValue(FORMAT).isPresent()) {
            return headers;
        }
        Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers.map());
        more.put(FORMAT, List.of("TEXT"));
        return HttpHeaders.of(more, (name, value) -> true);
    }

    /**
     * Reads what a response reports.
     *
     * @param headers of the response
     * @return the report, or null if there is none that makes sense
     */
    public static @Nullable LoadReport report(HttpHeaders headers) {
        String value = headers.firstValue(REPORT).orElse("").strip();
        if (value.length() > LONGEST) {
            return null;
        }
        if (value.regionMatches(true, 0, "TEXT", 0, 4)) {
            return report(TEXT.matcher(value.substring(4).strip()));
        }
        if (value.regionMatches(true, 0, "JSON", 0, 4)) {
            return report(JSON.matcher(flat(value.substring(4))));
        }
        return null;
    }

    /** Without the maps of named metrics, whose names may be anything. */
    private static String flat(String json) {
        StringBuilder flat = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean opens = !quoted && (c == '{' || c == '[');
            boolean closes = !quoted && (c == '}' || c == ']');
            depth += opens ? 1 : 0;
            if (depth <= 1) {
                flat.append(c);
            }
            depth -= closes ? 1 : 0;
            if (c == '\\' && quoted) {
                i++; // what is escaped ends no text; a name with an escape is none of ours
                flat.append('\\');
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return flat.toString();
    }

    private static @Nullable LoadReport report(Matcher metrics) {
        double cpu = LoadReport.UNKNOWN;
        double application = LoadReport.UNKNOWN;
        double rate = LoadReport.UNKNOWN;
        double errors = LoadReport.UNKNOWN;
        boolean any = false;
        while (metrics.find()) {
            double number = Double.parseDouble(metrics.group(2));
            any = true;
            switch (metrics.group(1)) {
                case "cpu_utilization", "cpuUtilization" -> cpu = number;
                case "application_utilization", "applicationUtilization" -> application = number;
                case "rps_fractional", "rpsFractional" -> rate = number;
                case "eps" -> errors = number;
                default -> {}
            }
        }
        return any ? LoadReport.ofUtilisation(application > 0 ? application : cpu, rate, errors) : null;
    }
}

package io.github.evenkeel.examples.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the servers of a running gateway. */
@Command(
        name = "list-servers",
        sortOptions = false,
        description = {"Shows the servers of a running gateway and how they are doing.", ""})
final class ListServers implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("name", "url", "pool", "weight", "state", "in-flight", "requests", "failures", "p50", "p99", "why");

    @Mixin
    private final ApiClient api = new ApiClient();

    @Override
    public Integer call() throws Failure, InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (JsonNode server : api.get("/servers")) {
            rows.add(row(server));
        }
        print(rows);
        return 0;
    }

    private static List<String> row(JsonNode server) {
        return List.of(
                server.path("name").asText(),
                server.path("url").asText(),
                server.path("pool").asText(),
                server.path("weight").asText(),
                server.path("state").asText(),
                server.path("in_flight").asText(),
                server.path("requests").asText(),
                server.path("failures").asText(),
                millis(server.path("p50_ms").asDouble()),
                millis(server.path("p99_ms").asDouble()),
                server.path("why").asText());
    }

    private static String millis(double time) {
        return String.format(Locale.ROOT, "%.1fms", time);
    }

    private static void print(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
            }
            System.out.println(line.toString().stripTrailing());
        }
    }
}

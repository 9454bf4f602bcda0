package io.github.evenkeel.benchmarks.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What of ours does the job of what else.
 *
 * @param ours a row of ours
 * @param other a row of a peer or a floor
 */
record Comparison(String ours, String other) {
    /**
     * One line for each number of servers and threads that both were measured at; a floor that was measured at one
     * number of servers alone is held against all.
     */
    List<String> lines(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            if (row.name().equals(ours)) {
                partner(row, rows).ifPresent(partner -> lines.add(line(row, partner)));
            }
        }
        return lines;
    }

    private Optional<Row> partner(Row row, List<Row> rows) {
        return rows.stream()
                .filter(candidate -> candidate.name().equals(other)
                        && candidate.threads() == row.threads()
                        && (candidate.servers() == row.servers() || candidate.servers() == Row.ANY))
                .findFirst();
    }

    private String line(Row row, Row partner) {
        String servers = row.servers() == Row.ANY ? "" : "/n=" + row.servers();
        return String.format(
                Locale.ROOT,
                "ratio %s/%s%s/t=%d %.3f %.3f..%.3f",
                ours,
                other,
                servers,
                row.threads(),
                row.nanos() / partner.nanos(),
                row.low() / partner.high(),
                partner.low() == 0 ? Double.POSITIVE_INFINITY : row.high() / partner.low());
    }
}

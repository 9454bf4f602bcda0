package io.github.evenkeel.benchmarks.suite;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What rows are to allocate at most.
 *
 * @param rows a pattern of names
 * @param servers measured with
 * @param most bytes for each operation
 */
record Allocation(String rows, int servers, int most) {
    /** What JMH itself allocates in an iteration is less than that for each of its operations. */
    private static final double HARNESS = 0.5;

    /** Of all suites. Of many servers a pick may take so long that what JMH allocates shows. */
    static final List<Allocation> ALL = List.of(
            new Allocation(".*\\.pick(-with-reports)?", 10, 0),
            new Allocation(".*\\.cycle(-without-clock)?", 10, 32),
            new Allocation("breaker-(requests|time|none)", Row.ANY, 0));

    /** What came of it, with the row that allocates most; nothing where none was measured. */
    Optional<String> line(List<Row> measured) {
        return measured.stream()
                .filter(row -> row.servers() == servers && row.name().matches(rows))
                .max(Comparator.comparingDouble(Row::bytes))
                .map(row -> String.format(
                        Locale.ROOT,
                        "bound %s%s/t=%d %.1f B, at most %d B: %s; the most of %s",
                        row.name(),
                        servers == Row.ANY ? "" : "/n=" + servers,
                        row.threads(),
                        row.bytes(),
                        most,
                        row.bytes() < most + HARNESS ? "met" : "missed",
                        rows));
    }
}

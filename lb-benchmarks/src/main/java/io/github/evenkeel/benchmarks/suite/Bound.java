package io.github.evenkeel.benchmarks.suite;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a row is to cost at most.
 *
 * @param ours a row of ours
 * @param other a row that counts as one, or null if nanoseconds do
 * @param servers to choose from
 * @param threads at once
 * @param most times the other, or nanoseconds
 */
record Bound(String ours, @Nullable String other, int servers, int threads, double most) {
    private static final String DEFAULT_CYCLE = "least-expected-latency.cycle";

    /** Of all suites. */
    static final List<Bound> ALL = List.of(
            new Bound("random.pick", "floor-random", 10, 1, 1.3),
            new Bound("round-robin.pick", "floor-shared-counter", 10, 1, 1.1),
            new Bound("round-robin.pick", "floor-shared-counter", 10, 2, 0.25),
            new Bound("fractional-round-robin.pick", "floor-shared-counter-and-table", 10, 1, 2),
            new Bound("power-of-two-choices.cycle-without-clock", "floor-power-of-two-choices-claim", 10, 1, 1),
            new Bound(DEFAULT_CYCLE, null, 10, 1, 130),
            new Bound(DEFAULT_CYCLE, null, 100, 1, 300),
            // All of more than 128 servers are not looked at: no more than for 128.
            new Bound(DEFAULT_CYCLE, null, 1000, 1, 384),
            new Bound("least-expected-latency.rebuild", null, 1000, 1, 1_000_000),
            new Bound("least-expected-latency.rebuild", null, 10_000, 1, 15_000_000),
            new Bound("maglev.rebuild", null, 1000, 1, 1_000_000));

    /** What came of it; nothing where it was not measured. */
    Optional<String> line(List<Row> rows) {
        Optional<Double> unit = other == null ? Optional.of(1.0) : nanos(other, rows);
        return unit.flatMap(nanos -> nanos(ours, rows).map(cost -> line(cost / nanos)));
    }

    private Optional<Double> nanos(String name, List<Row> rows) {
        return rows.stream()
                .filter(row -> row.name().equals(name) && row.servers() == servers && row.threads() == threads)
                .map(Row::nanos)
                .findFirst();
    }

    private String line(double cost) {
        return String.format(
                Locale.ROOT,
                "bound %s%s/n=%d/t=%d %.3f, at most %.3f: %s",
                ours,
                other == null ? "" : '/' + other,
                servers,
                threads,
                cost,
                most,
                cost <= most ? "met" : "missed");
    }
}

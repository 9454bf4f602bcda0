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
 * @param most times the other, or nanoseconds
 * @param floor by hand, a row that shows how near the bound can be come to; null where the other row does
 */
record Bound(
        Place ours,
        @Nullable Place other,
        double most,
        @Nullable Place floor) {
    private static final String TABLE = "floor-shared-counter-and-table";

    private static final String TWO_CHOICES = "power-of-two-choices.cycle-without-clock";
    private static final String DEFAULT = "least-expected-latency.cycle";

    /** Where a row stands in the tables. */
    record Place(String name, int servers, int threads) {
        private Optional<Row> in(List<Row> rows) {
            return rows.stream()
                    .filter(row -> row.name().equals(name) && row.servers() == servers && row.threads() == threads)
                    .findFirst();
        }

        /** Such as {@code /n=10/t=1}. */
        private String column() {
            return (servers == Row.ANY ? "" : "/n=" + servers) + "/t=" + threads;
        }

        @Override
        public String toString() {
            return name + column();
        }
    }

    /** Of all suites. */
    static final List<Bound> ALL = List.of(
            times("random.pick", "floor-random", 10, 1, 1.3),
            times("round-robin.pick", "floor-shared-counter", 10, 1, 1.1).above("floor-shared-counter-pick"),
            times("round-robin.pick", "floor-shared-counter", 10, 2, 0.25),
            times("weighted-round-robin.pick", TABLE, 10, 1, 2),
            times("fractional-round-robin.pick", TABLE, 10, 1, 2),
            times("maglev.pick", TABLE, 10, 1, 2),
            flat("weighted-round-robin.pick", TABLE, 2),
            flat("fractional-round-robin.pick", TABLE, 2),
            flat("maglev.pick", TABLE, 2),
            times("power-of-two-choices.pick", "floor-power-of-two-choices", 10, 1, 1.3),
            times(TWO_CHOICES, "floor-power-of-two-choices-cycle", 10, 1, 1.3)
                    .above("floor-power-of-two-choices-claim"),
            times(TWO_CHOICES, "floor-power-of-two-choices-cycle", 1000, 1, 1.3)
                    .above("floor-power-of-two-choices-claim"),
            times(TWO_CHOICES, "grpc-least-request-cycle", 10, 1, 1).above("floor-power-of-two-choices-claim"),
            times(TWO_CHOICES, "finagle-p2c-cycle", 10, 1, 1),
            times("power-of-two-choices.cycle", "stork-p2c-cycle", 10, 1, 1),
            times("power-of-two-choices.cycle", "vertx-p2c-cycle", 10, 1, 1),
            nanos(DEFAULT, 10, 1, 130).above("floor-lowest-product-cycle"),
            nanos(DEFAULT, 100, 1, 300).above("floor-lowest-product-cycle"),
            // All of more than 128 servers are not looked at: no more than for 128.
            nanos(DEFAULT, 1000, 1, 384).above("floor-lowest-product-cycle"),
            times(DEFAULT, "finagle-peak-ewma-cycle", 10, 1, 1),
            times(DEFAULT, "finagle-peak-ewma-cycle", 1000, 1, 1),
            times(DEFAULT, "stork-least-response-time-cycle", 10, 1, 1),
            times(DEFAULT, "stork-least-response-time-cycle", 1000, 1, 1),
            nanos("breaker-requests", Row.ANY, 1, 12),
            nanos("breaker-time", Row.ANY, 1, 12),
            shared("breaker-requests", 1.4),
            shared("breaker-time", 1.4),
            times("breaker-requests", "breaker-resilience4j-requests", Row.ANY, 1, 1),
            times("breaker-time", "breaker-resilience4j-time", Row.ANY, 1, 1),
            times("breaker-time", "breaker-armeria-time", Row.ANY, 1, 1),
            nanos("least-expected-latency.rebuild", 1000, 1, 1_000_000),
            nanos("least-expected-latency.rebuild", 10_000, 1, 15_000_000),
            nanos("ring-hash.rebuild", 1000, 1, 1_000_000),
            nanos("ring-hash.rebuild", 10_000, 1, 15_000_000),
            nanos("maglev.rebuild", 1000, 1, 1_000_000).above("floor-maglev-table"),
            nanos("maglev.rebuild", 10_000, 1, 15_000_000).above("floor-maglev-table"));

    private static Bound times(String ours, String other, int servers, int threads, double most) {
        return new Bound(new Place(ours, servers, threads), new Place(other, servers, threads), most, null);
    }

    /** For ten thousand servers no more than so many times what the other takes for ten. */
    private static Bound flat(String ours, String other, double most) {
        return new Bound(new Place(ours, 10_000, 1), new Place(other, 10, 1), most, null);
    }

    /** What two threads share, times what one has to itself. */
    private static Bound shared(String ours, double most) {
        return new Bound(new Place(ours, Row.ANY, 2), new Place(ours, Row.ANY, 1), most, null);
    }

    private static Bound nanos(String ours, int servers, int threads, double most) {
        return new Bound(new Place(ours, servers, threads), null, most, null);
    }

    private Bound above(String byHand) {
        return new Bound(ours, other, most, new Place(byHand, ours.servers, ours.threads));
    }

    /** What came of it; nothing where it was not measured. */
    Optional<String> line(List<Row> rows) {
        Optional<Double> unit =
                other == null ? Optional.of(1.0) : other.in(rows).map(Row::nanos);
        return unit.flatMap(nanos -> ours.in(rows).map(row -> line(row.nanos() / nanos) + held(row, rows)));
    }

    private String line(double cost) {
        return String.format(
                Locale.ROOT, "bound %s %.3f, at most %.3f: %s", subject(), cost, most, cost <= most ? "met" : "missed");
    }

    /** Where both were measured alike, how is said but once. */
    private String subject() {
        if (other == null) {
            return ours.toString();
        }
        boolean alike = other.servers == ours.servers && other.threads == ours.threads;
        return (alike ? ours.name : ours.toString()) + '/' + other;
    }

    private String held(Row row, List<Row> rows) {
        return floor == null
                ? ""
                : floor.in(rows)
                        .map(by -> String.format(
                                Locale.ROOT,
                                "; by hand %.1f (%s), ours %.2f of it",
                                by.nanos(),
                                by.name(),
                                row.nanos() / by.nanos()))
                        .orElse("");
    }
}

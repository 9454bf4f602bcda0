package io.github.evenkeel.benchmarks.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.benchmarks.BreakerBenchmark;
import io.github.evenkeel.benchmarks.FloorBenchmark;
import io.github.evenkeel.benchmarks.Strategy;
import io.github.evenkeel.benchmarks.suite.Bound.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Figures held against what they are to be at most. */
class BoundTest {
    private static final Place OURS = new Place("ours", 10, 1);
    private static final Place FLOOR = new Place("floor", 10, 1);

    private final List<Row> rows = List.of(
            new Row("ours", 10, 1, 12, 2, 0.2),
            new Row("ours", 10, 2, 18, 2, 0),
            new Row("ours", 100, 1, 24, 2, 40),
            new Row("floor", 10, 1, 10, 4, 16));

    private String line(Place ours, Place other, double most, Place floor) {
        return new Bound(ours, other, most, floor).line(rows).orElseThrow();
    }

    @Test
    void nanoseconds() {
        assertEquals("bound ours/n=10/t=1 12.000, at most 12.000: met", line(OURS, null, 12, null));
        assertEquals("bound ours/n=10/t=1 12.000, at most 11.000: missed", line(OURS, null, 11, null));
    }

    @Test
    void anotherRow() {
        assertEquals("bound ours/floor/n=10/t=1 1.200, at most 1.100: missed", line(OURS, FLOOR, 1.1, null));
        assertEquals("bound ours/floor/n=10/t=1 1.200, at most 1.200: met", line(OURS, FLOOR, 1.2, null));
    }

    @Test
    void anotherNumberOfServersOrThreads() {
        assertEquals(
                "bound ours/n=100/t=1/ours/n=10/t=1 2.000, at most 2.000: met",
                line(new Place("ours", 100, 1), OURS, 2, null));
        assertEquals(
                "bound ours/n=10/t=2/ours/n=10/t=1 1.500, at most 1.400: missed",
                line(new Place("ours", 10, 2), OURS, 1.4, null));
    }

    @Test
    void whatIsDoneByHandStandsBesideIt() {
        assertEquals(
                "bound ours/n=10/t=1 12.000, at most 11.000: missed; by hand 10.0 (floor), ours 1.20 of it",
                line(OURS, null, 11, FLOOR));
        assertEquals(
                "bound ours/n=10/t=1 12.000, at most 11.000: missed", line(OURS, null, 11, new Place("none", 10, 1)));
    }

    @Test
    void nothingOfWhatWasNotMeasured() {
        assertEquals(Optional.empty(), new Bound(new Place("ours", 3, 1), null, 1, null).line(rows));
        assertEquals(Optional.empty(), new Bound(OURS, new Place("floor", 10, 2), 1, null).line(rows));
    }

    /** A name that is misspelt would be one that is not measured. */
    @Test
    void allThatIsNamedIsMeasuredBySomeSuite() {
        Set<String> measured = Stream.of(
                        Arrays.stream(Strategy.values()).map(Strategy::name),
                        Suite.PEERS.stream(),
                        Suite.PEER_BREAKERS.stream().map(peer -> "breaker-" + peer),
                        Arrays.stream(BreakerBenchmark.Window.values()).map(window -> "breaker-" + window),
                        Arrays.stream(FloorBenchmark.class.getMethods())
                                .map(method -> "floor-" + method.getName().replaceAll("([A-Z])", "-$1")))
                .flatMap(names -> names)
                .map(name -> name.replace('_', '-').toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Set<String> operations = Set.of("", ".pick", ".cycle", ".cycle-without-clock", ".rebuild");
        for (Bound bound : Bound.ALL) {
            for (Place place : new Place[] {bound.ours(), bound.other(), bound.floor()}) {
                if (place != null) {
                    String name = place.name();
                    int dot = name.contains(".") ? name.indexOf('.') : name.length();
                    assertTrue(measured.contains(name.substring(0, dot)), name);
                    assertTrue(operations.contains(name.substring(dot)), name);
                }
            }
        }
    }

    @Test
    void allocation() {
        assertEquals(
                Optional.of("bound ours/n=10/t=1 0.2 B, at most 0 B: met; the most of ours"),
                new Allocation("ours", 10, 0).line(rows));
        assertEquals(
                Optional.of("bound floor/n=10/t=1 16.0 B, at most 0 B: missed; the most of .*"),
                new Allocation(".*", 10, 0).line(rows));
        assertEquals(Optional.empty(), new Allocation("none", 10, 0).line(rows));
    }
}

package io.github.evenkeel.benchmarks.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures and ratios of results as JMH writes them. */
class RowTest {
    private final List<Row> rows = recorded();

    @Test
    void takesJvmsTogether() {
        Row random = rows.get(0);
        assertEquals("random.pick", random.name());
        assertEquals(10, random.servers());
        assertEquals(1, random.threads());
        // 2, 3, 4 and 3 of two JVMs: mean 3, standard deviation sqrt(2/3), t(3, 99.9 %) = 12.924.
        assertEquals(3, random.nanos(), 1e-9);
        assertEquals(12.924 * Math.sqrt(2.0 / 3) / 2, random.error(), 1e-3);
        assertEquals(8, random.bytes(), 1e-9);
    }

    @Test
    void keepsThreadsAndServersApart() {
        assertEquals(
                List.of(
                        "random.pick n=10 t=1",
                        "random.pick n=100 t=1",
                        "random.pick n=10 t=2",
                        "grpc-least-request-cycle n=10 t=1",
                        "breaker-time n=0 t=1",
                        "breaker-floor-counter n=0 t=1"),
                rows.stream()
                        .map(row -> row.name() + " n=" + row.servers() + " t=" + row.threads())
                        .toList());
    }

    @Test
    void dividesWithBothErrors() {
        List<Row> made = List.of(new Row("ours", 10, 1, 12, 2, 0), new Row("peer", 10, 1, 24, 4, 0));
        assertEquals(
                List.of("ratio ours/peer/n=10/t=1 0.500 0.357..0.700"), new Comparison("ours", "peer").lines(made));
    }

    @Test
    void anErrorAsLargeAsTheFigureSaysNothing() {
        List<Row> made = List.of(new Row("ours", 10, 1, 12, 13, 0), new Row("peer", 10, 1, 24, 30, 0));
        assertEquals(
                List.of("ratio ours/peer/n=10/t=1 0.500 0.000..Infinity"), new Comparison("ours", "peer").lines(made));
    }

    @Test
    void comparesOnlyLikeWithLike() {
        assertEquals(
                List.of("random.pick/grpc-least-request-cycle/n=10/t=1"),
                new Comparison("random.pick", "grpc-least-request-cycle")
                        .lines(rows).stream().map(line -> line.split(" ")[1]).toList());
        assertEquals(
                1,
                new Comparison("breaker-time", "breaker-floor-counter")
                        .lines(rows)
                        .size());
        assertEquals(List.of(), new Comparison("random.pick", "unknown").lines(rows));
    }

    private static List<Row> recorded() {
        try (InputStream file = RowTest.class.getResourceAsStream("recorded.json")) {
            return Row.of((ArrayNode) new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

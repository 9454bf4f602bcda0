package io.github.evenkeel.benchmarks.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Figures of blocks side by side. */
class PairsTest {
    private final Pairs pairs = new Pairs("a/b", samples(10, 20, 40), samples(20, 20, 160));

    @Test
    void ratioIsTheGeometricMeanWithItsInterval() {
        // Logarithms 0.693, 0, 1.386: mean 0.693, standard deviation 0.693, t(2, 99.9 %) = 31.599.
        double error = 31.599 * Math.log(2) / Math.sqrt(3);
        String[] words = pairs.ratioLine(Metric.P50).split(" |\\.\\.");
        assertEquals("a/b/p50", words[1]);
        assertEquals(2, Double.parseDouble(words[2]), 1e-3);
        assertEquals(2 * Math.exp(-error), Double.parseDouble(words[3]), 1e-3);
        assertEquals(2 * Math.exp(error), Double.parseDouble(words[4]), 1e3);
    }

    @Test
    void differenceIsOfEachPair() {
        assertEquals((10 + 0 + 120) / 3.0, pairs.difference(Metric.P50).value(), 1e-9);
        assertEquals(
                Double.POSITIVE_INFINITY,
                new Pairs("one", samples(1), samples(2)).difference(Metric.P50).high());
    }

    @Test
    void boundIsMetOrMissedByTheWholeInterval() {
        assertEquals("bound a/b/p50 1.010 1.010..1.010, at most 1.020: met", bound(samples(101, 101, 101)));
        assertEquals("bound a/b/p50 1.030 1.030..1.030, at most 1.020: missed", bound(samples(103, 103, 103)));
        assertTrue(bound(samples(100, 101, 102)).endsWith(": not shown"));
    }

    private static String bound(List<Sample> ours) {
        return Bound.P50.line(new Pairs("a/b", samples(100, 100, 100), ours));
    }

    @Test
    void medianIsOfBlocks() {
        assertEquals(20, Pairs.median(Metric.P50, pairs.second()));
        assertEquals(2, Pairs.median(Metric.RATE, pairs.second()));
    }

    private static List<Sample> samples(double... p50Micros) {
        return DoubleStream.of(p50Micros)
                .mapToObj(p50 -> new Sample(1, 0.5, p50, 99, 3, 4))
                .toList();
    }
}

package io.github.evenkeel.benchmarks.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of moments: all is measured that is said to be. */
class OverheadTest {
    private static final Effort MOMENT = new Effort(1, 10, 1, 20);

    @TempDir
    Path folder;

    @Test
    void nginx() throws Exception {
        Programs.need("nginx");
        measures(Scene.NGINX_HTTP_1);
    }

    @Test
    void http2() throws Exception {
        measures(Scene.JETTY_H2C);
    }

    private void measures(Scene scene) throws Exception {
        Map<Scene, List<Pairs>> measured = new Overhead(MOMENT, folder.resolve("overhead.log")).measure(List.of(scene));
        List<Pairs> cases = measured.getOrDefault(scene, List.of());
        assertEquals(
                Case.all().stream().map(how -> "overhead/" + scene + "/" + how).toList(),
                cases.stream().map(Pairs::name).toList());
        for (Pairs pairs : cases) {
            assertEquals(MOMENT.pairs(), pairs.first().size());
            assertEquals(MOMENT.pairs(), pairs.second().size());
            pairs.first().forEach(sample -> isPlausible(pairs.name(), sample));
            pairs.second().forEach(sample -> isPlausible(pairs.name(), sample));
        }
        OverheadReport report = new OverheadReport(true, MOMENT, 1, measured);
        assertEquals(cases.size() * Metric.values().length, report.ratios().size());
        report.ratios()
                .forEach(line -> assertTrue(
                        line.matches("ratio overhead/\\S+ \\d+\\.\\d{3} \\d+\\.\\d{3}\\.\\.(\\d+\\.\\d{3}|Infinity)"),
                        line));
        assertEquals(cases.size() / 2 * Bound.values().length, report.bounds().size());
        report.bounds()
                .forEach(line -> assertTrue(line.matches("bound overhead/\\S+/send/.+: (met|missed|not shown)"), line));
        Case.all().forEach(how -> assertTrue(report.markdown().contains("\n| " + how + " | ")));
    }

    /** Whoever reads a megabyte keeps it, and nobody sends and reads without a microsecond of CPU. */
    private static void isPlausible(String name, Sample sample) {
        assertTrue(sample.requests() > 0 && sample.seconds() > 0, () -> name + sample);
        assertTrue(sample.p50Micros() > 0 && sample.p50Micros() <= sample.p99Micros(), () -> name + sample);
        assertTrue(sample.cpuMicros() > 1, () -> name + sample);
        assertTrue(sample.bytes() > (name.contains("/megabyte/") ? 1 << 20 : 100), () -> name + sample);
    }
}

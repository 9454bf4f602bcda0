package io.github.evenkeel.benchmarks.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of moments: proxies pass requests on, and outages are outages. */
class HopTest {
    private static final Hop.Extent MOMENT = new Hop.Extent(new Effort(1, 10, 2, 20), 1, 100, 300);

    @TempDir
    Path folder;

    @BeforeEach
    void needsBoth() {
        Programs.need("nginx", "haproxy");
    }

    @Test
    void everySetUpAnswers() throws Exception {
        Map<Case, Map<SetUp, List<Sample>>> steady = new Hop(MOMENT, folder).steady();
        assertEquals(2, steady.size());
        for (Map<SetUp, List<Sample>> samples : steady.values()) {
            assertEquals(Set.of(SetUp.values()), samples.keySet());
            samples.values().forEach(blocks -> {
                assertEquals(MOMENT.steady().pairs(), blocks.size());
                blocks.forEach(block -> assertTrue(block.requests() > 0, block::toString));
            });
        }
        List<String> ratios = new HopReport(true, MOMENT, 1, steady, Map.of()).ratios();
        assertEquals(2 * 3 * 3, ratios.size());
        ratios.forEach(line -> assertTrue(line.startsWith("ratio hop/"), line));
    }

    @Test
    void whoGoesInTurnFailsOnTheDeadAndNobodyElseAsOften() throws Exception {
        Map<SetUp, Long> failed = new EnumMap<>(SetUp.class);
        for (SetUp setUp : List.of(SetUp.EVENKEEL, SetUp.HAPROXY, SetUp.BARE)) {
            Path own = Files.createDirectories(folder.resolve(setUp.toString()));
            Arrivals.Result result = new Hop(MOMENT, folder).during(Outage.DEAD, setUp, own);
            assertEquals(150, result.requests());
            failed.put(setUp, result.failed());
        }
        long third = failed.getOrDefault(SetUp.BARE, 0L);
        failed.remove(SetUp.BARE);
        assertTrue(third >= 30, () -> third + " of 150");
        failed.forEach((setUp, count) -> assertTrue(count < third, () -> setUp + ": " + count + " of 150"));
    }
}

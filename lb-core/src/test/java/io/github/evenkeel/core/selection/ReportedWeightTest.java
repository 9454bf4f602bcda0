package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportedWeightTest {
    private static final long SECOND = 1_000_000_000L;
    private static final LoadReport REPORT = LoadReport.ofUtilisation(0.5, 100, 25);

    private final ReportedWeight weight = new ReportedWeight();

    /** 100 a second at a utilisation of 0.5, which counts as 0.75 because every fourth fails. */
    @ParameterizedTest
    @ValueSource(longs = {0, -11 * SECOND, Long.MAX_VALUE - SECOND})
    void countsFromTenSecondsOnForThreeMinutes(long start) {
        assertEquals(0, weight.at(start));
        weight.report(REPORT, start);
        assertEquals(0, weight.at(start + 10 * SECOND - 1));
        assertEquals(100 / 0.75, weight.at(start + 10 * SECOND));
        assertEquals(100 / 0.75, weight.at(start + 180 * SECOND - 1));
        assertEquals(0, weight.at(start + 180 * SECOND));
    }

    @Test
    void aReportJustInTimeSavesTheTenSeconds() {
        weight.report(REPORT, 0);
        weight.report(LoadReport.ofUtilisation(1, 100, 0), 180 * SECOND - 1);
        assertEquals(100, weight.at(180 * SECOND));
        weight.report(LoadReport.ofUtilisation(1, 50, 0), 360 * SECOND - 1);
        assertEquals(0, weight.at(360 * SECOND), "too late by a nanosecond");
        assertEquals(50, weight.at(370 * SECOND));
    }

    /** Pauses in tens of seconds. After each report: until when it says what it says, and what then. */
    @Property(tries = 200, seed = "1")
    void saysForHowLongItSaysTheSame(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 20) Integer> pauses, @ForAll long origin) {
        ReportedWeight tested = new ReportedWeight();
        assertEquals(180 * SECOND, tested.unchangedNanos(origin));
        long now = origin;
        long since = origin;
        for (int i = 0; i < pauses.size(); i++) {
            long pause = pauses.get(i) * 10 * SECOND;
            now += pause;
            since = i == 0 || pause >= 180 * SECOND ? now : since;
            tested.report(LoadReport.ofUtilisation(1, i + 1, 0), now);
            boolean counts = now - since >= 10 * SECOND;
            assertEquals(counts ? i + 1 : 0, tested.at(now));
            long unchanged = tested.unchangedNanos(now);
            assertEquals((counts ? 180 : 10) * SECOND, unchanged);
            assertEquals(tested.at(now), tested.at(now + unchanged - 1));
            assertEquals(counts ? 0 : i + 1, tested.at(now + unchanged));
            assertEquals(170 * SECOND, tested.unchangedNanos(now + 10 * SECOND), "since the latest report");
            assertEquals(180 * SECOND, tested.unchangedNanos(now + 180 * SECOND), "nothing is left to be forgotten");
        }
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}

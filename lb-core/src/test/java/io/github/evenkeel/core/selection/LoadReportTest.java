package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadReportTest {
    private static final LoadReport NOTHING = new LoadReport(-1, -1, -1, -1, -1);

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void nonsenseIsUnknown(double value) {
        assertEquals(NOTHING, new LoadReport(value, value, value, Integer.MIN_VALUE, Long.MIN_VALUE));
    }

    @Test
    void zeroIsKnown() {
        LoadReport idle = new LoadReport(0, 0, 0, 0, 0);
        assertEquals(0, idle.utilisation() + idle.rate() + idle.errorRate() + idle.inFlight() + idle.latencyNanos());
    }

    @Test
    void eachKindLeavesTheRestUnknown() {
        assertEquals(new LoadReport(0.5, 100, 2, -1, -1), LoadReport.ofUtilisation(0.5, 100, 2));
        assertEquals(new LoadReport(-1, -1, -1, 7, 1_000_000), LoadReport.ofQueue(7, 1_000_000));
    }
}

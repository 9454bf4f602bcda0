package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthThresholdsTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 1000", "1, 1000"})
    void acceptsTheWholeRange(int rise, int fall) {
        HealthThresholds thresholds = new HealthThresholds(rise, fall);
        assertEquals(rise, thresholds.rise());
        assertEquals(fall, thresholds.fall());
    }

    @ParameterizedTest
    @CsvSource({"0, 1, rise, 0", "1001, 1, rise, 1001", "1, -1, fall, -1", "1, 1001, fall, 1001"})
    void refusesWhatIsOutOfRangeByName(int rise, int fall, String name, int value) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new HealthThresholds(rise, fall));
        assertEquals(name + " must be from 1 to 1000 but was " + value, e.getMessage());
    }

    @Test
    void defaultIsTwoInAndThreeOut() {
        assertEquals(new HealthThresholds(2, 3), HealthThresholds.DEFAULT);
    }
}

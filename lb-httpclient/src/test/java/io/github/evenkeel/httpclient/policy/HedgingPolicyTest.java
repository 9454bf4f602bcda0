package io.github.evenkeel.httpclient.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HedgingPolicyTest {
    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 0.49, 0.9991, 1, 95, Double.NaN, Double.POSITIVE_INFINITY})
    void aPercentileOutOfRangeIsRefused(double wrong) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Hedging.DEFAULT.withPercentile(wrong));
        assertEquals("percentile must be from 0.5 to 0.999 but was " + wrong, e.getMessage());
    }

    @Test
    void aNegativeFloorIsRefused() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> Hedging.DEFAULT.withFloor(Duration.ofMillis(-1)));
        assertEquals("floor must not be negative but was PT-0.001S", e.getMessage());
    }

    @Test
    void eachChangesItsOwn() {
        assertEquals(new Hedging(0.99, Hedging.DEFAULT.floor()), Hedging.DEFAULT.withPercentile(0.99));
        assertEquals(new Hedging(0.95, Duration.ZERO), Hedging.DEFAULT.withFloor(Duration.ZERO));
    }
}

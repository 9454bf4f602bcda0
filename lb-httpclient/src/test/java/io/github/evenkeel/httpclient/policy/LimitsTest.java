package io.github.evenkeel.httpclient.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.limit.FixedLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final Limits LIMITS = Limits.of(new FixedLimit(7));

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_001, Integer.MIN_VALUE})
    void aLineOfImpossibleLengthIsRefused(int wrong) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> LIMITS.withWaiting(wrong));
        assertEquals("waiting must be from 0 to 1000000 but was " + wrong, e.getMessage());
    }

    @Test
    void impatienceIsRefused() {
        for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofMillis(-1)}) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> LIMITS.withPatience(wrong));
            assertEquals(
                    "patience must be above zero but was " + wrong + "; to let nobody wait, set waiting to 0",
                    e.getMessage());
        }
    }

    @Test
    void eachChangesItsOwn() {
        assertEquals(new Limits(new FixedLimit(7), 3, LIMITS.patience()), LIMITS.withWaiting(3));
        assertEquals(
                new Limits(new FixedLimit(7), 1000, Duration.ofSeconds(1)), LIMITS.withPatience(Duration.ofSeconds(1)));
    }
}

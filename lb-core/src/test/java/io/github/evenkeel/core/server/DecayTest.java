package io.github.evenkeel.core.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DecayTest {
    @Test
    void halvesExactlyAtWholeHalfLives() {
        for (int halfLives = 0; halfLives <= 1022; halfLives++) {
            assertEquals(Math.pow(2, -halfLives), Decay.halved(halfLives * 1000L, 1000));
        }
    }

    @Test
    void isLinearBetweenHalfLives() {
        assertEquals(0.75, Decay.halved(500, 1000));
        assertEquals(0.375, Decay.halved(1500, 1000));
    }

    @Test
    void endsAtZero() {
        assertEquals(0, Decay.halved(1023_000, 1000));
        assertEquals(0, Decay.halved(Long.MAX_VALUE, 1));
        assertEquals(0.5, Decay.halved(Long.MAX_VALUE / 2 + 1, Long.MAX_VALUE), 0.3);
    }

    @Property(tries = 1000, seed = "1")
    void isNeverTooLowAndAtMostSixPercentTooHigh(
            @ForAll @LongRange(max = 1_000_000_000_000L) long age,
            @ForAll @LongRange(min = 1_000_000_000, max = 10_000_000_000L) long halfLife) {
        double exact = Math.pow(2, -(double) age / halfLife);
        double ratio = Decay.halved(age, halfLife) / exact;
        assertTrue(ratio >= 1 - 1e-9 && ratio <= 1.062, () -> "ratio " + ratio);
    }

    @Property(tries = 1000, seed = "1")
    void exponentialIsWithinAFewThousandths(
            @ForAll @LongRange(max = 500_000_000_000L) long age,
            @ForAll @LongRange(min = 1_000_000_000, max = 10_000_000_000L) long timeConstant) {
        double exact = Math.exp(-(double) age / timeConstant);
        assertEquals(1, Decay.exponential(age, timeConstant) / exact, 0.0015);
    }

    @Test
    void exponentialFromOneToZero() {
        assertEquals(1, Decay.exponential(0, 1000));
        assertTrue(Decay.exponential(708_000, 1000) > 0);
        assertEquals(0, Decay.exponential(710_000, 1000));
        assertEquals(0, Decay.exponential(Long.MAX_VALUE, 1));
        assertEquals(1 / Math.E, Decay.exponential(Long.MAX_VALUE, Long.MAX_VALUE), 0.003);
    }

    /** What halved() is not good for: of a thousand steps of it 0.61 would be left instead of a half. */
    @Test
    void exponentialInSmallStepsComesToTheSame() {
        double left = 1;
        for (int i = 0; i < 1000; i++) {
            left *= Decay.exponential(1_000_000, 1_000_000_000);
        }
        assertEquals(1 / Math.E, left, 0.0001);
    }

    @Property(tries = 1000, seed = "1")
    void fadesMonotonically(
            @ForAll @LongRange(max = 100_000_000_000L) long age, @ForAll @LongRange(max = 1_000_000_000) long later) {
        assertTrue(Decay.halved(age + later, 3_000_000_000L) <= Decay.halved(age, 3_000_000_000L));
    }
}

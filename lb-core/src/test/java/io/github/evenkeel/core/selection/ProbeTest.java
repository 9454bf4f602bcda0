package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
    private static final long SECOND = 1_000_000_000L;

    @Property(tries = 500, seed = "1")
    void keepsWhatItWasGiven(
            @ForAll @IntRange(max = 65_535) int index,
            @ForAll @IntRange(max = 5000) int inFlight,
            @ForAll @LongRange(min = 0) long latency,
            @ForAll @IntRange(min = 1, max = 40) int uses,
            @ForAll long now) {
        long probe = Probe.of(index, inFlight, latency, uses, now);
        assertEquals(index, Probe.index(probe));
        assertEquals(Math.min(inFlight, 1023), Probe.inFlight(probe));
        assertEquals(latency, Probe.latencyNanos(probe), latency / 128.0);
        assertEquals(Math.min(uses, 31), Probe.uses(probe));
        assertEquals(0, Probe.age(probe, now));
        long moved = Probe.at(7, probe);
        assertEquals(7, Probe.index(moved));
        assertEquals(probe << 16, moved << 16, "nothing else");
    }

    @Property(tries = 500, seed = "1")
    void aUseIsOneRequestMoreAndOneUseLess(
            @ForAll @IntRange(max = 1023) int inFlight, @ForAll @IntRange(min = 2, max = 31) int uses) {
        long probe = Probe.of(65_535, inFlight, Long.MAX_VALUE, uses, -1);
        assertEquals(Probe.of(65_535, inFlight + 1, Long.MAX_VALUE, uses - 1, -1), Probe.used(probe));
    }

    @Test
    void theLastUseLeavesNothing() {
        assertEquals(Probe.NONE, Probe.used(Probe.of(3, 4, 5, 1, 0)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 12_345_678_901L, Long.MAX_VALUE - SECOND / 2, Long.MIN_VALUE})
    void isUsableForASecond(long now) {
        long probe = Probe.of(1, 1, 1, 1, now);
        assertTrue(Probe.isUsable(probe, now));
        assertTrue(Probe.isUsable(probe, now + SECOND));
        assertTrue(!Probe.isUsable(probe, now + SECOND + SECOND / 100));
        assertTrue(!Probe.isUsable(probe, now + 1000 * SECOND));
        assertTrue(Probe.isUsable(probe, now - SECOND / 10), "a clock read late");
        assertTrue(!Probe.isUsable(Probe.NONE, now));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "1000000, 1010000", "5000000000, 5050000000"})
    void longerLatenciesStayLonger(long less, long more) {
        assertTrue(Probe.latencyNanos(Probe.of(0, 0, less, 1, 0)) < Probe.latencyNanos(Probe.of(0, 0, more, 1, 0)));
    }
}

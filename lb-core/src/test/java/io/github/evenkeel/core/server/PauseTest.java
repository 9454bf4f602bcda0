package io.github.evenkeel.core.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PauseTest {
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5, Long.MIN_VALUE, -5})
    void lastsUntilItsEnd(long origin) {
        Pause pause = new Pause();
        assertEquals(0, pause.leftNanos(origin));
        assertTrue(pause.begin(origin + 10, origin));
        assertEquals(10, pause.leftNanos(origin));
        assertEquals(1, pause.leftNanos(origin + 9));
        assertEquals(0, pause.leftNanos(origin + 10));
        assertEquals(0, pause.leftNanos(origin + 11));
    }

    @Test
    void theLongestAskedForCounts() {
        Pause pause = new Pause();
        assertTrue(pause.begin(10, 0));
        assertFalse(pause.begin(5, 1), "shorter");
        assertEquals(9, pause.leftNanos(1));
        assertFalse(pause.begin(10, 1), "the same");
        assertFalse(pause.begin(20, 1), "longer, but not new");
        assertEquals(19, pause.leftNanos(1));
    }

    @Test
    void anEndThatHasPassedBeginsNothing() {
        Pause pause = new Pause();
        assertFalse(pause.begin(0, 0));
        assertFalse(pause.begin(-1, 0));
        assertEquals(0, pause.leftNanos(-5));
    }

    @Test
    void afterItsEndAnotherBegins() {
        Pause pause = new Pause();
        assertTrue(pause.begin(10, 0));
        assertTrue(pause.begin(12, 10));
        assertEquals(2, pause.leftNanos(10));
    }

    @Property(tries = 500, seed = "1")
    void lastsLikeTheNaiveModel(
            @ForAll long origin,
            @ForAll @Size(max = 8) List<@IntRange(max = 9) Integer> waits,
            @ForAll @Size(8) List<@IntRange(min = -2, max = 9) Integer> lengths) {
        Pause pause = new Pause();
        List<Integer> ends = new ArrayList<>();
        int now = 0;
        for (int i = 0; i < waits.size(); i++) {
            now += waits.get(i);
            int time = now;
            int end = now + lengths.get(i);
            boolean lasted = ends.stream().anyMatch(earlier -> earlier > time);
            boolean begins = !lasted && end > now;
            assertEquals(begins, pause.begin(origin + end, origin + now));
            ends.add(end);
            int last = ends.stream().mapToInt(each -> each).max().orElseThrow();
            assertEquals(Math.max(0, last - now), pause.leftNanos(origin + now));
        }
    }
}

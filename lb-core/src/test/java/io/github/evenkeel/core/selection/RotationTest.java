package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Servers;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
    @Test
    void countsTurnsFromItsStart() {
        Rotation rotation = Rotation.from(5);
        assertEquals(5, rotation.next());
        assertEquals(6 % 4, rotation.next(4));
        assertEquals(7, rotation.next());
    }

    @Test
    void beginsAnewAfterTheLastTurn() {
        Rotation rotation = Rotation.from(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, rotation.next());
        assertEquals(0, rotation.next());
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 0xFFFF_FFFFL, Long.MAX_VALUE, -1})
    void noTurnIsNegative(long wrap) {
        Rotation rotation = Rotation.from(wrap - 5);
        for (int i = 0; i < 10; i++) {
            assertTrue(rotation.next() >= 0);
            int place = rotation.next(3);
            assertTrue(place >= 0 && place < 3);
        }
    }

    @Test
    void goesOnWithTheRotationOfThePreviousSelector() {
        Rotation rotation = Rotation.from(7);
        Selector previous = new RoundRobin(Views.of(Servers.idle(3)), rotation);
        assertSame(rotation, Rotation.continued(previous, Views.random()));
    }

    /** All of 100 seeds alike in one of ten bits: 10^-29. */
    @Test
    void withoutOneItStartsAnywhereButNotBelowZero() {
        for (int bit = 0; bit < 10; bit++) {
            int place = bit;
            long different = IntStream.range(0, 100)
                    .mapToLong(seed ->
                            Rotation.continued(null, new SplittableRandom(seed)).next())
                    .peek(turn -> assertTrue(turn >= 0))
                    .map(turn -> turn >> place & 1)
                    .distinct()
                    .count();
            assertEquals(2, different);
        }
    }
}

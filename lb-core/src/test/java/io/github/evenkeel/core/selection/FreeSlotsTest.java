package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeSlotsTest {
    /** The first free one from any slot on, by any skip, down to the last. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 17, 1_009, 4_099})
    void takesWhatLookingAtAllInTurnWouldTake(int size) {
        SplittableRandom random = new SplittableRandom(size);
        boolean[] taken = new boolean[size];
        FreeSlots free = new FreeSlots(size);
        for (int left = size; left > 0; left--) {
            assertEquals(left, free.count());
            int from = random.nextInt(size);
            int skip = 1 + random.nextInt(size - 1);
            int expected = from;
            while (taken[expected]) {
                expected = (expected + skip) % size;
            }
            taken[expected] = true;
            assertEquals(expected, free.take(from, skip));
        }
        assertEquals(0, free.count());
    }
}

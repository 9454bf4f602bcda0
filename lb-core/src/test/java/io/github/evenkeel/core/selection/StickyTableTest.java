package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StickyTableTest {
    /** The bucket in the low half, the tag in the high one. */
    private static long hash(int bucket, int tag) {
        return (long) tag << Integer.SIZE | Integer.toUnsignedLong(bucket);
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "5, 8", "64, 64", "65, 128", "1, 4", "16777216, 16777216"})
    void sizesArePowersOfTwo(int keys, int size) {
        assertEquals(size, new StickyTable(keys).size());
    }

    /** With no more keys than a bucket has slots it is a map. */
    @Property(tries = 300, seed = "1")
    void isAMapWhileNothingIsForgotten(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 11) Integer> keys,
            @ForAll @Size(value = 60) List<@IntRange(min = -3, max = 3) Integer> marks) {
        StickyTable table = new StickyTable(12);
        Map<Integer, Integer> model = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            int key = keys.get(i);
            long hash = hash(key % 3, key * 31 - 100);
            int seen = table.find(hash);
            assertEquals(model.getOrDefault(key, StickyTable.NOTHING), seen);
            int mark = marks.get(i) == 0 ? 7 : marks.get(i);
            assertEquals(mark, table.put(hash, seen, mark));
            model.put(key, mark);
        }
    }

    @Test
    void whoeverWasFasterWins() {
        StickyTable table = new StickyTable(4);
        assertEquals(5, table.put(hash(0, 1), StickyTable.NOTHING, 5));
        assertEquals(5, table.put(hash(0, 1), StickyTable.NOTHING, 6), "another put it there first");
        assertEquals(5, table.put(hash(0, 1), 4, 6), "another moved it first");
        assertEquals(6, table.put(hash(0, 1), 5, 6));
        assertEquals(6, table.find(hash(0, 1)));
    }

    /** The fifth key of a bucket takes the slot that its tag names. */
    @Test
    void aFullBucketForgetsOneForAnother() {
        StickyTable table = new StickyTable(8);
        for (int tag = 10; tag < 14; tag++) {
            table.put(hash(1, tag), StickyTable.NOTHING, tag);
        }
        assertEquals(99, table.put(hash(1, 18), StickyTable.NOTHING, 99)); // 18 is 2 beyond a multiple of 4
        assertEquals(10, table.find(hash(1, 10)));
        assertEquals(11, table.find(hash(1, 11)));
        assertEquals(StickyTable.NOTHING, table.find(hash(1, 12)));
        assertEquals(13, table.find(hash(1, 13)));
        assertEquals(99, table.find(hash(1, 18)));
    }

    @Test
    void bucketsAreApart() {
        StickyTable table = new StickyTable(8);
        table.put(hash(0, 1), StickyTable.NOTHING, 1);
        table.put(hash(1, 1), StickyTable.NOTHING, 2);
        table.put(hash(2, 2), StickyTable.NOTHING, 3); // wraps to the first bucket
        assertEquals(1, table.find(hash(0, 1)));
        assertEquals(2, table.find(hash(1, 1)));
        assertEquals(3, table.find(hash(0, 2)));
    }

    @Test
    void aTagOfZeroIsATag() {
        StickyTable table = new StickyTable(4);
        assertEquals(StickyTable.NOTHING, table.find(hash(0, 0)));
        table.put(hash(0, 0), StickyTable.NOTHING, -1);
        assertEquals(-1, table.find(hash(0, 0)));
    }
}

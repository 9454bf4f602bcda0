package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.Linearizability;
import java.util.HashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Keys of one bucket that fit in it: whatever threads interleave, it is a map. */
@Param(name = "key", gen = IntGen.class, conf = "1:3")
@Param(name = "mark", gen = IntGen.class, conf = "0:2")
public class StickyTableLincheckTest {
    private final StickyTable table = new StickyTable(4);

    private static long hash(int key) {
        return (long) key << Integer.SIZE;
    }

    @Operation
    public int find(@Param(name = "key") int key) {
        return table.find(hash(key));
    }

    @Operation
    public int put(@Param(name = "key") int key, @Param(name = "mark") int seen, @Param(name = "mark") int mark) {
        return table.put(hash(key), seen, mark + 1);
    }

    /** The model. */
    public static class AMap {
        private final Map<Integer, Integer> marks = new HashMap<>();

        public int find(int key) {
            return marks.getOrDefault(key, StickyTable.NOTHING);
        }

        public int put(int key, int seen, int mark) {
            int now = find(key);
            if (now == StickyTable.NOTHING || now == seen) {
                marks.put(key, mark + 1);
                return mark + 1;
            }
            return now;
        }
    }

    @Test
    void modelChecking() {
        Linearizability.check(getClass(), AMap.class);
    }

    @Test
    void stress() {
        Linearizability.stress(getClass(), AMap.class);
    }
}

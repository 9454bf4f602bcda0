package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMarksTest {
    /** Two of 10 000 would share a mark with a chance of one in a hundred; of these none do. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000, 10_000})
    void everyServerIsFoundByItsMark(int size) {
        ServerMarks marks = new ServerMarks(Views.of(Servers.idle(size)), index -> true);
        for (int i = 0; i < size; i++) {
            assertEquals(i, marks.find(marks.of(i)));
        }
    }

    @Test
    void aMarkOutlivesEveryView() {
        List<Server> servers = new ArrayList<>(Servers.idle(9));
        ServerMarks before = new ServerMarks(Views.of(servers), index -> true);
        int[] marks = IntStream.range(0, 9).map(before::of).toArray();
        Collections.reverse(servers);
        ServerMarks after = new ServerMarks(Views.of(servers.subList(0, 8)), index -> true);
        for (int i = 1; i < 9; i++) {
            assertEquals(8 - i, after.find(marks[i]));
        }
        assertEquals(Selector.NONE, after.find(marks[0]), "it left");
    }

    @Test
    void whoIsNotToBeFoundIsNot() {
        ServerMarks marks = new ServerMarks(Views.of(Servers.idle(100)), index -> index % 2 == 0);
        for (int i = 0; i < 100; i++) {
            assertEquals(i % 2 == 0 ? i : Selector.NONE, marks.find(marks.of(i)));
        }
    }

    /** Another origin under an id is another server. */
    @Test
    void theOriginCounts() {
        PoolView one = Views.of(Fleet.at("http://a:1", "http://a:2"));
        ServerMarks marks = new ServerMarks(one, index -> true);
        assertNotEquals(marks.of(0), marks.of(1));
    }

    @Test
    void nothingIsNobodysMark() {
        ServerMarks marks = new ServerMarks(Views.of(Servers.idle(50)), index -> true);
        assertEquals(Selector.NONE, marks.find(StickyTable.NOTHING));
        assertEquals(Selector.NONE, new ServerMarks(PoolView.EMPTY, index -> true).find(7));
    }
}

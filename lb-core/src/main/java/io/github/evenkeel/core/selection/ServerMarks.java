package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Server;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A mark of 32 bits for each server that stays the same over every rebuild, and the way back from a mark to the server's
 * place in a view. Of two servers with the same mark (a chance of one in a hundred among ten thousand) the first is
 * found for both. Immutable.
 */
final class ServerMarks {
    private final int[] marks;

    /** Open addressing, at most half full: places in the view by mark, {@link Selector#NONE} where free. */
    private final int[] places;

    private final int mask;

    /** For those servers of a view that are to be found; the others have a mark too. */
    ServerMarks(PoolView view, IntPredicate findable) {
        marks = IntStream.range(0, view.total())
                .map(index -> mark(view.server(index)))
                .toArray();
        mask = Integer.highestOneBit(Math.max(1, marks.length) * 4) - 1;
        places = new int[mask + 1];
        Arrays.fill(places, Selector.NONE);
        IntStream.range(0, marks.length).filter(findable).forEach(this::add);
    }

    /** By id and origin, which is what makes a server the same in a pool; never {@link StickyTable#NOTHING}. */
    private static int mark(Server server) {
        int mark = (int) XxHash64.UNSEEDED.hash(server.id() + ' ' + server.origin());
        return mark == StickyTable.NOTHING ? 1 : mark;
    }

    private void add(int index) {
        int place = marks[index] & mask;
        while (places[place] != Selector.NONE) {
            place = (place + 1) & mask;
        }
        places[place] = index;
    }

    int of(int index) {
        return marks[index];
    }

    /** Where the server with this mark is, {@link Selector#NONE} if it is not to be found. */
    int find(int mark) {
        int place = mark & mask;
        while (places[place] != Selector.NONE && marks[places[place]] != mark) {
            place = (place + 1) & mask;
        }
        return places[place];
    }
}

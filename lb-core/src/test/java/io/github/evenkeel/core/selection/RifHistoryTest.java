package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RifHistoryTest {
    /** The smallest of the numbers that 84 in a hundred of them do not exceed. */
    private static int quantile(List<Integer> numbers) {
        List<Integer> sorted = numbers.stream().sorted().toList();
        return sorted.get((int) Math.ceil(0.84 * sorted.size()) - 1);
    }

    @Property(tries = 200, seed = "1")
    void isTheQuantileOfTheLatest128(@ForAll @Size(min = 1, max = 400) List<@IntRange(max = 1023) Integer> numbers) {
        RifHistory history = new RifHistory();
        List<Integer> seen = new ArrayList<>();
        int expected = 0;
        for (int number : numbers) {
            history.add(number);
            int report = seen.size();
            seen.add(number);
            if (report < 16 || report % 16 == 0) {
                expected = quantile(seen.subList(Math.max(0, seen.size() - 128), seen.size()));
            }
            assertEquals(expected, history.quantile());
        }
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertEquals(0, new RifHistory().quantile());
    }

    @Test
    void hugeNumbersCountAsTheGreatestKept() {
        RifHistory history = new RifHistory();
        history.add(Integer.MAX_VALUE);
        assertEquals(1023, history.quantile());
    }
}

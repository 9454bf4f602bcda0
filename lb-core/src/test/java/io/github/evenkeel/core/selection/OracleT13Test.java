package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Envoy's own tests ask of its priority levels (load_balancer_impl_base_test.cc). */
class OracleT13Test {
    private static final int THRESHOLD = 50;

    /** "1/4 2/2" are one available of four in the first tier, and all of two in the second. */
    private static String loads(String tiers, int threshold) {
        int[][] numbers = Arrays.stream(tiers.split(" "))
                .map(tier -> Arrays.stream(tier.split("/"))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toArray(int[][]::new);
        TierLoads loads = TierLoads.of(
                Arrays.stream(numbers).mapToInt(tier -> tier[0]).toArray(),
                Arrays.stream(numbers).mapToInt(tier -> tier[1]).toArray(),
                threshold);
        return IntStream.range(0, numbers.length)
                .mapToObj(tier -> loads.percent(tier) + (loads.panics(tier) ? "!" : ""))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "0/1 0/1, 50! 50!",
        "0/1 0/2, 34! 66!",
        "0/1 0/2 1/1, 0 0 100",
        "1/1 0/2 1/1, 100 0 0",
    })
    void prioritySelection(String tiers, String expected) {
        assertEquals(expected, loads(tiers, THRESHOLD));
    }

    @ParameterizedTest
    @CsvSource({
        "1/1 1/1, 100 0",
        "1/2 1/2, 70 30",
        "2/4 2/4, 70 30",
        "1/4 2/2, 35 65",
        "1/4 1/4, 50! 50!",
        "1/1 1/5, 100 0",
        "0/4 1/6, 40! 60!",
    })
    void gentleFailover(String tiers, String expected) {
        assertEquals(expected, loads(tiers, THRESHOLD));
    }

    @ParameterizedTest
    @CsvSource({
        "1/1 1/1 1/1, 100 0 0",
        "1/2 1/2 1/2, 70 30 0",
        "1/4 2/2 1/2, 35 65 0",
        "1/4 1/4 1/4, 35 35 30",
        "1/5 1/5 1/5, 34! 33! 33!",
        "0/5 0/5 5/5, 0 0 100",
        "0/5 0/5 4/5, 0 0 100",
        "0/5 0/5 2/5, 34! 33! 33!",
        "0/5 0/3 0/2, 50! 30! 20!",
        "0/5 2/6 1/3, 37! 42! 21!",
        "0/3 0/3 0/3, 34! 33! 33!",
        "0/0 0/6 0/3, 0! 67! 33!",
    })
    void gentleFailoverWithExtraLevels(String tiers, String expected) {
        assertEquals(expected, loads(tiers, THRESHOLD));
    }

    /**
     * The tables of the documentation, but for its last row: Envoy gives the per cent that rounding leaves to the first
     * level, 8 and 92, where the table has 7 and 93.
     */
    @ParameterizedTest
    @CsvSource({
        "72/100 100/100, 100 0",
        "71/100 100/100, 99 1",
        "50/100 100/100, 70 30",
        "25/100 100/100, 35 65",
        "0/100 100/100, 0 100",
        "72/100 72/100, 100 0",
        "71/100 71/100, 99 1",
        "25/100 25/100, 50! 50!",
        "5/100 65/100, 8! 92",
    })
    void documentation(String tiers, String expected) {
        assertEquals(expected, loads(tiers, THRESHOLD));
    }

    @ParameterizedTest
    @CsvSource({"2/6, 100!", "3/6, 100", "4/6, 100", "0/0, 100!"})
    void oneLevel(String tiers, String expected) {
        assertEquals(expected, loads(tiers, THRESHOLD));
    }

    /** Without panic traffic goes by what is healthy, or to the first level if nothing is. */
    @ParameterizedTest
    @CsvSource({"0/6, 100", "0/6 0/2, 100 0", "1/6, 100", "0/5 1/5 1/5, 0 50 50", "1/5 0/5 2/5, 34 0 66"})
    void panicOff(String tiers, String expected) {
        assertEquals(expected, loads(tiers, 0));
    }

    @ParameterizedTest
    @CsvSource({"2000000000/2000000000 1/1, 100 0", "900000000/1800000000 1800000000/1800000000, 70 30"})
    void numbersDoNotOverflow(String tiers, String expected) {
        assertEquals(expected, loads(tiers, THRESHOLD));
    }

    @ParameterizedTest
    @CsvSource({"0/1500000000 0/1500000000, 50! 50!"})
    void sumsDoNotOverflow(String tiers, String expected) {
        assertEquals(expected, loads(tiers, THRESHOLD));
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SmoothPeriodTest {
    private static int[] period(double... weights) {
        return SmoothPeriod.of(Views.weighted(Servers.idle(weights.length), weights));
    }

    private static int[] period(int... weights) {
        return period(Arrays.stream(weights).asDoubleStream().toArray());
    }

    private static void assertLikeNginx(int... weights) {
        int sum = Arrays.stream(weights).sum();
        assertArrayEquals(NaiveSchedulers.nginx(sum, weights), period(weights), () -> Arrays.toString(weights));
    }

    /** The first is the example in nginx's commit message. */
    @Test
    void knownPeriods() {
        assertArrayEquals(new int[] {0, 0, 1, 0, 2, 0, 0}, period(5, 1, 1));
        assertArrayEquals(new int[] {1, 0, 1}, period(1, 2));
        assertArrayEquals(new int[] {0, 1, 0, 2, 1, 0}, period(3, 2, 1));
    }

    @Test
    void sameAsNginx() {
        assertLikeNginx(5, 1, 1);
        assertLikeNginx(1, 2);
        assertLikeNginx(3, 2, 1);
        assertLikeNginx(1, 1, 1, 2, 2, 3);
        assertLikeNginx(3, 2, 2, 1, 1, 1);
        assertLikeNginx(1, 100);
        assertLikeNginx(100, 1, 100, 1, 100, 1);
        assertLikeNginx(7, 7, 7, 1);
        assertLikeNginx(4, 3, 7, 3, 4);
        assertLikeNginx(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertLikeNginx(IntStream.range(0, 300).map(i -> 1 + i % 7).toArray());
    }

    @Property(tries = 500, seed = "1")
    void alwaysSameAsNginx(@ForAll @Size(min = 1, max = 30) int[] draws) {
        int[] weights =
                Arrays.stream(draws).map(draw -> 1 + Math.floorMod(draw, 12)).toArray();
        weights[0] = 1; // or they might have a divisor, and our period be a fraction of nginx's
        assertLikeNginx(weights);
    }

    @Property(tries = 500, seed = "1")
    void eachServerGetsItsWeight(@ForAll @Size(min = 1, max = 30) int[] draws) {
        int[] weights =
                Arrays.stream(draws).map(draw -> 1 + Math.floorMod(draw, 50)).toArray();
        weights[0] = 1;
        int[] counts = new int[weights.length];
        Arrays.stream(period(weights)).forEach(index -> counts[index]++);
        assertArrayEquals(weights, counts);
    }

    /**
     * How far a server is behind its share after any turn, D, is more than -1, since whoever is picked was behind; and at
     * most 1/2 + 1/3 + ... + 1/n, as in the cup game (Dietz and Sleator 1987): no k servers are behind by more than 1/(k
     * + 1) + ... + 1/n on average, because picking the one furthest behind outside of them leaves k + 1 that were. So in
     * no window at all, over the end of the period too, does a server get 1 + 1/2 + ... + 1/n too few or too many.
     */
    @Property(tries = 500, seed = "1")
    void noWindowIsFarFromItsShare(@ForAll @Size(min = 2, max = 30) int[] draws) {
        int[] weights =
                Arrays.stream(draws).map(draw -> 1 + Math.floorMod(draw, 100)).toArray();
        weights[0] = 1;
        int[] period = period(weights);
        double harmonic = IntStream.rangeClosed(1, weights.length)
                .mapToDouble(i -> 1.0 / i)
                .sum();
        for (int server = 0; server < weights.length; server++) {
            double share = (double) weights[server] / period.length;
            double behind = 0;
            for (int pick : period) {
                behind += share - (pick == server ? 1 : 0);
                assertTrue(behind > -1 && behind < harmonic - 1 + 1e-9, () -> Arrays.toString(weights));
            }
            assertEquals(0, behind, 1e-9, "and nothing is left at the end of the period");
        }
    }

    @Test
    void weightsCountInLowestTerms() {
        assertArrayEquals(period(3, 2, 1), period(300_000, 200_000, 100_000));
        assertArrayEquals(period(3, 2, 1), period(0x3p60, 0x2p60, 0x1p60));
        assertArrayEquals(new int[] {0, 1, 2}, period(7, 7, 7));
    }

    @Test
    void oneServerIsAPeriodOfOne() {
        assertArrayEquals(new int[] {0}, period(1_000_000));
        assertArrayEquals(new int[] {}, period(new int[0]));
    }

    @Test
    void fractionalWeightsHaveNone() {
        assertNull(period(1, 0.5));
        assertNull(period(1e-300, 1));
        assertNull(period(1, 1e300), "no long either");
    }

    @Test
    void whatTakesTooLongToLayOutHasNone() {
        assertNotNull(period(1, 65_535), "65 536 turns times two weights");
        assertNull(period(1, 65_536));
        assertNull(period(1, Integer.MAX_VALUE));
        assertNull(period(IntStream.rangeClosed(1, 1000).toArray()));
    }

    /** Products or sums of these overflow to negative numbers, which look short. */
    @Test
    void hugeWeightsDoNotOverflow() {
        assertNull(period(0x1p62, 3));
        assertNull(period(0x1p62, 0x1p62, 1));
        assertNull(period(Long.MAX_VALUE, 1));
        assertNull(period(0x1p31, 0x1p32, 0x1p33, 3));
    }

    @Property(tries = 20, seed = "1")
    void tenThousandServersOfFewWeightsHaveOne(@ForAll @IntRange(min = 1, max = 4) int kinds) {
        int[] weights = IntStream.range(0, 10_000).map(i -> 1 + i % kinds).toArray();
        int[] period = period(weights);
        assertEquals(Arrays.stream(weights).sum(), period.length);
    }
}

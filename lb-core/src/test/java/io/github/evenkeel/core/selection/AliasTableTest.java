package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Servers;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasTableTest {
    private static AliasTable table(double... weights) {
        return new AliasTable(Views.weighted(Servers.idle(weights.length), weights));
    }

    /**
     * Which part of all 2^63 draws each index gets, found from outside: within each column draws go to one server up to
     * some height and to one other from there on.
     */
    private static double[] shares(AliasTable table, int size) {
        double[] draws = new double[size];
        for (int column = 0; column < size; column++) {
            long first = firstOf(column, size);
            long last = firstOf(column + 1, size) - 1;
            int below = table.draw(first << 1);
            long low = first; // drawn as the first is
            long high = last; // whatever follows is drawn as the last is
            while (low < high) {
                long middle = high - (high - low) / 2;
                if (table.draw(middle << 1) == below) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            draws[below] += (double) (low - first) + 1;
            draws[table.draw(last << 1)] += (double) (last - low);
        }
        return Arrays.stream(draws).map(number -> number / 0x1p63).toArray();
    }

    /** The least of 2^63 fractions that falls into a column. */
    private static long firstOf(int column, int size) {
        BigInteger all = BigInteger.ONE.shiftLeft(63);
        BigInteger[] parts = all.multiply(BigInteger.valueOf(column)).divideAndRemainder(BigInteger.valueOf(size));
        return (parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE)).longValue();
    }

    private static void assertExact(double[] weights) {
        double[] shares = shares(table(weights), weights.length);
        double greatest = Arrays.stream(weights).max().orElseThrow();
        double sum = Arrays.stream(weights).map(weight -> weight / greatest).sum();
        for (int i = 0; i < weights.length; i++) {
            assertEquals(weights[i] / greatest / sum, shares[i], 0x1p-40, () -> Arrays.toString(weights));
        }
    }

    @Test
    void columnsAddUpToTheWeights() {
        assertExact(new double[] {7});
        assertExact(new double[] {1, 1});
        assertExact(new double[] {1, 3});
        assertExact(new double[] {5, 1, 1});
        assertExact(new double[] {1, 1_000_000});
        assertExact(new double[] {0.1, 0.2, 0.3, 0.4});
        assertExact(IntStream.rangeClosed(1, 1000).asDoubleStream().toArray());
        assertExact(
                IntStream.range(0, 1000).mapToDouble(i -> i == 500 ? 1e6 : 1).toArray());
        assertExact(IntStream.range(0, 1000).mapToDouble(i -> 1 / (i + 1.0)).toArray());
    }

    @Test
    void sumOfHugeWeightsIsNotInfinite() {
        assertExact(new double[] {Double.MAX_VALUE, Double.MAX_VALUE / 2, Double.MAX_VALUE});
        assertExact(new double[] {Double.MAX_VALUE, 1, 1e308});
    }

    @Test
    void tinyWeightsAreWeights() {
        assertExact(new double[] {Double.MIN_VALUE, 3 * Double.MIN_VALUE});
        assertExact(new double[] {1e-300, 1});
    }

    @Property(tries = 200, seed = "1")
    void columnsAddUpToAnyWeights(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 1e-6, max = 1e6) @Scale(6) Double> weights) {
        assertExact(weights.stream().mapToDouble(weight -> weight).toArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0xFFFF_FFFFL, -1L << 32, 1})
    void extremeBitsDrawAnIndex(long bits) {
        for (int size : new int[] {1, 2, 3, 1000}) {
            int index = table(IntStream.rangeClosed(1, size).asDoubleStream().toArray())
                    .draw(bits);
            assertTrue(index >= 0 && index < size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100})
    void drawsFollowTheWeights(int size) {
        double[] weights =
                IntStream.rangeClosed(1, size).mapToDouble(Math::sqrt).toArray();
        AliasTable table = table(weights);
        RandomGenerator random = new SplittableRandom(1);
        int[] counts = new int[size];
        for (int i = 0; i < 100_000; i++) {
            counts[table.draw(random.nextLong())]++;
        }
        ChiSquare.assertFollows(weights, counts);
    }
}

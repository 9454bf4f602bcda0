package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HypergeometricTest {
    private static double upperTail(long least, long drawn, long marked, long total) {
        return Math.exp(Hypergeometric.logUpperTail(least, drawn, marked, total));
    }

    /** Fisher, The Design of Experiments (1935): four cups of each kind, told apart by taste. */
    @Test
    void oracleLadyTastingTea() {
        assertEquals(1 / 70.0, upperTail(4, 4, 4, 8), 1e-14);
        assertEquals(17 / 70.0, upperTail(3, 4, 4, 8), 1e-14);
        assertEquals(53 / 70.0, upperTail(2, 4, 4, 8), 1e-14);
        assertEquals(69 / 70.0, upperTail(1, 4, 4, 8), 1e-14);
        assertEquals(1, upperTail(0, 4, 4, 8));
        assertEquals(0, upperTail(5, 4, 4, 8));
    }

    /** Fisher's example of twins of convicts (1934): 10 of 13 identical, 2 of 17 others. */
    @Test
    void oracleFishersTwins() {
        assertEquals(0.000465, upperTail(10, 13, 12, 30), 5e-7);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9, 16, 17, 31, 40})
    void everySmallUrnAgreesWithExactFractions(int total) {
        for (int marked = 0; marked <= total; marked++) {
            for (int drawn = 0; drawn <= total; drawn++) {
                for (int least = 0; least <= total + 1; least++) {
                    double exact = exact(least, drawn, marked, total);
                    double computed = upperTail(least, drawn, marked, total);
                    String urn = least + " of " + drawn + " with " + marked + " of " + total;
                    assertEquals(exact, computed, exact * 1e-12, urn);
                }
            }
        }
    }

    /** Held against ratios of neighbours, added up from the most likely number to both sides. */
    @ParameterizedTest
    @CsvSource({
        "1000, 100, 10, 4",
        "10000, 1000, 5000, 560",
        "2000000, 1000000, 20000, 10400",
        "2000000, 1000000, 1000000, 501000",
        "2000000, 1000000, 1000000, 510000",
        "100000000, 1000000, 1000000, 10800",
        "1000000000, 1000000, 10000000, 11000",
        "1000000000, 1000000, 500000000, 503000",
        "1000000000, 1000000, 500000000, 516000",
        "1000000000, 999999999, 900000, 900000",
    })
    void largeUrnsAgreeWithTheSumOfRatios(long total, long drawn, long marked, long least) {
        double expected = ratios(least, drawn, marked, total);
        assertEquals(expected, upperTail(least, drawn, marked, total), expected * 1e-10);
    }

    /** All of 40 000 marked balls among 50 000 of 100 000: about 2^-40 000, which no double holds. */
    @Test
    void chanceTooSmallForADoubleHasALogarithm() {
        double expected = 0;
        for (int i = 0; i < 40_000; i++) {
            expected += Math.log((50_000.0 - i) / (100_000.0 - i));
        }
        assertEquals(expected, Hypergeometric.logUpperTail(40_000, 50_000, 40_000, 100_000), 1e-6);
    }

    private static double exact(int least, int drawn, int marked, int total) {
        BigInteger ways = BigInteger.ZERO;
        for (int x = least; x <= drawn; x++) {
            ways = ways.add(choose(marked, x).multiply(choose(total - marked, drawn - x)));
        }
        return new BigDecimal(ways)
                .divide(new BigDecimal(choose(total, drawn)), MathContext.DECIMAL64)
                .doubleValue();
    }

    private static BigInteger choose(int n, int k) {
        BigInteger ways = k > n ? BigInteger.ZERO : BigInteger.ONE;
        for (int i = 0; i < k && i < n; i++) {
            ways = ways.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return ways;
    }

    private static double ratios(long least, long drawn, long marked, long total) {
        long mode = (long) ((drawn + 1.0) * (marked + 1.0) / (total + 2.0));
        double all = 0;
        double tail = 0;
        double term = 1;
        for (long x = mode; x <= Math.min(drawn, marked) && term > 0; x++) {
            all += term;
            tail += x >= least ? term : 0;
            term *= (double) (marked - x) / (x + 1) * (drawn - x) / (total - marked - drawn + x + 1);
        }
        term = 1;
        for (long x = mode; x > 0 && term > 0; x--) {
            term *= (double) x / (marked - x + 1) * (total - marked - drawn + x) / (drawn - x + 1);
            all += term;
            tail += x > least ? term : 0;
        }
        return tail / all;
    }
}

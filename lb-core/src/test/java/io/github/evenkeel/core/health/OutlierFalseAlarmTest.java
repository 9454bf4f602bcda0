package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.OutlierDetector.Observation;
import io.github.evenkeel.core.health.OutlierDetector.Verdict;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pools of equally good servers: how often is one of them found failing? The promise is at most once in 100 000
 * intervals with the default settings. Where simulated, a right detector breaks the limit of the test with a chance
 * below 10^-4 over all cases; the seeds are fixed.
 */
class OutlierFalseAlarmTest {
    private static final int REQUESTS = 100;

    /** The difference need not be large here: what remains is the promise on chance alone. */
    private static final OutlierSettings NO_GAP = OutlierSettings.DEFAULT.withFailureGapPercent(1);

    static Stream<Arguments> pools() {
        return IntStream.of(2, 3, 5, 10, 100, 1000)
                .boxed()
                .flatMap(servers ->
                        DoubleStream.of(0.001, 0.01, 0.05, 0.5).mapToObj(rate -> Arguments.of(servers, rate)));
    }

    static Stream<Arguments> smallPools() {
        return Stream.of(
                        Arguments.of(2, 20),
                        Arguments.of(2, 100),
                        Arguments.of(3, 20),
                        Arguments.of(4, 12),
                        Arguments.of(5, 6),
                        Arguments.of(6, 5))
                .flatMap(pool -> DoubleStream.of(0.05, 0.001, 1e-5)
                        .mapToObj(significance -> Arguments.of(pool.get()[0], pool.get()[1], significance)));
    }

    /** Exactly: every interval that may happen is judged and weighed with its probability. No gap is asked for. */
    @ParameterizedTest
    @MethodSource("smallPools")
    void chanceOfAFalseVerdictIsWithinItsPromise(int servers, int requests, double significance) {
        OutlierDetector detector =
                new OutlierDetector(NO_GAP.withInterval(NO_GAP.interval(), 5).withSignificance(significance));
        double[][] probabilities = DoubleStream.of(0.001, 0.01, 0.05, 0.2, 0.33, 0.5, 0.7, 0.95)
                .mapToObj(rate -> binomial(requests, rate))
                .toArray(double[][]::new);
        double[] falseVerdict = new double[probabilities.length];
        int intervals = (int) Math.pow(requests + 1, servers);
        for (int interval = 0; interval < intervals; interval++) {
            int[] failures = digits(interval, requests + 1, servers);
            List<Observation> servedBy = IntStream.of(failures)
                    .mapToObj(failed -> Outliers.failing(failed, requests))
                    .toList();
            if (detector.judge(servedBy).stream().anyMatch(Verdict::eject)) {
                for (int rate = 0; rate < probabilities.length; rate++) {
                    double probability = 1;
                    for (int failed : failures) {
                        probability *= probabilities[rate][failed];
                    }
                    falseVerdict[rate] += probability;
                }
            }
        }
        for (double chance : falseVerdict) {
            assertTrue(chance <= significance, () -> "chance " + chance);
        }
        assertTrue(significance < 0.05 || falseVerdict[3] > 0, "who never errs is too shy to find anything");
    }

    private static int[] digits(int number, int base, int count) {
        int[] digits = new int[count];
        int rest = number;
        for (int i = 0; i < count; i++) {
            digits[i] = rest % base;
            rest /= base;
        }
        return digits;
    }

    /**
     * Exactly for one bad server in pools of any size: over every number of failures of one and of the others together,
     * times the number of servers. Larger groups have their own, smaller part of the significance.
     */
    @ParameterizedTest
    @MethodSource("pools")
    void chanceThatTheWorstLooksBadAloneIsWithinItsPromise(int servers, double rate) {
        double significance = OutlierSettings.DEFAULT.significance();
        long others = (servers - 1L) * REQUESTS;
        double[] one = binomial(REQUESTS, rate);
        double[] rest = binomial((int) others, rate);
        double falseVerdict = 0;
        for (int failures = 0; failures < rest.length; failures++) {
            double tail = 0;
            for (int k = REQUESTS; k >= 0 && rest[failures] > 1e-30; k--) {
                double log = Hypergeometric.logUpperTail(k, REQUESTS, k + failures, REQUESTS + others);
                if (2 * servers * Math.exp(log) > significance) {
                    break; // fewer failures are likelier still
                }
                tail += one[k];
            }
            falseVerdict += rest[failures] * tail;
        }
        double inAnyServer = servers * falseVerdict;
        assertTrue(inAnyServer <= significance / 2, () -> "chance " + inAnyServer);
    }

    /** Simulated, where all groups count and the gap does not; four standard deviations above the promise. */
    @ParameterizedTest
    @MethodSource("pools")
    void boldSettingsErrAsOftenAsTheyPromiseAtMost(int servers, double rate) {
        int intervals = 200_000 / servers;
        int ejecting = intervalsThatEject(NO_GAP.withSignificance(0.05), servers, rate, intervals);
        double limit = 0.05 * intervals + 4 * Math.sqrt(0.05 * 0.95 * intervals);
        assertTrue(ejecting <= limit, () -> ejecting + " of " + intervals + " intervals");
    }

    /** A million server-intervals each. */
    @ParameterizedTest
    @MethodSource("pools")
    void equalServersStay(int servers, double rate) {
        int intervals = 1_000_000 / servers;
        int ejecting = intervalsThatEject(OutlierSettings.DEFAULT, servers, rate, intervals);
        assertTrue(ejecting <= intervals / 1000, () -> ejecting + " of " + intervals + " intervals");
        assertTrue(rate > 0.01 || ejecting == 0, "the gap alone keeps those that fail little");
    }

    /** Published of Envoy's rule (mean less 1.9 standard deviations): 49 % at 99 % success, 60 % at 99.9 %. */
    @ParameterizedTest
    @CsvSource({"0.01, 0.49", "0.001, 0.60"})
    void oracleEnvoysRuleFindsOneOfTenEqualServersInHalfOfAllIntervals(double rate, double published) {
        SplittableRandom random = new SplittableRandom(1);
        Outliers.Chance chance = new Outliers.Chance(REQUESTS, rate);
        int intervals = 20_000;
        int envoys = 0;
        int ours = 0;
        for (int i = 0; i < intervals; i++) {
            List<Observation> interval = chance.draw(10, random);
            envoys += EnvoySuccessRate.outliers(interval).isEmpty() ? 0 : 1;
            ours += Outliers.ejected(interval).isEmpty() ? 0 : 1;
        }
        assertEquals(published, envoys / (double) intervals, 0.03);
        assertEquals(0, ours);
    }

    private static int intervalsThatEject(OutlierSettings settings, int servers, double rate, int intervals) {
        SplittableRandom random = new SplittableRandom(servers + (long) (1000 * rate));
        Outliers.Chance chance = new Outliers.Chance(REQUESTS, rate);
        OutlierDetector detector = new OutlierDetector(settings);
        int ejecting = 0;
        for (int i = 0; i < intervals; i++) {
            ejecting += detector.judge(chance.draw(servers, random)).stream().anyMatch(Verdict::eject) ? 1 : 0;
        }
        return ejecting;
    }

    /** From the likeliest number to both sides, so that nothing underflows that matters. */
    private static double[] binomial(int n, double p) {
        double[] chance = new double[n + 1];
        int mode = (int) ((n + 1) * p);
        chance[mode] = 1;
        double sum = 1;
        for (int x = mode; x < n; x++) {
            chance[x + 1] = chance[x] * (n - x) / (x + 1.0) * p / (1 - p);
            sum += chance[x + 1];
        }
        for (int x = mode; x > 0; x--) {
            chance[x - 1] = chance[x] * x / (n - x + 1.0) * (1 - p) / p;
            sum += chance[x - 1];
        }
        for (int x = 0; x <= n; x++) {
            chance[x] /= sum;
        }
        return chance;
    }
}

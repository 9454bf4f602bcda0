package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.health.Outliers.ejected;
import static io.github.evenkeel.core.health.Outliers.ejectedOf;
import static io.github.evenkeel.core.health.Outliers.failing;
import static io.github.evenkeel.core.health.Outliers.findings;
import static io.github.evenkeel.core.health.Outliers.first;
import static io.github.evenkeel.core.health.Outliers.judge;
import static io.github.evenkeel.core.health.Outliers.servers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.OutlierDetector.Finding;
import io.github.evenkeel.core.health.OutlierDetector.Observation;
import io.github.evenkeel.core.health.OutlierDetector.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutlierLatencyTest {
    private static List<Observation> taking(long... millis) {
        return LongStream.of(millis).mapToObj(Outliers::taking).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 10, 100, 1000})
    void fiveTimesAsSlowIsTooSlowUpToHalfOfThePool(int servers) {
        for (int slow = 1; slow <= servers / 2; slow += Math.max(1, servers / 10)) {
            assertEquals(
                    first(slow), ejected(servers(slow, Outliers.taking(500), servers - slow, Outliers.taking(100))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 300, 499})
    void mixedSpeedsAreNatural(int millis) {
        assertEquals(List.of(), ejected(taking(100, 100, 100, 100, millis)));
        assertEquals(List.of(), ejected(taking(100, 100, 100, millis, millis)));
        assertEquals(List.of(), ejected(taking(100, millis, millis, millis, millis)));
    }

    /** Six times the median, but in this pool that is how servers differ. */
    @Test
    void whereAllDifferNobodyIsOdd() {
        assertEquals(List.of(), ejected(taking(20, 50, 100, 250, 600)));
        assertEquals(List.of(4), ejected(taking(90, 100, 100, 110, 600)));
    }

    /** The spread is 1.4826 ln 1.6, and 3.5 times that is a factor of 11.46 above the median. */
    @Test
    void oddIsMoreThanThreeAndAHalfDeviations() {
        assertEquals(List.of(), ejected(taking(1000, 1600, 1600, 2560, 18_330)));
        assertEquals(List.of(), ejected(taking(1000, 1000, 1600, 2560, 18_330)));
        assertEquals(List.of(4), ejected(taking(1000, 1000, 1600, 2560, 18_340)));
    }

    @Test
    void fewMillisecondsHurtNobody() {
        assertEquals(List.of(), ejected(taking(1, 1, 1, 1, 50)));
        assertEquals(List.of(4), ejected(taking(1, 1, 1, 1, 51)));
    }

    @Test
    void twoServersAreTooFewToTellWhichIsOdd() {
        assertEquals(List.of(), ejected(taking(10, 10_000)));
        assertEquals(Duration.ZERO, judge(taking(10, 10_000)).get(0).typicalLatency());
        assertEquals(List.of(2), ejected(taking(10, 10, 10_000)));
    }

    @Test
    void fewSamplesAreNotJudgedAndNoMeasure() {
        Observation few = new Observation(0, 0, 9_000_000_000L, 19, false);
        Observation enough = new Observation(0, 0, 9_000_000_000L, 20, false);
        List<Observation> interval = servers(3, Outliers.taking(10), 3, few);
        interval.add(enough);
        assertEquals(List.of(6), ejected(interval));
        assertEquals(Finding.UNKNOWN, findings(interval).get(3));
        List<Observation> tooFew = servers(2, Outliers.taking(10), 1, few);
        assertEquals(List.of(Finding.NORMAL, Finding.NORMAL, Finding.UNKNOWN), findings(tooFew), "by their failures");
    }

    @Test
    void latencyAloneIsEnoughToBeJudged() {
        Observation fast = new Observation(0, 0, 10_000_000, 20, false);
        assertEquals(List.of(Finding.NORMAL, Finding.NORMAL, Finding.NORMAL), findings(servers(3, fast)));
        assertEquals(List.of(Finding.UNKNOWN, Finding.UNKNOWN), findings(servers(2, fast)));
    }

    @Test
    void serverOutAlreadyOrWithoutALatencyIsNoMeasure() {
        Observation out = new Observation(100, 0, 10_000_000, 100, true);
        Observation unknown = new Observation(100, 0, 0, 100, false);
        List<Observation> interval = servers(3, out, 2, Outliers.taking(100));
        interval.addAll(servers(2, unknown));
        interval.add(Outliers.taking(900));
        List<Verdict> verdicts = judge(OutlierSettings.DEFAULT.withKeepPercent(0), interval);
        assertEquals(List.of(7), ejectedOf(verdicts));
        assertEquals(Duration.ofMillis(100), verdicts.get(7).typicalLatency());
    }

    @Test
    void wholePoolSlowingDownEjectsNobody() {
        assertEquals(List.of(), ejected(taking(9000, 9000, 8000, 7000, 9500)));
    }

    @Test
    void slowestGoFirstWhenNotAllMay() {
        assertEquals(
                List.of(1),
                ejectedOf(judge(OutlierSettings.DEFAULT.withKeepPercent(80), taking(600, 900, 100, 100, 100))));
    }

    @ParameterizedTest
    @CsvSource({"2, 200", "10, 1000"})
    void ratioIsASetting(double ratio, long millis) {
        OutlierSettings settings = OutlierSettings.DEFAULT.withLatencyRatio(ratio);
        assertEquals(List.of(3), ejectedOf(judge(settings, taking(100, 100, 100, millis))));
        assertEquals(List.of(), ejectedOf(judge(settings, taking(100, 100, 100, millis - 1))));
    }

    @Test
    void infiniteRatioIsNever() {
        OutlierSettings never = OutlierSettings.DEFAULT.withLatencyRatio(Double.POSITIVE_INFINITY);
        List<Verdict> verdicts = judge(never, taking(1, 1, 1, 3_600_000));
        assertEquals(List.of(), ejectedOf(verdicts));
        assertEquals(Duration.ZERO, verdicts.get(0).typicalLatency());
        assertEquals(Duration.ofHours(1), verdicts.get(3).latency(), "what is known is told nevertheless");
    }

    @Test
    void verdictCarriesItsEvidence() {
        Verdict verdict = judge(taking(90, 100, 110, 600)).get(3);
        assertEquals(Finding.SLOW, verdict.finding());
        assertTrue(verdict.eject());
        assertEquals(Duration.ofMillis(600), verdict.latency());
        assertEquals(Duration.ofMillis(100), verdict.typicalLatency());
        assertEquals(1, verdict.chance());
        assertEquals(Duration.ZERO, judge(List.of(failing(0, 100))).get(0).latency());
    }

    /**
     * Means of 20 exponential latencies, servers of speeds 1 to 2: a server five times the median would need such a mean
     * of 2.5 times its expectation at least, which has a chance below 10^-6 (Chernoff: (2.5 e^-1.5)^20), times at most
     * 100 000 draws... so the seed is fixed.
     */
    @ParameterizedTest
    @ValueSource(ints = {3, 10, 100})
    void noisyMeansOfNaturallyMixedServersStay(int servers) {
        SplittableRandom random = new SplittableRandom(servers);
        for (int interval = 0; interval < 30_000 / servers; interval++) {
            List<Observation> drawn = new ArrayList<>();
            for (int i = 0; i < servers; i++) {
                double mean = 100e6 * (1 + i / (double) servers);
                double sum = 0;
                for (int request = 0; request < 20; request++) {
                    sum -= mean * Math.log(1 - random.nextDouble());
                }
                drawn.add(new Observation(20, 0, (long) (sum / 20), 20, false));
            }
            assertEquals(List.of(), ejected(drawn));
        }
    }
}

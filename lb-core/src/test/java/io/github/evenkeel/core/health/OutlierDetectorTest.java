package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.health.Outliers.ejected;
import static io.github.evenkeel.core.health.Outliers.ejectedOf;
import static io.github.evenkeel.core.health.Outliers.failing;
import static io.github.evenkeel.core.health.Outliers.findings;
import static io.github.evenkeel.core.health.Outliers.first;
import static io.github.evenkeel.core.health.Outliers.judge;
import static io.github.evenkeel.core.health.Outliers.out;
import static io.github.evenkeel.core.health.Outliers.servers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.OutlierDetector.Finding;
import io.github.evenkeel.core.health.OutlierDetector.Observation;
import io.github.evenkeel.core.health.OutlierDetector.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutlierDetectorTest {
    private static final Observation GOOD = failing(1, 100);
    private static final Observation DEAD = failing(100, 100);

    /** Published of Envoy's rule: with two dead of five the mean sinks and sigma grows until neither is found. */
    @Test
    void oracleTwoDeadOfFiveHideEachOtherFromEnvoysRuleAndNotFromOurs() {
        List<Observation> interval = servers(2, DEAD, 3, GOOD);
        assertEquals(List.of(), EnvoySuccessRate.outliers(interval));
        assertEquals(List.of(0, 1), ejected(interval));
        assertEquals(List.of(0), EnvoySuccessRate.outliers(servers(1, DEAD, 4, GOOD)), "one alone it does find");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 100, 1000})
    void anyNumberOfDeadUpToHalfOfThePoolGo(int servers) {
        for (int dead = 0; dead <= servers / 2; dead += Math.max(1, servers / 20)) {
            assertEquals(first(dead), ejected(servers(dead, DEAD, servers - dead, GOOD)), dead + " dead");
        }
    }

    /** Not dead, so no breaker sees it: 30 % failures beside 1 %. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 10, 100, 1000})
    void halfBrokenServersGoTooUpToHalfOfThePool(int servers) {
        for (int bad = 1; bad <= servers / 2; bad += Math.max(1, servers / 10)) {
            assertEquals(first(bad), ejected(servers(bad, failing(30, 100), servers - bad, GOOD)), bad + " bad");
        }
    }

    /** One is so bad that any group with others in it is less telling: it goes first, and then the next stands out. */
    @Test
    void oneOutlierFoundUncoversTheNext() {
        List<Observation> interval = List.of(failing(9_900, 10_000), failing(40, 100), GOOD, GOOD, GOOD);
        assertTrue(logGroup(1, 5, 9_900, 10_000, 9_943, 10_400) < logGroup(2, 5, 9_940, 10_100, 9_943, 10_400));
        List<Verdict> verdicts = judge(interval);
        assertEquals(List.of(0, 1), ejectedOf(verdicts));
        assertEquals(Math.exp(logGroup(1, 4, 40, 100, 43, 400)), verdicts.get(1).chance(), 1e-20);
    }

    /** {@code choose(servers, size) * size * (size + 1)} times the chance that so many failures fall to the group. */
    private static double logGroup(int size, int servers, long failures, long requests, long ofAll, long all) {
        double groups = size == 1 ? servers : servers * (servers - 1) / 2.0;
        return Math.log(groups * size * (size + 1)) + Hypergeometric.logUpperTail(failures, requests, ofAll, all);
    }

    private static double chanceAlone(int servers, long failures, long requests, long ofAll, long all) {
        return Math.exp(logGroup(1, servers, failures, requests, ofAll, all));
    }

    /** The group is telling by the first; that the second looks worse than the others is chance: 4 of 20. */
    @Test
    void whoIsInBadCompanyMustStandOutAlone() {
        List<Observation> interval = servers(2, failing(20, 20), 6, failing(0, 20));
        interval.set(1, failing(4, 20));
        assertEquals(List.of(0), ejected(interval));
    }

    /** Pooled with the fourteen, of whom chance is to blame, the bad one would be too faint for so many groups. */
    @Test
    void chanceSuspectsDoNotHideTheBadOne() {
        List<Observation> interval = servers(1, failing(65, 100), 14, failing(41, 100));
        interval.addAll(servers(985, failing(30, 100)));
        assertEquals(List.of(0), ejected(interval));
    }

    /** Each of a group is held against those outside of it, not against its own kind. */
    @Test
    void chanceOfOneInAGroupLeavesOutTheOthersOfTheGroup() {
        List<Verdict> verdicts = judge(List.of(failing(30, 100), GOOD, failing(40, 100), GOOD));
        assertEquals(List.of(0, 2), ejectedOf(verdicts));
        double first = 4 * Math.exp(Hypergeometric.logUpperTail(30, 100, 32, 300));
        double second = 4 * Math.exp(Hypergeometric.logUpperTail(40, 100, 42, 300));
        assertEquals(first, verdicts.get(0).chance(), first * 1e-9);
        assertEquals(second, verdicts.get(2).chance(), second * 1e-9);
    }

    @Test
    void minorityOfBadOnesIsFoundAndAMajorityIsTheNorm() {
        assertEquals(List.of(0, 1, 2), ejected(servers(3, DEAD, 3, GOOD)));
        assertEquals(List.of(), ejected(servers(4, DEAD, 3, GOOD)));
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "5", "10", "100", "1000"})
    void outageOfAllEjectsNobody(int servers) {
        List<Observation> interval = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            interval.add(failing(50 + 50L * i / (servers - 1), 100));
        }
        assertEquals(List.of(), ejected(interval));
    }

    @Test
    void typicalServerThatFailsAThirdIsNoMeasure() {
        assertEquals(List.of(), ejected(servers(1, DEAD, 2, failing(34, 100))));
        assertEquals(List.of(), ejected(servers(1, failing(150, 150), 2, failing(50, 150))));
        assertEquals(List.of(0), ejected(servers(1, DEAD, 2, failing(33, 100))));
    }

    @Test
    void sureButSmallDifferenceIsNone() {
        assertEquals(List.of(), ejected(servers(1, failing(10_999, 100_000), 9, failing(1_000, 100_000))));
        assertEquals(List.of(0), ejected(servers(1, failing(11_001, 100_000), 9, failing(1_000, 100_000))));
    }

    @Test
    void gapIsReachedAtItsVeryNumber() {
        OutlierSettings quarter = OutlierSettings.DEFAULT.withFailureGapPercent(25);
        assertEquals(List.of(0), ejectedOf(judge(quarter, servers(1, failing(250, 1000), 2, failing(0, 1000)))));
        assertEquals(List.of(), ejectedOf(judge(quarter, servers(1, failing(249, 1000), 2, failing(0, 1000)))));
    }

    @Test
    void largeButUnsureDifferenceIsNone() {
        assertEquals(List.of(), ejected(servers(1, failing(4, 20), 9, failing(0, 20))));
        Verdict verdict = judge(servers(1, failing(4, 20), 9, failing(0, 20))).get(0);
        assertEquals(Finding.NORMAL, verdict.finding());
        assertEquals(chanceAlone(10, 4, 20, 4, 200), verdict.chance(), 1e-12);
        assertEquals(0.2, verdict.failureRate());
    }

    @Test
    void fewRequestsAreNotJudgedAndNoMeasure() {
        List<Observation> interval = List.of(failing(19, 19), failing(0, 100), failing(0, 100), failing(20, 20));
        assertEquals(List.of(Finding.UNKNOWN, Finding.NORMAL, Finding.NORMAL, Finding.FAILING), findings(interval));
        List<Observation> skewed = servers(20, failing(4, 4), 3, failing(2, 20));
        skewed.set(22, failing(20, 20));
        assertEquals(List.of(22), ejected(skewed));
        assertEquals(0.1, judge(skewed).get(0).typicalFailureRate());
        assertEquals(1, judge(skewed).get(0).chance());
    }

    @Test
    void serverWithNobodyToCompareWithIsUnknown() {
        assertEquals(List.of(), findings(List.of()));
        assertEquals(List.of(Finding.UNKNOWN), findings(List.of(DEAD)));
        assertEquals(List.of(Finding.UNKNOWN, Finding.UNKNOWN), findings(List.of(DEAD, failing(0, 19))));
        assertEquals(List.of(Finding.UNKNOWN, Finding.OUT), findings(List.of(DEAD, out())));
    }

    @Test
    void serverOutAlreadyIsNotJudgedAndNoMeasure() {
        List<Observation> interval = List.of(out(), out(), GOOD, failing(30, 100), GOOD, GOOD, GOOD);
        List<Verdict> verdicts = judge(interval);
        assertEquals(List.of(3), ejectedOf(verdicts));
        assertEquals(Finding.OUT, verdicts.get(0).finding());
        assertEquals(0.01, verdicts.get(3).typicalFailureRate());
        assertEquals(chanceAlone(5, 30, 100, 34, 500), verdicts.get(3).chance(), 1e-20);
    }

    /** Oracle T16 asks how many of a small pool may go; Envoy's 10 % are nobody below ten servers. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 1", "4, 2", "5, 2", "6, 3", "7, 3", "8, 4", "9, 4", "10, 5"})
    void oracleT16HalfOfThePoolIsKept(int servers, int mayGo) {
        assertEquals(servers - mayGo, OutlierSettings.DEFAULT.keepAtLeast(servers));
        for (int out = 0; out <= mayGo; out++) {
            List<Observation> interval = servers(out, out(), mayGo - out, DEAD);
            interval.addAll(servers(servers - mayGo, GOOD));
            assertEquals(mayGo - out, ejected(interval).size(), "beside " + out);
        }
    }

    @Test
    void worstGoFirstWhenNotAllMay() {
        List<Observation> interval = List.of(out(), failing(40, 100), GOOD, failing(60, 100), GOOD, GOOD);
        OutlierSettings keepFour = OutlierSettings.DEFAULT.withKeepPercent(66);
        List<Verdict> verdicts = judge(keepFour, interval);
        assertEquals(List.of(3), ejectedOf(verdicts));
        assertEquals(Finding.FAILING, verdicts.get(1).finding(), "found, but kept");
        assertFalse(verdicts.get(1).eject());
        assertEquals(List.of(), ejectedOf(judge(keepFour.withKeepPercent(100), interval)));
        assertEquals(List.of(1, 3), ejectedOf(judge(keepFour.withKeepPercent(0), interval)));
    }

    @Test
    void moreOutThanMayBeEjectsNobodyElse() {
        assertEquals(List.of(), ejected(List.of(out(), out(), out(), DEAD, GOOD, GOOD)));
    }

    @Test
    void failingServersGoBeforeSlowOnes() {
        Observation slow = new Observation(100, 0, 900_000_000, 100, false);
        Observation bad = new Observation(70, 30, 10_000_000, 100, false);
        Observation fast = new Observation(100, 0, 10_000_000, 100, false);
        List<Observation> interval = List.of(slow, bad, fast, fast, fast);
        assertEquals(List.of(0, 1), ejected(interval));
        assertEquals(List.of(1), ejectedOf(judge(OutlierSettings.DEFAULT.withKeepPercent(80), interval)));
        assertEquals(
                List.of(Finding.SLOW, Finding.FAILING, Finding.NORMAL, Finding.NORMAL, Finding.NORMAL),
                findings(interval));
    }

    @Test
    void dryRunOnlyReports() {
        List<Observation> interval = servers(2, DEAD, 3, GOOD);
        List<Verdict> verdicts = judge(OutlierSettings.DEFAULT.withDryRun(true), interval);
        assertEquals(List.of(), ejectedOf(verdicts));
        assertEquals(Finding.FAILING, verdicts.get(0).finding());
        Verdict earnest = judge(interval).get(0);
        assertEquals(
                new Verdict(
                        Finding.FAILING,
                        false,
                        earnest.failureRate(),
                        earnest.typicalFailureRate(),
                        earnest.chance(),
                        Duration.ZERO,
                        Duration.ZERO),
                verdicts.get(0));
    }

    @Test
    void verdictCarriesItsEvidence() {
        Verdict verdict =
                judge(servers(1, failing(50, 100), 4, failing(10, 100))).get(0);
        assertTrue(verdict.eject());
        assertEquals(0.5, verdict.failureRate());
        assertEquals(0.1, verdict.typicalFailureRate());
        assertEquals(chanceAlone(5, 50, 100, 90, 500), verdict.chance(), 1e-20);
    }

    @Test
    void offFindsNothing() {
        List<Observation> interval = servers(1, failing(1_000_000, 1_000_000), 3, failing(0, 1_000_000));
        assertEquals(List.of(), ejectedOf(judge(OutlierSettings.OFF, interval)));
        assertTrue(OutlierSettings.OFF.isOff());
    }

    @Test
    void millionsOfRequestsOnAThousandServersAreJudged() {
        List<Observation> interval = servers(500, failing(300_000, 1_000_000), 500, failing(10_000, 1_000_000));
        assertEquals(first(500), ejected(interval));
    }

    @Property(tries = 300, seed = "1")
    void verdictsDoNotDependOnTheOrderOfServers(
            @ForAll @Size(max = 12) List<@IntRange(max = 100) Integer> failures, @ForAll long seed) {
        List<Observation> interval =
                failures.stream().map(f -> failing(f, 100)).collect(java.util.stream.Collectors.toList());
        List<Integer> order = new ArrayList<>(first(interval.size()));
        Collections.shuffle(order, new Random(seed));
        List<Observation> shuffled = order.stream().map(interval::get).toList();
        OutlierSettings all = OutlierSettings.DEFAULT.withKeepPercent(0);
        List<Verdict> verdicts = judge(all, interval);
        assertEquals(order.stream().map(verdicts::get).toList(), judge(all, shuffled));
    }

    @Property(tries = 300, seed = "1")
    void keepsEnoughAndTheWorstGo(
            @ForAll @Size(max = 12) List<@IntRange(max = 100) Integer> failures,
            @ForAll @Size(12) List<Boolean> out,
            @ForAll @IntRange(max = 100) int keepPercent) {
        List<Observation> interval = new ArrayList<>();
        for (int i = 0; i < failures.size(); i++) {
            interval.add(out.get(i) ? out() : failing(failures.get(i), 100));
        }
        OutlierSettings settings = OutlierSettings.DEFAULT.withKeepPercent(keepPercent);
        List<Verdict> verdicts = judge(settings, interval);
        long gone = verdicts.stream()
                .filter(one -> one.eject() || one.finding() == Finding.OUT)
                .count();
        boolean anyEjected = verdicts.stream().anyMatch(Verdict::eject);
        assertTrue(!anyEjected || interval.size() - gone >= settings.keepAtLeast(interval.size()));
        for (Verdict kept : verdicts) {
            if (kept.finding() == Finding.FAILING && !kept.eject()) {
                assertTrue(interval.size() - gone <= settings.keepAtLeast(interval.size()));
                verdicts.stream()
                        .filter(Verdict::eject)
                        .forEach(one -> assertTrue(one.failureRate() >= kept.failureRate()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, 0, successes",
        "0, -1, 0, 0, failures",
        "0, 0, -1, 0, latencyNanos",
        "0, 0, 0, -1, latencySamples",
        "1000000000001, 0, 0, 0, successes",
        "0, 1000000000001, 0, 0, failures",
        "0, 0, 0, 1000000000001, latencySamples"
    })
    void refusesImpossibleFigures(long successes, long failures, long latency, long samples, String name) {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> new Observation(successes, failures, latency, samples, false));
        assertTrue(e.getMessage().startsWith(name + " must be from 0 to "), e.getMessage());
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are in seconds from a start that may lie anywhere, below zero and across the wrap too. */
class ReportedUtilisationTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.reportedUtilisation();
    private static final long SECOND = 1_000_000_000L;

    private final RandomGenerator random = Views.random();
    private long start = -5 * SECOND;

    private long at(double seconds) {
        return start + (long) (seconds * SECOND);
    }

    private int[] counts(Selector selector, int servers, int picks, double seconds) {
        int[] counts = new int[servers];
        for (int i = 0; i < picks; i++) {
            counts[selector.select(0, at(seconds), random, null)]++;
        }
        return counts;
    }

    /** So that what was reported counts: from {@code seconds} on for 11 s, at equal distances. */
    private void report(Selector selector, int index, LoadReport report, double seconds) {
        for (int i = 0; i <= 11; i++) {
            selector.report(index, report, at(seconds + i));
        }
    }

    private static LoadReport busy(double utilisation) {
        return LoadReport.ofUtilisation(utilisation, 100, 0);
    }

    private static void assertShares(double[] shares, int[] counts) {
        double sum = Arrays.stream(shares).sum();
        double picks = Arrays.stream(counts).sum();
        for (int i = 0; i < shares.length; i++) {
            assertEquals(shares[i] / sum, counts[i] / picks, 0.002, Arrays.toString(counts));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5 * SECOND, Long.MAX_VALUE - 8 * SECOND, Long.MIN_VALUE})
    void serversGetWhatTheyCanServe(long from) {
        start = from;
        Selector selector = Views.prepare(STRATEGY, Servers.idle(3));
        report(selector, 0, busy(0.2), 0);
        report(selector, 1, busy(0.4), 0);
        report(selector, 2, LoadReport.ofUtilisation(0.5, 150, 0), 0);
        assertShares(new double[] {500, 250, 300}, counts(selector, 3, 21_000, 11));
    }

    /** 100 requests, 10 of them failed: the utilisation counts for 0.1 more. */
    @Test
    void failedRequestsCountAsLoad() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(2));
        report(selector, 0, LoadReport.ofUtilisation(0.1, 100, 10), 0);
        report(selector, 1, busy(0.1), 0);
        assertShares(new double[] {1, 2}, counts(selector, 2, 21_000, 11));
    }

    @Test
    void aServerThatDoesNotReportCountsForTheMean() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(3));
        report(selector, 0, busy(0.1), 0);
        report(selector, 2, busy(0.3), 0);
        assertShares(new double[] {1000, 666.7, 333.3}, counts(selector, 3, 21_000, 11));
    }

    /** 0.1 and 10 of the mean of both, which is 5000.05. */
    @Test
    void reportsThatCannotBeTrueCountForSoMuchAtMost() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(2));
        report(selector, 0, LoadReport.ofUtilisation(0.01, 100, 0), 0);
        report(selector, 1, LoadReport.ofUtilisation(10, 1, 0), 0);
        assertShares(new double[] {2, 0.1}, counts(selector, 2, 21_000, 11));
        List<Server> many = Servers.idle(30);
        Selector one = Views.prepare(STRATEGY, many);
        report(one, 0, LoadReport.ofUtilisation(0.0001, 100, 0), 0);
        for (int i = 1; i < 30; i++) {
            report(one, i, busy(1), 0);
        }
        double[] shares = Views.equal(30);
        Arrays.fill(shares, 0.1);
        shares[0] = 10;
        assertShares(shares, counts(one, 30, 21_000, 11));
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void withFewerThanTwoReportingWeightsAreThoseOfDiscovery(int reporting) {
        Selector selector = Views.prepare(STRATEGY, Views.weighted(Servers.idle(3), 1, 2, 3));
        for (int i = 0; i < reporting; i++) {
            report(selector, i, busy(0.9), 0);
        }
        assertShares(new double[] {1, 2, 3}, counts(selector, 3, 600, 11));
        Selector equal = Views.prepare(STRATEGY, Servers.idle(3));
        assertArrayEquals(new int[] {100, 100, 100}, counts(equal, 3, 300, 11));
    }

    @Test
    void aServerIsBelievedAfterTenSeconds() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(2));
        selector.report(0, busy(0.1), at(0));
        selector.report(1, busy(0.2), at(0));
        assertShares(new double[] {1, 1}, counts(selector, 2, 600, 9.9));
        assertShares(new double[] {2, 1}, counts(selector, 2, 21_000, 10.9));
    }

    /** And after three minutes of silence it must earn it anew. */
    @Test
    void aServerThatFallsSilentIsForgotten() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(2));
        for (int i = 0; i < 2; i++) {
            report(selector, i, busy(0.1 * (i + 1)), 0);
        }
        assertShares(new double[] {2, 1}, counts(selector, 2, 21_000, 11 + 179.9));
        assertShares(new double[] {1, 1}, counts(selector, 2, 600, 11 + 180.9));
        selector.report(0, busy(0.1), at(195));
        selector.report(1, busy(0.2), at(195));
        assertShares(new double[] {1, 1}, counts(selector, 2, 600, 204.9));
        assertShares(new double[] {2, 1}, counts(selector, 2, 21_000, 206));
    }

    @Test
    void weightsFollowOnceASecond() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(2));
        report(selector, 0, busy(0.1), 0);
        report(selector, 1, busy(0.2), 0);
        selector.select(0, at(20), random, null);
        selector.report(0, busy(0.4), at(20.1));
        assertShares(new double[] {2, 1}, counts(selector, 2, 21_000, 20.9));
        selector.select(0, at(21), random, null);
        selector.report(0, busy(0.1), at(21.1));
        assertShares(new double[] {1, 2}, counts(selector, 2, 21_000, 21.9));
        assertShares(new double[] {2, 1}, counts(selector, 2, 21_000, 22));
    }

    @Test
    void reportsThatSayNothingChangeNothing() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(2));
        report(selector, 0, busy(0.1), 0);
        report(selector, 1, busy(0.2), 0);
        selector.report(0, LoadReport.ofQueue(3, 5), at(12));
        selector.report(0, LoadReport.ofUtilisation(0, 100, 0), at(12));
        selector.report(0, LoadReport.ofUtilisation(0.5, 0, 0), at(12));
        selector.report(0, LoadReport.ofUtilisation(Double.MIN_VALUE, 1e300, 0), at(12));
        assertShares(new double[] {2, 1}, counts(selector, 2, 21_000, 13));
    }

    @Test
    void anUnknownErrorRateIsNone() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(2));
        report(selector, 0, LoadReport.ofUtilisation(0.1, 100, -1), 0);
        report(selector, 1, busy(0.1), 0);
        assertShares(new double[] {1, 1}, counts(selector, 2, 600, 11));
    }

    @Test
    void whatWasReportedOutlivesEveryRebuild() {
        List<Server> servers = Servers.idle(4);
        Selector selector = Views.prepare(STRATEGY, Views.of(servers.subList(0, 2)));
        report(selector, 0, busy(0.1), 0);
        report(selector, 1, busy(0.2), 0);
        PoolView next = Views.of(servers.get(3), servers.get(1), servers.get(0));
        assertShares(new double[] {1.5, 1, 2}, counts(STRATEGY.prepare(next, selector, random), 3, 21_000, 11));
    }

    /** A server reports while it is ineligible, and its reports count when it is back. */
    @Test
    void ineligibleServersReportToo() {
        Crowd crowd = new Crowd();
        PoolView before = crowd.active("a", Crowd.plain())
                .out("b", Crowd.plain(), ServerState.EJECTED)
                .view();
        Selector selector = Views.prepare(STRATEGY, before);
        report(selector, 0, busy(0.1), 0);
        report(selector, 1, busy(0.2), 0);
        PoolView after = crowd.some("", 0, 0, Crowd.plain())
                .active("a", Crowd.plain())
                .active("b", Crowd.plain())
                .view();
        assertShares(new double[] {2, 1}, counts(STRATEGY.prepare(after, selector, random), 2, 21_000, 11));
    }

    /** Halfway through a slow start a server gets half of what its reports say. */
    @Test
    void slowStartsApply() {
        Selector selector = Views.prepare(STRATEGY, Views.weighted(Servers.idle(2), 1, 0.5));
        report(selector, 0, busy(0.2), 0);
        report(selector, 1, busy(0.2), 0);
        assertShares(new double[] {2, 1}, counts(selector, 2, 21_000, 11));
    }

    @Test
    void theRotationGoesOn() {
        List<Server> servers = Servers.idle(3);
        Selector selector = Views.prepare(STRATEGY, servers);
        int first = selector.select(0, at(0), random, null);
        Selector next = STRATEGY.prepare(Views.of(servers), selector, random);
        assertEquals((first + 1) % 3, next.select(0, at(5), random, null));
        assertEquals((first + 2) % 3, next.select(0, at(7), random, null), "with fresh weights");
    }

    @Test
    void scoresAreTheInverseOfWeights() {
        Selector selector = Views.prepare(STRATEGY, Servers.idle(2));
        report(selector, 0, busy(0.5), 0);
        assertEquals(0.005, selector.score(0, 0, at(11)), 1e-12);
        assertTrue(Double.isNaN(selector.score(1, 0, at(11))));
        assertEquals("in turn, by requests served for utilisation, as reported", selector.rule());
    }
}

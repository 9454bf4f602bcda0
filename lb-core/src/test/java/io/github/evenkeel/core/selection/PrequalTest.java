package io.github.evenkeel.core.selection;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrequalTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.prequal();

    private final RandomGenerator random = Views.random();

    private static void report(Selector selector, int index, int inFlight, double millis, long now) {
        selector.report(index, LoadReport.ofQueue(inFlight, (long) (millis * MILLIS)), now);
    }

    /** A history in which two requests in flight are usual and three are many. */
    private static Selector prepared(List<Server> servers) {
        Selector selector = Views.prepare(STRATEGY, servers);
        for (int i = 0; i < 128; i++) {
            report(selector, servers.size() - 1, i % 8 == 0 ? 5 : 2, 1, -5_000 * MILLIS);
        }
        return selector;
    }

    private int pick(Selector selector, long now) {
        return selector.select(0, now, random, null);
    }

    /** The figures of the paper for 100 servers and 16 probes kept. */
    @ParameterizedTest
    @CsvSource({"3, 1, 1.32", "1, 0.25, 3.39", "0.5, 0.25, 11.76", "5, 1, 1", "16, 1, 1"})
    void aProbeIsUsedAsOftenAsInThePaper(double probes, double removed, double uses) {
        assertEquals(uses, Prequal.uses(16, 100, probes, removed), 0.005);
    }

    /** Pitfall of ports: for a few servers the formula divides by nothing or less. */
    @ParameterizedTest
    @CsvSource({"16, 16, 3, 1", "9, 10, 3, 1", "2, 3, 1, 0.333", "2, 1, 3, 1", "2, 0, 3, 1"})
    void withFewServersAProbeIsUsedOftenButNotForEver(int kept, int servers, double probes, double removed) {
        assertEquals(16, Prequal.uses(kept, servers, probes, removed));
    }

    @Test
    void theFastestOfTheColdIsPicked() {
        Selector selector = prepared(Servers.idle(10));
        report(selector, 1, 2, 30, 0);
        report(selector, 2, 0, 20, 0);
        report(selector, 3, 2, 10, 0);
        report(selector, 4, 6, 1, 0);
        assertEquals(3, pick(selector, 0));
    }

    @Test
    void ifAllAreHotTheOneWithTheFewestRequestsIs() {
        Selector selector = prepared(Servers.idle(10));
        report(selector, 1, 9, 10, 0);
        report(selector, 2, 6, 80, 0);
        report(selector, 3, 7, 5, 0);
        assertEquals(2, pick(selector, 0));
    }

    /** Pitfall of ports: by the pool's own numbers the coldest server is never hot, here by the history all are. */
    @Test
    void whatIsHotSaysTheHistoryNotThePool() {
        Selector selector = prepared(Servers.idle(10));
        report(selector, 1, 4, 10, 0);
        report(selector, 2, 3, 80, 0);
        assertEquals(2, pick(selector, 0), "both hot: the fewest requests, not the fastest");
    }

    @Test
    void theRequestSentThereCounts() {
        Selector selector = Views.prepare(SelectionStrategy.prequal(0.5), Servers.idle(100));
        for (int i = 0; i < 128; i++) {
            report(selector, 99, 1, 1, -5_000 * MILLIS);
        }
        for (int index = 1; index <= 6; index++) {
            report(selector, index, 1, index, 0); // at the limit: one request more makes each hot
        }
        int[] counts = new int[100];
        for (int i = 0; i < 6; i++) {
            counts[pick(selector, 0)]++;
        }
        assertTrue(Arrays.stream(counts).max().orElseThrow() <= 2, () -> Arrays.toString(counts));
        assertTrue(counts[1] >= 1 && counts[2] >= 1);
    }

    @Test
    void aProbeIsUsedUp() {
        List<Server> servers = Servers.idle(100);
        Selector selector = Views.prepare(SelectionStrategy.prequal(16), servers); // each probe once
        for (int index = 1; index <= 3; index++) {
            report(selector, index, 0, index, 0);
        }
        assertEquals(1, pick(selector, 0));
        assertTrue(Double.isNaN(selector.score(1, 0, 0)));
        int[] later = new int[100];
        for (int i = 0; i < 10_000; i++) {
            later[pick(selector, 0)]++;
        }
        ChiSquare.assertFollows(Views.equal(100), later);
    }

    /** 2 / (0.84 - 1/3) = 3.947 uses: 3 or 4, each as often as makes that the mean; 4.6 standard deviations. */
    @Tag("long")
    @Test
    void usesAreRoundedAsOftenAsTheirFractionSays() {
        int[] uses = new int[3];
        for (int time = 0; time < 5_000; time++) {
            Selector selector = Views.prepare(SelectionStrategy.prequal(1), Servers.idle(100));
            for (int i = 0; i < 16; i++) {
                report(selector, 99, 1_000, 95, time); // so that all are cold
            }
            report(selector, 1, 0, 1, time);
            int used = 0;
            while (!Double.isNaN(selector.score(1, 0, time))) {
                report(selector, 2, 0, 90, time); // which may have been removed
                assertEquals(1, pick(selector, time));
                used++;
            }
            uses[used - 3]++;
        }
        assertEquals(0, uses[2]);
        assertEquals(3.947, 3 + uses[1] / 5_000.0, 0.0145);
    }

    /** Any server, that is, with one probe or none, and with probes of more than a second ago. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "5, 1010"})
    void withoutKnowledgeAnyServerIsPicked(int probes, long millisLater) {
        List<Server> servers = Servers.idle(10);
        int[] counts = new int[10];
        Selector selector = Views.prepare(STRATEGY, servers);
        for (int i = 0; i < 10_000; i++) {
            for (int index = 0; index < probes; index++) {
                report(selector, index, 0, 1, i * 5_000 * MILLIS);
            }
            counts[pick(selector, (i * 5_000 + millisLater) * MILLIS)]++;
        }
        ChiSquare.assertFollows(Views.equal(10), counts);
    }

    /** A server that fails at once has nothing in flight and is fastest of all. */
    @Test
    void aServerThatFailsIsNoSinkhole() {
        List<Server> servers = Servers.idle(10);
        Selector selector = prepared(servers);
        Servers.fail(servers.get(1), 3, 0);
        for (int i = 0; i < 100; i++) {
            report(selector, 1, 0, 0.1, i * MILLIS);
            report(selector, 2, 2, 50, i * MILLIS);
            report(selector, 3, 9, 50, i * MILLIS);
            assertNotEquals(1, pick(selector, i * MILLIS));
        }
        Selector hot = prepared(servers);
        report(hot, 1, 0, 0.1, 0);
        report(hot, 3, 900, 50, 0);
        assertEquals(3, pick(hot, 0), "hotter than any");
    }

    @Test
    void oneFailureIsNoReason() {
        List<Server> servers = Servers.idle(10);
        Selector selector = prepared(servers);
        Servers.fail(servers.get(1), 1, 0);
        report(selector, 1, 0, 1, 0);
        report(selector, 2, 0, 50, 0);
        assertEquals(1, pick(selector, 0));
    }

    @Test
    void aRetryGoesToTheNextBest() {
        List<Server> servers = Servers.idle(10);
        Selector selector = prepared(servers);
        report(selector, 1, 0, 10, 0);
        report(selector, 2, 0, 20, 0);
        report(selector, 3, 0, 30, 0);
        Lease failed = Views.tried(servers.get(1));
        assertEquals(2, selector.select(0, 0, random, failed));
        int[] counts = new int[10];
        Lease both = Views.tried(servers.get(1), servers.get(2));
        for (int i = 0; i < 10_000; i++) {
            counts[selector.select(0, 0, random, both)]++; // one probe left is too few to go by
        }
        ChiSquare.assertFollows(
                Views.equal(8),
                IntStream.of(0, 3, 4, 5, 6, 7, 8, 9).map(i -> counts[i]).toArray());
        assertEquals(0, counts[1] + counts[2]);
    }

    /** With each request one, the oldest or the worst by turns of chance; never the one just picked. */
    @Tag("long")
    @Test
    void probesAreRemoved() {
        int worst = 0;
        int oldest = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            Selector selector = prepared(Servers.idle(100));
            report(selector, 1, 1, 90, -1); // old
            report(selector, 2, 1, 80, -90 * MILLIS); // older
            report(selector, 3, 1, 99, -1); // worst
            report(selector, 4, 1, 1, -1);
            RandomGenerator own = new SplittableRandom(seed);
            assertEquals(4, selector.select(0, 0, own, null));
            oldest += Double.isNaN(selector.score(2, 0, 0)) ? 1 : 0;
            worst += Double.isNaN(selector.score(3, 0, 0)) ? 1 : 0;
            assertTrue(!Double.isNaN(selector.score(1, 0, 0)));
        }
        assertEquals(2_000, worst + oldest);
        ChiSquare.assertFollows(Views.equal(2), new int[] {worst, oldest});
    }

    @Test
    void withFewProbesFewAreRemoved() {
        int removed = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            Selector selector = Views.prepare(SelectionStrategy.prequal(1), Servers.idle(100));
            report(selector, 1, 0, 90, -90 * MILLIS);
            report(selector, 2, 0, 1, 0);
            selector.select(0, 0, new SplittableRandom(seed), null);
            removed += Double.isNaN(selector.score(1, 0, 0)) ? 1 : 0;
        }
        ChiSquare.assertFollows(new double[] {1, 2}, new int[] {removed, 3_000 - removed});
    }

    @Test
    void aServersNewProbeReplacesItsOldOne() {
        Selector selector = prepared(Servers.idle(10));
        report(selector, 1, 0, 10, 0);
        report(selector, 1, 0, 40, 5 * MILLIS);
        report(selector, 2, 0, 30, 5 * MILLIS);
        assertEquals(40 * MILLIS, selector.score(1, 0, 5 * MILLIS), MILLIS);
        assertEquals(2, pick(selector, 6 * MILLIS));
    }

    /** Of 100 servers that report, the 16 latest are known. */
    @Test
    void theOldestProbeMakesRoom() {
        Selector selector = prepared(Servers.idle(100));
        for (int i = 0; i < 100; i++) {
            report(selector, i, 0, 100 - i, i * 8 * MILLIS);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i < 84, Double.isNaN(selector.score(i, 0, 800 * MILLIS)), "server " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 10, 3", "0.25, 10, 0.25", "1.5, 10, 1.5", "16, 3, 2", "3, 1, 0", "3, 0, 0"})
    void soManyServersAreAskedWithEachRequest(double rate, int size, double expected) {
        Selector selector = Views.prepare(SelectionStrategy.prequal(rate), Servers.idle(size));
        int[] targets = new int[size];
        int asked = 0;
        for (int request = 0; request < 10_000; request++) {
            int nth = 0;
            for (int target; (target = selector.probe(nth, 0, random)) != Selector.NONE; nth++) {
                targets[target]++;
                asked++;
            }
            assertTrue(nth <= Math.ceil(expected));
        }
        assertEquals(expected, asked / 10_000.0, 0.03); // 6 standard deviations of a fraction of one half
        if (asked > 0) {
            ChiSquare.assertFollows(Views.equal(size), targets);
        }
    }

    @Test
    void reportsWithoutAQueueSayNothing() {
        Selector selector = prepared(Servers.idle(10));
        selector.report(1, LoadReport.ofUtilisation(0.1, 10, 0), 0);
        selector.report(1, new LoadReport(0, 0, 0, 3, -1), 0);
        selector.report(1, new LoadReport(0, 0, 0, -1, 3), 0);
        assertTrue(Double.isNaN(selector.score(1, 0, 0)));
    }

    @Test
    void probesAndHistoryOutliveARebuild() {
        List<Server> servers = Servers.idle(10);
        Selector selector = prepared(servers);
        report(selector, 1, 4, 10, 0);
        report(selector, 2, 3, 80, 0);
        report(selector, 7, 0, 1, 0);
        PoolView next = Views.of(servers.get(5), servers.get(2), servers.get(8), servers.get(1));
        Selector after = STRATEGY.prepare(next, selector, random);
        assertTrue(Double.isNaN(after.score(0, 0, 0)), "the probe of a server that left");
        assertEquals(1, after.select(0, 0, random, null), "both hot, as in whatIsHotSaysTheHistoryNotThePool");
    }

    @Test
    void reportsReachThroughCombinators() {
        Crowd crowd = new Crowd();
        PoolView view = crowd.some("far", 5, 0, spec -> spec.withZone("b").withMetadata(Map.of("v", "1")))
                .some("near", 5, 2, spec -> spec.withZone("a").withMetadata(Map.of("v", "1")))
                .view();
        SelectionStrategy nested = SelectionStrategy.sticky(SelectionStrategy.split(
                spec -> spec.metadata().get("v"),
                Map.of("1", 1.0),
                SelectionStrategy.tiers(SelectionStrategy.preferZone(
                        "a", SelectionStrategy.subset(0, 1, 1, SelectionStrategy.prequal())))));
        Selector selector = Views.prepare(nested, view);
        for (int i = 0; i < view.total(); i++) {
            report(selector, i, 0, i == 7 ? 1 : 50, 0);
        }
        assertEquals(7, pick(selector, 0));
        for (int i = 0; i < 100; i++) {
            int target = selector.probe(0, 0, random);
            assertTrue(target >= 5 && target < 10, () -> "a server of the zone but " + target);
        }
        assertEquals(Selector.NONE, selector.probe(3, 0, random));
        assertEquals(Selector.NONE, Views.prepare(nested, PoolView.EMPTY).probe(0, 0, random));
    }

    @Test
    void picksWithProbesAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        List<Server> servers = Servers.idle(100);
        Selector selector = prepared(servers);
        Lease tried = Views.tried(servers.get(3));
        LoadReport[] reports = IntStream.range(0, 50)
                .mapToObj(i -> LoadReport.ofQueue(i % 5, i * MILLIS))
                .toArray(LoadReport[]::new);
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 4; round++) { // the last is compiled
            long before = threads.getThreadAllocatedBytes(me);
            for (int i = 0; i < 20_000; i++) {
                for (int nth = 0, target; (target = selector.probe(nth, i, random)) >= 0; nth++) {
                    selector.report(target, reports[(i + nth) % 50], i * MILLIS);
                }
                selector.select(i, i * MILLIS, random, i % 2 == 0 ? null : tried);
            }
            allocated = threads.getThreadAllocatedBytes(me) - before;
        }
        long last = allocated;
        assertTrue(last < 1_000, () -> last + " bytes in 20 000 picks");
    }

    @Tag("long")
    @Test
    void manyThreadsReportAndPick() throws Exception {
        List<Server> servers = Servers.idle(20);
        Selector selector = prepared(servers);
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> slow = IntStream.range(0, 4)
                    .mapToObj(thread -> executor.submit(() -> {
                        RandomGenerator own = new SplittableRandom(thread);
                        int toSlow = 0;
                        for (int i = 0; i < 20_000; i++) {
                            long now = i * MILLIS / 10;
                            for (int nth = 0, target; (target = selector.probe(nth, 0, own)) >= 0; nth++) {
                                report(selector, target, 0, target == 0 ? 900 : 10, now);
                            }
                            toSlow += selector.select(0, now, own, null) == 0 ? 1 : 0;
                        }
                        return toSlow;
                    }))
                    .toList();
            for (Future<Integer> each : slow) {
                int picks = each.get();
                assertTrue(picks < 200, () -> picks + " of 20 000 to the slow server, whose share would be 1000");
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void scoresAndRule() {
        Selector selector = prepared(Servers.idle(10));
        report(selector, 1, 2, 8, 0);
        report(selector, 2, 3, 1, 0);
        assertEquals(8 * MILLIS, selector.score(1, 0, 0), 8 * MILLIS / 128.0);
        assertTrue(selector.score(2, 0, 0) > selector.score(1, 0, 0));
        assertTrue(Double.isNaN(selector.score(3, 0, 0)));
        assertTrue(Double.isNaN(selector.score(1, 0, 2_000 * MILLIS)), "too old");
        assertEquals(
                "of the servers that reported within a second the fastest with no more than 2 requests in flight",
                selector.rule());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 16.5, Double.NaN})
    void noNumberOfProbes(double probes) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.prequal(probes));
        assertEquals(
                "the number of probes per request must be above 0 and at most 16.0 but was " + probes, e.getMessage());
    }
}

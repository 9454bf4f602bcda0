package io.github.evenkeel.core.selection;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The score, one part at a time. */
class LeastExpectedLatencyTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.leastExpectedLatency();

    /** Servers that have each answered a hundred requests in so many milliseconds, the last one at time 0. */
    private static List<Server> answering(long... millis) {
        List<Server> servers = Servers.idle(millis.length);
        for (int i = 0; i < millis.length; i++) {
            for (int request = -99; request <= 0; request++) {
                Servers.answer(servers.get(i), millis[i] * MILLIS, request * 10 * MILLIS);
            }
        }
        return servers;
    }

    private static int[] count(List<Server> servers, Lease tried) {
        return Views.count(Views.prepare(STRATEGY, servers), servers.size(), 1000, tried);
    }

    @Test
    void fasterServerIsPreferred() {
        assertArrayEquals(new int[] {0, 1000, 0}, count(answering(100, 50, 80), null));
    }

    /** Standard deviation 16 around 500; 96 is 6 of them. */
    @Test
    void whileNothingIsInFlightServersThatDifferByLessThanFortyPercentShare() {
        int[] counts = count(answering(100, 139, 145), null);
        assertEquals(500, counts[0], 96);
        assertEquals(0, counts[2]);
    }

    @Test
    void whileBusyServersThatDifferByLessThanFivePercentShare() {
        List<Server> servers = answering(100, 100, 104, 108);
        Servers.occupy(servers.get(0), 1);
        int[] counts = count(servers, null);
        assertEquals(0, counts[0]);
        assertEquals(500, counts[1], 96);
        assertEquals(0, counts[3]);
    }

    /** Heard of 10 ms and a second ago, and never: the chance of not being among four draws is (2/3)^4, a fifth. */
    @Test
    void whoWasNotHeardOfForLongIsAskedFirst() {
        List<Server> servers = answering(100, 100);
        List<Server> all = List.of(servers.get(0), servers.get(1), Servers.server("unknown"));
        Servers.answer(servers.get(0), 100 * MILLIS, SECONDS - 10 * MILLIS);
        int[] counts = new int[3];
        Selector selector = Views.prepare(STRATEGY, all);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 10_000; i++) {
            counts[selector.select(0, SECONDS, random, null)]++;
        }
        ChiSquare.assertFollows(new double[] {1, 15, 65}, counts);
    }

    @Test
    void whileNothingIsInFlightWeightsAreFollowed() {
        List<Server> servers = answering(100, 110, 80);
        double[] weights = {1, 2, 5};
        ChiSquare.assertFollows(
                weights, Views.count(Views.prepare(STRATEGY, Views.weighted(servers, weights)), 3, 10_000, null));
    }

    /** Thirty at once on three fast servers: a band in latency must not let queues grow apart. */
    @Test
    void noiseInLatenciesExcusesNoLongerQueue() {
        List<Server> servers = Servers.idle(3);
        servers.forEach(server -> Servers.answer(server, 300_000, 0));
        Selector selector = Views.prepare(STRATEGY, servers);
        SplittableRandom random = new SplittableRandom(7);
        for (int request = 0; request < 30; request++) {
            Servers.occupy(servers.get(selector.select(0, MILLIS, random, null)), 1);
        }
        servers.forEach(server -> assertEquals(10, server.inFlight(), 1.0, server::toString));
    }

    /** What half a millisecond tells apart is the client's own noise. */
    @Test
    void differencesBelowHalfAMillisecondCountForNothing() {
        List<Server> servers = Servers.idle(2);
        for (int request = 0; request < 100; request++) {
            Servers.answer(servers.get(0), 50_000, request * MILLIS);
            Servers.answer(servers.get(1), 500_000, request * MILLIS);
        }
        assertEquals(500, count(servers, null)[0], 96);
    }

    @Test
    void queueCountsForMoreThanInProportion() {
        List<Server> servers = answering(10, 100);
        Servers.occupy(servers.get(0), 3);
        assertArrayEquals(new int[] {1000, 0}, count(servers, null), "10.5 * 8 against 100.5");
        Servers.occupy(servers.get(0), 1);
        assertArrayEquals(new int[] {0, 1000}, count(servers, null), "10.5 * 11.2 against 100.5");
    }

    /** It stands still, which its latency does not show yet. */
    @Test
    void serverThatOwesAnAnswerForLongIsAvoided() {
        List<Server> servers = answering(10, 45);
        servers.get(0).acquire(0, null);
        assertArrayEquals(new int[] {1000, 0}, countAt(servers, 10 * MILLIS), "10.5 * 2.8 against 45.5");
        assertArrayEquals(new int[] {0, 1000}, countAt(servers, 30 * MILLIS), "30.5 * 2.8 against 45.5");
    }

    /** A long poll must not keep all others away from its server for as long as it lasts. */
    @Test
    void silenceIsBelievedUpToTenTimesTheLatency() {
        List<Server> servers = answering(10, 400);
        servers.get(0).acquire(0, null);
        assertArrayEquals(new int[] {1000, 0}, countAt(servers, SECONDS), "100.5 * 2.8 against 400.5");
    }

    private static int[] countAt(List<Server> servers, long nowNanos) {
        int[] counts = new int[servers.size()];
        Selector selector = Views.prepare(STRATEGY, servers);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 1000; i++) {
            counts[selector.select(0, nowNanos, random, null)]++;
        }
        return counts;
    }

    @Test
    void queueCountsForTheWeight() {
        List<Server> servers = answering(100, 100);
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, 1, 10));
        Servers.occupy(servers.get(1), 1);
        int[] counts = Views.count(selector, 2, 1000, null);
        assertEquals(
                100, counts[0], 60, "a ninth, in which part is less than (1 + part) / 10; less or more by the band");
        Servers.occupy(servers.get(1), 9);
        assertArrayEquals(new int[] {1000, 0}, Views.count(selector, 2, 1000, null), "part against (10 + part) / 10");
        Servers.occupy(servers.get(0), 1);
        int[] full = Views.count(selector, 2, 1000, null);
        assertEquals(0, full[0], 100, "as full, but one more counts for more; within the band it may do");
    }

    @Test
    void serversWithoutHistoryRankByRequestsInFlight() {
        List<Server> servers = Servers.idle(3);
        Servers.occupy(servers.get(0), 1);
        Servers.occupy(servers.get(2), 2);
        assertArrayEquals(new int[] {0, 1000, 0}, count(servers, null));
    }

    @Test
    void newcomerStartsAtTheMeanOfTheOthers() {
        List<Server> servers = answering(100, 200);
        Server newcomer = Servers.server("newcomer");
        List<Server> all = List.of(servers.get(0), servers.get(1), newcomer);
        assertEquals(0, count(all, null)[2], "150 against 100");
        Servers.occupy(servers.get(0), 1);
        assertEquals(1000, count(all, null)[2], "150 against 200 and 400");
        Servers.occupy(newcomer, 1);
        assertEquals(0, count(all, null)[2], "it is not flooded");
    }

    @Test
    void failuresCostARetry() {
        List<Server> servers = answering(10, 200);
        Servers.occupy(servers.get(1), 1);
        Servers.fail(servers.get(0), 1, 0);
        assertArrayEquals(new int[] {1000, 0}, count(servers, null), "11 + a ninth of 2100 against 201 * 2.8");
        Servers.fail(servers.get(0), 2, 0);
        assertArrayEquals(new int[] {0, 1000}, count(servers, null), "three in ten failed");
    }

    @Test
    void serverThatNearlyAlwaysFailsCostsManyRetries() {
        List<Server> servers = answering(10, 400);
        Servers.fail(servers.get(0), 22, 0);
        Servers.occupy(servers.get(1), 2);
        assertArrayEquals(new int[] {0, 1000}, count(servers, null), "nine retries against 401 * 9");
    }

    @Test
    void serverThatFailsAllIsStillComparable() {
        List<Server> servers = answering(10, 10);
        servers.forEach(server -> Servers.fail(server, 500, 0));
        assertEquals(500, count(servers, null)[0], 96);
    }

    @Test
    void excessOverTheMeanFades() {
        List<Server> servers = answering(100, 2000);
        Selector selector = Views.prepare(STRATEGY, servers);
        for (int second = 0; second <= 5; second++) {
            Servers.answer(servers.get(0), 100 * MILLIS, second * SECONDS);
            assertEquals(0, selector.select(0, second * SECONDS, Views.random(), null));
        }
        boolean triedAgain = false;
        for (int second = 6; second <= 60; second++) {
            Servers.answer(servers.get(0), 100 * MILLIS, second * SECONDS);
            triedAgain |= selector.select(0, second * SECONDS, Views.random(), null) == 1;
        }
        assertTrue(triedAgain);
    }

    @Test
    void latencyBelowTheMeanDoesNotFade() {
        List<Server> servers = answering(10, 100);
        Selector selector = Views.prepare(STRATEGY, servers);
        for (int second = 0; second <= 60; second++) {
            Servers.answer(servers.get(1), 100 * MILLIS, second * SECONDS);
            assertEquals(0, selector.select(0, second * SECONDS, Views.random(), null));
        }
    }

    @Test
    void retryGoesToTheNextBest() {
        List<Server> servers = answering(10, 100, 50);
        assertArrayEquals(new int[] {0, 0, 1000}, count(servers, Views.tried(servers.get(0))));
        assertArrayEquals(new int[] {0, 1000, 0}, count(servers, Views.tried(servers.get(0), servers.get(2))));
    }

    /**
     * Each of 32 stretches of 6 or 7 servers offers one, of which any is picked: standard deviation 14 around 200 (179
     * to 208), so that 300 is 6.5 of them: below 10^-8 for 200 servers.
     */
    @Test
    void beyondSixtyFourASampleIsSharedEvenly() {
        List<Server> servers = Servers.idle(200);
        int[] counts = Views.count(Views.prepare(STRATEGY, servers), 200, 40_000, null);
        assertTrue(Arrays.stream(counts).allMatch(count -> count > 110 && count < 300), () -> Arrays.toString(counts));
    }

    @Test
    void beyondSixtyFourBusyServersOfASampleAreAvoided() {
        List<Server> servers = Servers.idle(160);
        for (int i = 0; i < 160; i += 2) {
            Servers.occupy(servers.get(i), 1);
        }
        int[] counts = Views.count(Views.prepare(STRATEGY, servers), 160, 10_000, null);
        int busy = 0;
        for (int i = 0; i < 160; i += 2) {
            busy += counts[i];
        }
        assertEquals(0, busy, "all 32 drawn are busy with a chance of 2^-32");
    }

    @Test
    void retryBeyondSixtyFourFindsTheLastServerUntried() {
        List<Server> servers = Servers.idle(100);
        Selector selector = Views.prepare(STRATEGY, servers);
        Lease latest = Views.tried(servers.subList(0, 99).toArray(Server[]::new));
        assertEquals(99, selector.select(0, 0, Views.random(), latest));
    }

    @Test
    void triedServerThatScoresBestHidesNobody() {
        List<Server> servers = answering(1, 1000, 1000);
        Lease failed = servers.get(0).acquire(0, null);
        failed.fail(FailureKind.CONNECT, 0);
        int[] counts = count(servers, failed);
        assertEquals(0, counts[0]);
        assertEquals(500, counts[1], 96);
    }
}

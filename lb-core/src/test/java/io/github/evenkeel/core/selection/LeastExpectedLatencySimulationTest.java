package io.github.evenkeel.core.selection;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SequentialClient.Answer;
import io.github.evenkeel.core.selection.SequentialClient.Backend;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One client, one request after the other, in virtual time: the load under which a strict minimum goes wrong. */
class LeastExpectedLatencySimulationTest {
    private static final Backend ALL_EQUAL = (server, now) -> Answer.good(10 * MILLIS);

    private static SequentialClient client(int servers, long seed) {
        return new SequentialClient(Servers.idle(servers), SelectionStrategy.leastExpectedLatency(), seed);
    }

    /** Ten servers around 10 ms, the fastest that much faster and the slowest that much slower. */
    private static double latency(int server, double spread) {
        return 10 * MILLIS * (1 - spread + 2 * spread * server / 9);
    }

    @ParameterizedTest
    @CsvSource({"0.03, 1.25", "0.2, 2.0"})
    void nearlyEqualServersShareALightLoad(double spread, double mostOverMean) {
        for (int seed = 0; seed < 5; seed++) {
            SequentialClient client = client(10, seed);
            client.send(10_000, 0, (server, now) -> Answer.good(latency(server, spread)));
            int[] counts = client.counts();
            double actual = SequentialClient.maxOverMean(counts);
            assertTrue(actual <= mostOverMean, () -> actual + " " + Arrays.toString(counts));
        }
    }

    /** The same with exponential times and pauses that leave the servers idle for 99 % of the time. */
    @ParameterizedTest
    @CsvSource({"0.03, 1.25", "0.2, 2.0"})
    void noiseDoesNotRankNearlyEqualServers(double spread, double mostOverMean) {
        RandomGenerator random = new SplittableRandom(7);
        SequentialClient client = client(10, 1);
        client.send(50_000, 90 * MILLIS, (server, now) -> {
            return Answer.good(-Math.log(1 - random.nextDouble()) * latency(server, spread));
        });
        int[] counts = client.counts();
        double actual = SequentialClient.maxOverMean(counts);
        assertTrue(actual <= mostOverMean, () -> actual + " " + Arrays.toString(counts));
    }

    /** Exponential times without a pause: the client looks idle, and its estimates are noise. */
    @ParameterizedTest
    @CsvSource({"0.0, 1.25", "0.03, 1.25", "0.2, 2.0"})
    void noiseDoesNotRankServersThatAreNeverLeftAlone(double spread, double mostOverMean) {
        for (int seed = 0; seed < 3; seed++) {
            RandomGenerator random = new SplittableRandom(seed + 100);
            SequentialClient client = client(10, seed);
            client.send(50_000, 0, (server, now) -> {
                return Answer.good(-Math.log(1 - random.nextDouble()) * latency(server, spread));
            });
            int[] counts = client.counts();
            double actual = SequentialClient.maxOverMean(counts);
            assertTrue(actual <= mostOverMean, () -> actual + " " + Arrays.toString(counts));
        }
    }

    /** A fresh client's first requests take twenty times as long, and the first to each server 40 ms for a connection. */
    @Test
    void coldClientFavoursNobodyForLong() {
        for (int seed = 0; seed < 5; seed++) {
            SequentialClient client = client(10, seed);
            int[] requests = new int[11]; // the last place is for all
            Backend cold = (server, now) -> {
                double slowdown = 1 + 20 * Math.exp(-requests[10]++ / 30.0);
                return Answer.good((5 * slowdown + (requests[server]++ == 0 ? 40 : 0)) * MILLIS);
            };
            while (client.now() < 2 * SECONDS) {
                client.send(1, 0, cold);
            }
            client.counts();
            client.send(400, 0, cold);
            int[] counts = client.counts();
            // Ten at random: a standard deviation of 6 around 40.
            assertTrue(SequentialClient.maxOverMean(counts) <= 1.9, () -> Arrays.toString(counts));
        }
    }

    /**
     * The first request of a process waits for its code to be compiled: whose it was may not be shunned for that, but for the tenth of
     * a second in which all that is known is how long that took.
     */
    @Test
    void firstOfTwoServersIsNotShunnedForAColdStart() {
        for (int seed = 0; seed < 10; seed++) {
            SequentialClient client = client(2, seed);
            int[] requests = new int[1];
            client.send(100, 0, (server, now) -> Answer.good(requests[0]++ == 0 ? 200 * MILLIS : 2 * MILLIS));
            int[] counts = client.counts();
            assertTrue(SequentialClient.maxOverMean(counts) <= 1.7, () -> Arrays.toString(counts));
        }
    }

    /**
     * Many clients, each seldom busy, keep the servers busy: queues come and go, and an idle client that took them for
     * chance would give the server with the queue as much as the others.
     */
    @Test
    void idleClientOfABusyPoolAvoidsQueues() {
        RandomGenerator random = new SplittableRandom(5);
        SequentialClient client = client(10, 1);
        client.send(2_000, 10 * MILLIS, (server, now) -> Answer.good(10 * MILLIS));
        client.counts();
        // From now on all take three times as long, and one of them a third more than the others.
        client.send(
                300,
                10 * MILLIS,
                (server, now) -> Answer.good((server == 0 ? 40 : 30) * MILLIS * (0.95 + 0.1 * random.nextDouble())));
        int[] counts = client.counts();
        assertTrue(counts[0] < 15, () -> Arrays.toString(counts));
    }

    /** With one at a time and with many; with two at once, whoever is idle comes first. */
    @ParameterizedTest
    @CsvSource({"1, 0.04, 0.08, 0.06", "2, 0.15, 0.1, 0.15", "5, 0.1, 0.1, 0.1", "100, 0.03, 0.03, 0.03"})
    void sharesFollowTheWeights(int atOnce, double most, double mostOfTen, double mostOfFive) {
        SelectionStrategy strategy = SelectionStrategy.leastExpectedLatency();
        assertArrayEquals(new double[] {1 / 3.0, 2 / 3.0}, ClosedLoop.shares(strategy, atOnce, 1, 2), most);
        assertArrayEquals(new double[] {1 / 11.0, 10 / 11.0}, ClosedLoop.shares(strategy, atOnce, 1, 10), mostOfTen);
        assertArrayEquals(
                new double[] {1 / 12.0, 1 / 12.0, 2 / 12.0, 3 / 12.0, 5 / 12.0},
                ClosedLoop.shares(strategy, atOnce, 1, 1, 2, 3, 5),
                mostOfFive);
    }

    /** The black hole: an estimate of the time to fail would make it the best of all. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void serverThatFailsAtOnceGetsNextToNothing(int servers) {
        List<Server> all = Servers.idle(servers);
        SequentialClient client = new SequentialClient(all, SelectionStrategy.leastExpectedLatency(), 3);
        client.send(100_000, 0, (server, now) -> server == 0 ? Answer.bad(MILLIS) : Answer.good(10 * MILLIS));
        int[] counts = client.counts();
        assertTrue(counts[0] < 200, () -> Arrays.toString(counts));
        assertTrue(counts[0] > 0, "nobody would notice that it is back");
    }

    /** Its old failures must not count anew with every success. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void healedServerIsBackWithinAMinute(int servers) {
        SequentialClient client = client(servers, 3);
        client.send(20_000, 0, (server, now) -> server == 0 ? Answer.bad(MILLIS) : Answer.good(10 * MILLIS));
        client.send((int) (60 * SECONDS / (10 * MILLIS)), 0, ALL_EQUAL);
        client.counts();
        client.send(10_000, 0, ALL_EQUAL);
        int[] counts = client.counts();
        assertTrue(counts[0] > 0.8 * 10_000 / servers, () -> Arrays.toString(counts));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void serverThatWasSlowIsBackWithinAMinute(int servers) {
        SequentialClient client = client(servers, 3);
        client.send(2_000, 0, (server, now) -> Answer.good(server == 0 ? SECONDS : 10 * MILLIS));
        client.counts();
        client.send((int) (60 * SECONDS / (10 * MILLIS)), 0, ALL_EQUAL);
        client.counts();
        client.send(10_000, 0, ALL_EQUAL);
        int[] counts = client.counts();
        assertTrue(counts[0] > 0.8 * 10_000 / servers, () -> Arrays.toString(counts));
    }

    @Test
    void serverThatStaysSlowIsTriedNowAndThen() {
        SequentialClient client = client(3, 3);
        client.send(60_000, 0, (server, now) -> Answer.good(server == 0 ? SECONDS : 10 * MILLIS));
        int[] counts = client.counts();
        assertTrue(counts[0] >= 5 && counts[0] < 120, () -> Arrays.toString(counts));
    }

    @Test
    void newcomerGetsItsShareAndNoMore() {
        List<Server> servers = Servers.idle(10);
        SequentialClient nine =
                new SequentialClient(servers.subList(0, 9), SelectionStrategy.leastExpectedLatency(), 3);
        nine.send(5_000, 0, ALL_EQUAL);
        SequentialClient ten = new SequentialClient(servers, SelectionStrategy.leastExpectedLatency(), 3);
        ten.pause(nine.now());
        ten.send(1_000, 0, ALL_EQUAL);
        int joined = ten.counts()[9];
        // Standard deviation 9.5 around 100; 60 is 6 of them.
        assertTrue(joined > 40 && joined < 160, () -> "got " + joined);
    }
}

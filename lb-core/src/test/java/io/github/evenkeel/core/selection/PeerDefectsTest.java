package io.github.evenkeel.core.selection;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.Race;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other balancers were found to do wrong. */
class PeerDefectsTest {
    /** Vert.x 5.0.4 ROUND_ROBIN; so did Ribbon, Spring Cloud and ServiceTalk. */
    @ParameterizedTest
    @CsvSource({"2147483647, 3", "2147483647, 4", "4294967295, 3", "9223372036854775807, 3", "-1, 3"})
    void vertxRoundRobinIndexedBelowZeroAfterTwoToThe31Picks(long last, int size) {
        List<Server> servers = Servers.idle(size);
        double[] weights = Views.equal(size);
        weights[0] = 2;
        PoolView weighted = Views.weighted(servers, weights);
        List<Selector> rotating = List.of(
                new RoundRobin(Views.of(servers), Rotation.from(last - 500)),
                WeightedRoundRobin.of(weighted, Rotation.from(last - 500)),
                new StaticStride(weighted, Rotation.from(last - 500)));
        for (Selector selector : rotating) {
            assertTrue(Arrays.stream(Views.picks(selector, 2000)).allMatch(index -> index >= 0 && index < size));
        }
    }

    /** Vert.x 5.0.4 LEAST_REQUESTS and Stork 2.7.9 least-requests: 10 000 sequential requests, all to server 0. */
    @ParameterizedTest
    @ValueSource(ints = {5, 10})
    void vertxAndStorkLeastRequestsSentALightLoadToTheFirstServer(int size) {
        for (SelectionStrategy strategy : List.of(
                SelectionStrategy.leastRequests(),
                SelectionStrategy.leastResponseTime(),
                SelectionStrategy.powerOfChoices(3),
                SelectionStrategy.powerOfChoices(size))) {
            SequentialClient client = new SequentialClient(Servers.idle(size), strategy, 1);
            client.send(10_000, 0, (server, now) -> SequentialClient.Answer.good(10 * MILLIS));
            ChiSquare.assertFollows(Views.equal(size), client.counts());
        }
    }

    /** gRPC's least_request, Envoy's N_CHOICES and Stork's p2c: of two servers the busier got a quarter. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void grpcAndEnvoyDrewTheSameServerTwice(int choices) {
        int[] loads = new int[choices];
        Arrays.fill(loads, 7);
        loads[choices - 1] = 6;
        Selector selector = Views.prepare(SelectionStrategy.powerOfChoices(choices), Servers.loaded(loads));
        assertEquals(10_000, Views.count(selector, choices, 10_000, null)[choices - 1]);
    }

    /** Envoy's round robin: the neighbour of a failed host gets the retries of both. */
    @Test
    void envoyRoundRobinGaveTheNeighbourOfAFailedServerDouble() {
        List<Server> servers = Servers.idle(5);
        Lease failed = Views.tried(servers.get(2));
        for (SelectionStrategy strategy : List.of(
                SelectionStrategy.roundRobin(),
                SelectionStrategy.weightedRoundRobin(),
                SelectionStrategy.staticStride(),
                SelectionStrategy.weightedRandom())) {
            int[] counts = Views.count(Views.prepare(strategy, servers), 5, 10_000, failed);
            assertEquals(0, counts[2]);
            ChiSquare.assertFollows(Views.equal(4), new int[] {counts[0], counts[1], counts[3], counts[4]});
        }
    }

    /** Envoy's EDF scheduler before it drew a start: each of many clients sent its first request to the heaviest. */
    @Test
    void freshWeightedClientsAllStartedOnTheHeaviestServer() {
        for (SelectionStrategy strategy :
                List.of(SelectionStrategy.weightedRoundRobin(), SelectionStrategy.staticStride())) {
            int[] first = new int[3];
            for (int client = 0; client < 1000; client++) {
                PoolView view = Views.weighted(Servers.idle(3), 2, 1, 1);
                Selector fresh = strategy.prepare(view, null, new SplittableRandom(client));
                first[Views.picks(fresh, 1)[0]]++;
            }
            assertTrue(Arrays.stream(first).allMatch(count -> count > 150), () -> Arrays.toString(first));
        }
    }

    /** Pingora expands weights into an array without mixing them: eight in a row to the same server. */
    @Test
    void pingoraSentTheHeavyServerItsRequestsInARow() {
        Selector selector = WeightedRoundRobin.of(Views.weighted(Servers.idle(3), 8, 8, 1), Rotation.from(0));
        int[] picks = Views.picks(selector, 170);
        for (int i = 2; i < picks.length; i++) {
            assertTrue(picks[i] != picks[i - 1] || picks[i - 1] != picks[i - 2], "three in a row");
        }
    }

    /** Vert.x, Pingora and Stork start their rotation anew with every change of the list. */
    @Test
    void vertxAndPingoraRestartedTheRotationWithEveryChange() {
        List<Server> servers = Servers.idle(4);
        Selector selector = new RoundRobin(Views.of(servers), Rotation.from(0));
        int[] counts = new int[4];
        for (int i = 0; i < 400; i++) {
            selector = SelectionStrategy.weightedRoundRobin().prepare(Views.of(servers), selector, Views.random());
            counts[Views.picks(selector, 1)[0]]++;
        }
        assertArrayEquals(new int[] {100, 100, 100, 100}, counts);
    }

    /** ServiceTalk 0.42.62: an estimate in whole milliseconds is 0 below one, whether 1 or 100 are in flight. */
    @Test
    void serviceTalkSawNoLoadWhereLatenciesAreBelowAMillisecond() {
        for (SelectionStrategy strategy : List.of(
                SelectionStrategy.leastResponseTime(),
                SelectionStrategy.leastExpectedLatency(),
                SelectionStrategy.peakEwma())) {
            List<Server> servers = Servers.idle(2);
            Selector selector = Views.prepare(strategy, servers);
            Servers.answer(servers.get(0), 3 * MILLIS / 10, MILLIS);
            Servers.answer(servers.get(1), 9 * MILLIS / 10, MILLIS);
            assertEquals(0.3 * MILLIS, servers.get(0).latencyNanos(), 1000);
            Servers.occupy(servers.get(1), 1);
            Servers.occupy(servers.get(0), 100);
            for (int i = 0; i < 100; i++) {
                assertEquals(1, selector.select(0, MILLIS, new SplittableRandom(i), null));
            }
        }
    }

    /**
     * Dubbo's shortest response: what nobody has ever seen succeed is estimated to take no time. Beside four others that
     * take 5 to 15 ms, a server that fails everything within a tenth of a millisecond gets no more than its pairs where
     * pairs are compared, and next to nothing where failures count.
     */
    @Test
    void dubboPreferredAServerThatHadNeverSucceeded() {
        assertTrue(failuresOfTenThousand(SelectionStrategy.leastExpectedLatency()) < 100);
        assertTrue(failuresOfTenThousand(SelectionStrategy.leastResponseTime()) < 1000);
        assertTrue(failuresOfTenThousand(SelectionStrategy.peakEwma()) < 4300);
        assertTrue(failuresOfTenThousand(SelectionStrategy.leastRequests()) < 2300);
        assertTrue(failuresOfTenThousand(SelectionStrategy.powerOfTwoChoices()) < 2300);
    }

    private static int failuresOfTenThousand(SelectionStrategy strategy) {
        SequentialClient client = new SequentialClient(Servers.idle(5), strategy, 1);
        SplittableRandom noise = new SplittableRandom(2);
        client.send(
                10_000,
                MILLIS,
                (server, now) -> server == 0
                        ? SequentialClient.Answer.bad(MILLIS / 10.0)
                        : SequentialClient.Answer.good(noise.nextDouble(5, 15) * MILLIS));
        return client.counts()[0];
    }

    /** gRPC's least_request counts a request when its stream is created: what is picked meanwhile picks the same. */
    @Test
    void grpcCountedARequestOnlyWhenItsStreamWasCreated() {
        List<Server> servers = Servers.idle(5);
        Selector selector = Views.prepare(SelectionStrategy.leastRequests(), servers);
        for (int i = 0; i < 50; i++) {
            servers.get(selector.select(0, 0, new SplittableRandom(i), null)).acquire(0, null);
        }
        assertTrue(servers.stream().allMatch(server -> server.inFlight() == 10), servers::toString);
    }

    /** grpc-gcp-java#234: equals were told apart by their order, and all binds that met went to the same channel. */
    @Test
    void grpcGcpSentBindsThatMetToTheSameChannel() throws Exception {
        for (SelectionStrategy strategy : List.of(
                SelectionStrategy.leastRequests(),
                SelectionStrategy.powerOfTwoChoices(),
                SelectionStrategy.leastExpectedLatency())) {
            List<Server> servers = Servers.idle(10);
            Selector selector = Views.prepare(strategy, servers);
            Race.run((thread, barrier) -> {
                SplittableRandom random = new SplittableRandom(thread);
                for (int i = 0; i < 250; i++) {
                    servers.get(selector.select(0, 0, random, null)).acquire(0, null);
                }
                return 0;
            });
            assertTrue(servers.stream().allMatch(server -> Math.abs(server.inFlight() - 100) <= 15), servers::toString);
        }
    }
}

package io.github.evenkeel.core.selection;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}

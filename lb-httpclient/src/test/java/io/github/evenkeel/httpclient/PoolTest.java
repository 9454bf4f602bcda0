package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.pool.DrainOutcome;
import io.github.evenkeel.core.pool.Explanation;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A pool that changes while its client runs. */
class PoolTest {
    private static final HttpRequest REQUEST =
            HttpRequest.newBuilder(URI.create("http://orders/")).build();

    private static LoadBalancedHttpClient built(Consumer<PoolBuilder> pool) {
        return Clients.builder().pool("orders", pool).build();
    }

    private static LoadBalancedHttpClient client(TestServer... servers) {
        return built(pool -> {
            for (TestServer server : servers) {
                pool.servers(server.origin());
            }
            pool.strategy(SelectionStrategy.roundRobin()).slowStart(SlowStart.NONE);
        });
    }

    /** The servers that answer so many requests in a row. */
    private static Set<String> answering(LoadBalancedHttpClient client, int requests) throws Exception {
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < requests; i++) {
            answers.add(client.send(REQUEST, BodyHandlers.ofString()).body());
        }
        return answers;
    }

    private static Set<String> origins(TestServer... servers) {
        Set<String> origins = new TreeSet<>();
        for (TestServer server : servers) {
            origins.add(server.origin());
        }
        return origins;
    }

    @Test
    void serversComeAndGo() throws Exception {
        try (TestServer a = TestServer.echoingName();
                TestServer b = TestServer.echoingName();
                LoadBalancedHttpClient client = client(a)) {
            Pool pool = client.pool("orders");
            assertEquals(origins(a), answering(client, 4));
            pool.add(ServerSpec.of(b.origin()));
            assertEquals(origins(a, b), answering(client, 4));
            assertTrue(pool.remove(a.origin()));
            assertEquals(origins(b), answering(client, 4));
            assertFalse(pool.remove(a.origin()));
            pool.update(List.of(ServerSpec.of(a.origin())));
            assertEquals(origins(a), answering(client, 4));
            assertEquals("orders", pool.name());
            assertEquals("Pool[orders, [" + a.origin() + "]]", pool.toString());
        }
    }

    @Test
    void poolWithoutServersSaysSoUntilItHasSome() throws Exception {
        try (TestServer a = TestServer.echoingName();
                LoadBalancedHttpClient client = client(a)) {
            client.pool("orders").update(List.of());
            Exception e = assertThrows(ConnectException.class, () -> answering(client, 1));
            assertEquals("no server of pool 'orders' is available: it has no servers", e.getMessage());
            client.pool("orders").add(ServerSpec.of(a.origin()));
            assertEquals(origins(a), answering(client, 2));
        }
    }

    @Test
    void aPoolMayBeginWithoutServersIfThatIsSaid() throws Exception {
        try (TestServer a = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.builder()
                        .pool("orders", pool -> pool.servers(List.of()).probe("/"))
                        .build()) {
            Exception e = assertThrows(ConnectException.class, () -> answering(client, 1));
            assertEquals("no server of pool 'orders' is available: it has no servers", e.getMessage());
            client.pool("orders").add(ServerSpec.of(a.origin()));
            assertEquals(origins(a), answering(client, 2));
        }
    }

    @Test
    void weightsChangeWhileItRuns() throws Exception {
        try (TestServer a = TestServer.echoingName();
                TestServer b = TestServer.echoingName();
                LoadBalancedHttpClient client = built(pool ->
                        pool.servers(a.origin(), b.origin()).strategy(SelectionStrategy.weightedRoundRobin()))) {
            client.pool("orders").change(a.origin(), spec -> spec.withWeight(3));
            answering(client, 40);
            assertEquals(30, client.pool("orders").statistics().servers().get(0).successes());
        }
    }

    @Test
    void drainingWaitsForTheRequestsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (TestServer a = TestServer.echoingName();
                TestServer b = TestServer.echoingName();
                LoadBalancedHttpClient client = client(a)) {
            a.become(call -> {
                asked.countDown();
                assertTrue(answer.await(30, TimeUnit.SECONDS));
                call.respond(200, a.origin());
            });
            CompletableFuture<HttpResponse<String>> slow = client.sendAsync(REQUEST, BodyHandlers.ofString());
            assertTrue(asked.await(30, TimeUnit.SECONDS));
            Pool pool = client.pool("orders");
            pool.add(ServerSpec.of(b.origin()));
            CompletableFuture<DrainOutcome> drained =
                    pool.drain(a.origin(), Duration.ofSeconds(60)).toCompletableFuture();
            assertEquals(origins(b), answering(client, 4));
            assertFalse(drained.isDone());
            answer.countDown();
            assertEquals(200, slow.get(30, TimeUnit.SECONDS).statusCode());
            assertEquals(DrainOutcome.IDLE, drained.get(30, TimeUnit.SECONDS));
            assertEquals(
                    ServerState.DRAINING, pool.statistics().servers().get(0).state());
            assertTrue(pool.readmit(a.origin()));
            assertEquals(origins(a, b), answering(client, 4));
        }
    }

    @Test
    void drainingEndsWithItsTimeThoughNoRequestComes() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (TestServer a = TestServer.echoingName();
                LoadBalancedHttpClient client = client(a)) {
            CountDownLatch asked = new CountDownLatch(1);
            a.become(call -> {
                asked.countDown();
                assertTrue(answer.await(30, TimeUnit.SECONDS));
                call.respond(200, a.origin());
            });
            CompletableFuture<HttpResponse<String>> slow = client.sendAsync(REQUEST, BodyHandlers.ofString());
            assertTrue(asked.await(30, TimeUnit.SECONDS));
            CompletableFuture<DrainOutcome> drained = client.pool("orders")
                    .drain(a.origin(), Duration.ofMillis(50))
                    .toCompletableFuture();
            assertEquals(DrainOutcome.OVERDUE, drained.get(30, TimeUnit.SECONDS));
            answer.countDown();
            assertEquals(200, slow.get(30, TimeUnit.SECONDS).statusCode());
        }
    }

    @Test
    void explainsWithoutSending() throws Exception {
        try (TestServer a = TestServer.echoingName();
                TestServer b = TestServer.echoingName();
                LoadBalancedHttpClient client = built(pool -> pool.servers(a.origin(), b.origin()))) {
            Explanation explanation = client.pool("orders").explain();
            assertTrue(origins(a, b).contains(explanation.chosen()), explanation::toString);
            assertEquals(2, explanation.servers().size());
            assertEquals(0, client.pool("orders").statistics().requests());
        }
    }

    @Test
    void serversOfTheOtherSchemeMayJoin() throws Exception {
        try (TestServer a = TestServer.echoingName();
                LoadBalancedHttpClient client = client(a)) {
            client.pool("orders").add(ServerSpec.of("https://127.0.0.1:9"));
            assertEquals(2, client.pool("orders").statistics().servers().size());
            assertEquals(origins(a), answering(client, 4));
        }
    }

    @Test
    void unknownPoolsAndServersAreNamed() throws Exception {
        try (TestServer a = TestServer.echoingName();
                LoadBalancedHttpClient client = client(a)) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> client.pool("order"));
            assertEquals("no pool 'order'; there are [orders]", e.getMessage());
            assertSame(client.pool("orders"), client.pool("ORDERS"));
            assertThrows(
                    IllegalArgumentException.class, () -> client.pool("orders").drain("nobody", Duration.ofSeconds(1)));
        }
    }
}

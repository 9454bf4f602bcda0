package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.evenkeel.core.pool.DrainOutcome;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.ClientThreads;
import io.github.evenkeel.httpclient.fixture.EchoSocketServer;
import io.github.evenkeel.httpclient.fixture.H2Server;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where each server has a JDK client of its own, that ends with the server's use, and with nobody else's. */
class OwnClientsTest {
    private final ClientThreads threads = new ClientThreads();

    private static LoadBalancedHttpClient client(String... origins) {
        return Clients.builder()
                .pool(
                        "orders",
                        pool -> pool.servers(origins)
                                .clientPerServer(true)
                                .strategy(SelectionStrategy.roundRobin())
                                .retry(RetryPolicy.NEVER))
                .build();
    }

    private static DrainOutcome drain(LoadBalancedHttpClient client, TestServer server, Duration within)
            throws Exception {
        return client.pool("orders")
                .drain(server.origin(), within)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    /** Of the JDK's clients, the common one among them. */
    private int selectors() {
        return (int) threads.names().stream()
                .filter(name -> name.endsWith("SelectorManager"))
                .count();
    }

    /** What is under way on a server whose time to drain is over goes on, and what another server has is not touched. */
    @Test
    void whatIsUnderWayGoesOn() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        TestServer.Script inTwoParts = call -> {
            call.promise(200, 8);
            call.write("half");
            Await.latch("leave to go on", mayGoOn);
            call.write("half");
        };
        try (TestServer drained = TestServer.start(inTwoParts);
                TestServer other = TestServer.start(inTwoParts);
                LoadBalancedHttpClient client = client(drained.origin(), other.origin())) {
            List<InputStream> bodies = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                bodies.add(
                        client.send(Clients.get(), BodyHandlers.ofInputStream()).body());
            }
            assertEquals(DrainOutcome.OVERDUE, drain(client, drained, Duration.ZERO));
            assertEquals(2, drained.connections());
            assertEquals(2, other.connections());
            mayGoOn.countDown();
            for (InputStream body : bodies) {
                assertEquals("halfhalf", new String(body.readAllBytes(), StandardCharsets.US_ASCII));
            }
            awaitNoConnections(drained);
        }
    }

    /** Where they do not have to wait for the collector, for which {@link DrainedConnectionsTest} has the patience. */
    private static void awaitNoConnections(TestServer server) {
        if (LifeCycle.KNOWN_TO_THE_JDK) {
            Await.number("connections", 0, server::connections);
        }
    }

    @Test
    void aWebSocketOutlivesTheDraining() throws Exception {
        try (EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(server.origin())) {
            CountDownLatch echoed = new CountDownLatch(1);
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://orders/"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket its, CharSequence data, boolean last) {
                            echoed.countDown();
                            return null;
                        }
                    })
                    .get(30, TimeUnit.SECONDS);
            client.pool("orders").drain(server.origin(), Duration.ZERO);
            client.pool("orders").remove(server.origin());
            socket.sendText("still there", true).get(30, TimeUnit.SECONDS);
            Await.latch("the echo", echoed);
            socket.abort();
        }
    }

    @Test
    void aReadmittedServerHasAnotherClient() throws Exception {
        try (TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = client(server.origin())) {
            for (int i = 1; i <= 2; i++) {
                assertEquals(
                        server.origin(), Clients.send(client, Clients.get()).body());
                Clients.awaitIdle(client);
                assertEquals(DrainOutcome.IDLE, drain(client, server, Duration.ofSeconds(20)));
                awaitNoConnections(server);
                assertEquals(i, server.accepted());
                client.pool("orders").readmit(server.origin());
            }
        }
    }

    /** A server given as an address proves the pool's name to its own client as to a shared one, and by HTTP/2 too. */
    @Test
    void aServerOfItsOwnClientProvesItsName() throws Exception {
        try (H2Server server = H2Server.startTls(100, stream -> stream.respond("fine"));
                H2Server stranger = H2Server.startTls(100, stream -> stream.respond("fine"));
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(20))
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(Tls.context())
                        .pool("orders", pool -> pool.servers(server.origin()).clientPerServer(true))
                        .pool(
                                "users",
                                pool -> pool.servers(stranger.origin())
                                        .tlsName("users.example")
                                        .clientPerServer(true))
                        .build()) {
            HttpResponse<String> response = Clients.send(client, Clients.get());
            assertEquals("fine", response.body());
            assertEquals(HttpClient.Version.HTTP_2, response.version());
            HttpRequest users =
                    HttpRequest.newBuilder(URI.create("http://users/")).build();
            assertThrows(SSLHandshakeException.class, () -> client.send(users, BodyHandlers.ofString()));
            assertEquals(0, stranger.hits());
        }
    }

    /** The shared client is one, and so is each server's; those of servers that are gone end, whoever still knows them. */
    @Test
    void thereAreAsManyAsServersAndNoneIsLeft() throws Exception {
        try (TestServer a = TestServer.echoingName();
                TestServer b = TestServer.echoingName()) {
            LoadBalancedHttpClient client = client(a.origin(), b.origin());
            Pool pool = client.pool("orders");
            assertEquals(3, selectors());
            pool.reconfigure(change -> change.clientPerServer(false));
            awaitSelectors(1);
            assertEquals(200, Clients.send(client, Clients.get()).statusCode());
            pool.reconfigure(change -> change.clientPerServer(true));
            awaitSelectors(3);
            assertEquals(200, Clients.send(client, Clients.get()).statusCode());
            pool.remove(a.origin());
            pool.add(ServerSpec.of(a.origin()));
            awaitSelectors(3);
            LifeCycle.close(client);
            threads.awaitNone();
        }
    }

    private void awaitSelectors(int expected) {
        if (LifeCycle.KNOWN_TO_THE_JDK) {
            Await.number("selectors", expected, this::selectors);
        }
    }

    @Test
    void aClosedClientIsNotOverBeforeThoseOfServersThatLeft() throws Exception {
        assumeTrue(LifeCycle.KNOWN_TO_THE_JDK, "JDK 17 cannot tell");
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
                    Await.latch("leave to answer", mayAnswer);
                    call.respond(200, "late");
                });
                LoadBalancedHttpClient client = client(server.origin())) {
            var answer = client.sendAsync(Clients.get(), BodyHandlers.ofString());
            Await.number("requests", 1, server::hits);
            client.pool("orders").remove(server.origin());
            LifeCycle.shutdown(client);
            assertFalse(client.awaitTermination(Duration.ofMillis(50)));
            mayAnswer.countDown();
            assertEquals("late", answer.get(30, TimeUnit.SECONDS).body());
            assertTrue(client.awaitTermination(Duration.ofSeconds(30)));
        }
    }

    /** A client may end between the choice of its server and the sending: then another sends. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void serversThatComeAndGoCostNoRequest(Way way) throws Exception {
        int senders = 4;
        int moves = LifeCycle.KNOWN_TO_THE_JDK ? 150 : 20; // where nothing ends but by being collected
        try (TestServer staying = TestServer.echoingName();
                TestServer moving = TestServer.echoingName();
                LoadBalancedHttpClient client = client(staying.origin(), moving.origin())) {
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            ExecutorService pool = Executors.newFixedThreadPool(senders);
            try {
                List<Future<?>> sending = new ArrayList<>();
                for (int i = 0; i < senders; i++) {
                    sending.add(pool.submit(() -> {
                        while (!enough.get()) {
                            assertEquals(
                                    200,
                                    way.send(client, Clients.post("once"), BodyHandlers.ofString())
                                            .statusCode());
                            answered.incrementAndGet();
                        }
                        return null;
                    }));
                }
                for (int i = 0; i < moves; i++) {
                    int before = answered.get();
                    client.pool("orders").remove(moving.origin());
                    client.pool("orders").add(ServerSpec.of(moving.origin()));
                    Await.until("answers", () -> answered.get() > before + 3 || anyDone(sending));
                }
                enough.set(true);
                for (Future<?> each : sending) {
                    each.get(30, TimeUnit.SECONDS);
                }
                assertEquals(answered.get(), staying.hits() + moving.hits());
            } finally {
                enough.set(true);
                pool.shutdownNow();
            }
        }
    }

    /** None is before it is told to, unless it fails. */
    private static boolean anyDone(List<Future<?>> senders) {
        return senders.stream().anyMatch(Future::isDone);
    }
}

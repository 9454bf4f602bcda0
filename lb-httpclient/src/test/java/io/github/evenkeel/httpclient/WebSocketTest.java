package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.EchoSocketServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.routing.Affinity;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a pool, the JDK's WebSocket ends up on one of its servers and is in flight for as long as it lives. */
@Timeout(60)
class WebSocketTest {
    private static final URI FEED = URI.create("ws://orders/feed?from=7");

    /** What came, in order, and on which socket. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
        private final BlockingQueue<WebSocket> sockets = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(WebSocket socket) {
            sockets.add(socket);
            socket.request(10);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            words.add(data.toString());
            sockets.add(socket);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            words.add("closed " + statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            words.add("closed 1006"); // on a reset instead of an end
        }

        String next() throws InterruptedException {
            return words.poll(30, TimeUnit.SECONDS);
        }
    }

    private static LoadBalancedHttpClient client(String... origins) {
        return Clients.builder().pool("orders", pool -> pool.servers(origins)).build();
    }

    private static WebSocket open(LoadBalancedHttpClient client, WebSocket.Listener listener) throws Exception {
        return client.newWebSocketBuilder().buildAsync(FEED, listener).get(30, TimeUnit.SECONDS);
    }

    private static ServerStatistics statistics(LoadBalancedHttpClient client, String origin) {
        return client.pool("orders").statistics().servers().stream()
                .filter(server -> server.spec().origin().toString().equals(origin))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitIdle(LoadBalancedHttpClient client) {
        Await.number(
                "in flight",
                0,
                () -> client.pool("orders").statistics().servers().stream()
                        .mapToInt(ServerStatistics::inFlight)
                        .sum());
    }

    @Test
    void isInFlightUntilItIsClosed() throws Exception {
        try (EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(server.origin())) {
            Heard heard = new Heard();
            WebSocket socket = open(client, heard);
            assertEquals(1, statistics(client, server.origin()).inFlight());
            assertSame(socket, socket.sendText("hello", true).get(30, TimeUnit.SECONDS));
            assertEquals("hello", heard.next());
            assertSame(socket, heard.sockets.take(), "the one of onOpen");
            assertSame(socket, heard.sockets.take(), "the one of onText");
            assertEquals(1, statistics(client, server.origin()).inFlight());
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(30, TimeUnit.SECONDS);
            assertEquals("closed 1000", heard.next());
            awaitIdle(client);
            assertEquals(1, statistics(client, server.origin()).successes());
        }
    }

    @Test
    void abortedOneSaysNothingOfItsServer() throws Exception {
        try (EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(server.origin())) {
            open(client, new Heard()).abort();
            awaitIdle(client);
            assertEquals(1, statistics(client, server.origin()).cancellations());
        }
    }

    @Test
    void brokenOneCountsAgainstItsServer() throws Exception {
        try (EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(server.origin())) {
            Heard heard = new Heard();
            open(client, heard);
            server.breakOff();
            assertEquals("closed 1006", heard.next());
            awaitIdle(client);
            assertEquals(1, statistics(client, server.origin()).failuresByKind().get(FailureKind.BODY));
        }
    }

    @Test
    void eachOpensWhereTheFewestAre() throws Exception {
        try (EchoSocketServer first = EchoSocketServer.echoing();
                EchoSocketServer second = EchoSocketServer.echoing();
                EchoSocketServer third = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(first.origin(), second.origin(), third.origin())) {
            List<WebSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                sockets.add(open(client, new Heard()));
            }
            for (EchoSocketServer server : List.of(first, second, third)) {
                assertEquals(4, statistics(client, server.origin()).inFlight());
            }
            sockets.forEach(WebSocket::abort);
            awaitIdle(client);
        }
    }

    @Test
    void sameKeySameServer() throws Exception {
        try (EchoSocketServer first = EchoSocketServer.echoing();
                EchoSocketServer second = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = Clients.builder()
                        .pool(
                                "orders",
                                pool -> pool.servers(first.origin(), second.origin())
                                        .affinity(Affinity.header("X-User")))
                        .build()) {
            for (int i = 0; i < 8; i++) {
                client.newWebSocketBuilder()
                        .header("X-User", "ann")
                        .buildAsync(FEED, new Heard())
                        .get(30, TimeUnit.SECONDS)
                        .abort();
            }
            assertEquals(8, Math.max(first.handshakes(), second.handshakes()));
            assertEquals(0, Math.min(first.handshakes(), second.handshakes()));
        }
    }

    @Test
    void deadServerIsPassedOver() throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(dead.origin(), server.origin())) {
            client.pool("orders").change(dead.origin(), spec -> spec.withWeight(100)); // whom to ask first
            for (int i = 0; i < 6; i++) {
                open(client, new Heard()).abort();
            }
            assertEquals(6, server.handshakes());
            assertTrue(statistics(client, dead.origin()).failures() > 0);
            awaitIdle(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504, 429})
    void serverThatRefusesIsPassedOver(int status) throws Exception {
        try (EchoSocketServer refusing = EchoSocketServer.refusing(status);
                EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(refusing.origin(), server.origin())) {
            for (int i = 0; i < 4; i++) {
                open(client, new Heard()).abort();
            }
            assertEquals(4, server.handshakes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 429})
    void serverThatAsksToBeLeftAloneIs(int status) throws Exception {
        try (TestServer busy = TestServer.start(call -> call.respond(status, "busy", "Retry-After: 60"));
                EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(busy.origin(), server.origin())) {
            client.pool("orders").change(busy.origin(), spec -> spec.withWeight(100)); // whom to ask first
            for (int i = 0; i < 4; i++) {
                open(client, new Heard()).abort();
            }
            assertEquals(4, server.handshakes());
            assertEquals(1, busy.hits());
            assertEquals(
                    ServerState.PAUSED,
                    statistics(client, busy.origin()).standing().state());
            assertEquals(0, statistics(client, busy.origin()).failures(), "it is not to blame");
            awaitIdle(client);
        }
    }

    @Test
    void refusalOfTheRequestIsTheAnswer() throws Exception {
        try (EchoSocketServer refusing = EchoSocketServer.refusing(403);
                LoadBalancedHttpClient client = client(refusing.origin())) {
            ExecutionException failure = assertThrows(ExecutionException.class, () -> open(client, new Heard()));
            WebSocketHandshakeException refused =
                    assertInstanceOf(WebSocketHandshakeException.class, failure.getCause());
            assertEquals(403, refused.getResponse().statusCode());
            assertEquals(1, refusing.handshakes());
            assertEquals(0, statistics(client, refusing.origin()).failures());
            awaitIdle(client);
        }
    }

    @Test
    void lastFailureCarriesThoseBefore() throws Exception {
        try (DeadServer first = DeadServer.refusing();
                DeadServer second = DeadServer.refusing();
                LoadBalancedHttpClient client = client(first.origin(), second.origin())) {
            ExecutionException failure = assertThrows(ExecutionException.class, () -> open(client, new Heard()));
            ConnectException last = assertInstanceOf(ConnectException.class, failure.getCause());
            assertEquals(
                    Set.of(unconnected(first), unconnected(second)),
                    Set.of(last.getMessage(), last.getSuppressed()[0].getMessage()));
            assertEquals(1, last.getSuppressed().length);
            awaitIdle(client);
        }
    }

    private static String unconnected(DeadServer server) {
        return "WebSocket to " + server.origin() + " of pool 'orders': no connection";
    }

    @Test
    void plainServerNeverStandsInForASecureOne() throws Exception {
        try (EchoSocketServer plain = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(plain.origin())) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> client.newWebSocketBuilder()
                            .buildAsync(URI.create("wss://orders/feed"), new Heard())
                            .get(30, TimeUnit.SECONDS));
            assertInstanceOf(ConnectException.class, failure.getCause());
            assertEquals(0, plain.handshakes());
            awaitIdle(client);
        }
    }

    @Test
    void whatTheJdkRefusesIsRefusedAndClaimsNothing() throws Exception {
        try (EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(server.origin())) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> client.newWebSocketBuilder()
                            .header("Sec-WebSocket-Key", "mine")
                            .buildAsync(FEED, new Heard())
                            .get(30, TimeUnit.SECONDS));
            assertInstanceOf(IllegalArgumentException.class, failure.getCause());
            assertEquals(0, server.handshakes());
            awaitIdle(client);
        }
    }

    /** As with a request, and not, as with the JDK's, by {@code cancel(true)} alone. */
    @Test
    void whoGivesUpWhileItOpensEndsIt() throws Exception {
        try (TestServer silent = TestServer.start(Call::hang);
                LoadBalancedHttpClient client = client(silent.origin())) {
            List<CompletableFuture<WebSocket>> opening = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                opening.add(client.newWebSocketBuilder().buildAsync(FEED, new Heard()));
            }
            Await.number("handshakes", 4, silent::hits);
            assertEquals(4, statistics(client, silent.origin()).inFlight());
            opening.get(0).cancel(false);
            opening.get(1).thenApply(WebSocket::getSubprotocol).cancel(true);
            opening.get(2).orTimeout(1, TimeUnit.MILLISECONDS);
            opening.get(3).complete(null);
            awaitIdle(client);
            Await.number("connections", 0, silent::connections);
            assertEquals(4, statistics(client, silent.origin()).cancellations());
            assertEquals(4, silent.hits(), "nobody is asked for one that nobody wants");
        }
    }

    /** Whatever came first: who has given up never gets it, and it does not stay open. */
    @Test
    void whoGivesUpAsItOpensLeavesNothingOpen() throws Exception {
        try (EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(server.origin())) {
            for (int i = 0; i < 200; i++) {
                CompletableFuture<WebSocket> opening =
                        client.newWebSocketBuilder().buildAsync(FEED, new Heard());
                int seen = i;
                Await.until("the handshake", () -> server.handshakes() > seen || opening.isDone());
                if (!opening.cancel(true)) {
                    opening.join().abort();
                }
            }
            awaitIdle(client);
            Await.number("connections", 0, server::connections);
        }
    }

    @Test
    void serverThatDoesNotAnswerInTimeIsPassedOver() throws Exception {
        try (TestServer silent = TestServer.start(Call::hang);
                EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client(silent.origin(), server.origin())) {
            client.pool("orders").change(silent.origin(), spec -> spec.withWeight(100)); // whom to ask first
            client.newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .buildAsync(FEED, new Heard())
                    .get(30, TimeUnit.SECONDS)
                    .abort();
            assertEquals(1, silent.hits());
            assertEquals(1, statistics(client, silent.origin()).failuresByKind().get(FailureKind.TIMEOUT));
            awaitIdle(client);
        }
    }

    @Test
    void serverThatNeverClosesHoldsItUntilItIsAborted() throws Exception {
        try (EchoSocketServer server = EchoSocketServer.deaf();
                LoadBalancedHttpClient client = client(server.origin())) {
            WebSocket socket = open(client, new Heard());
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(30, TimeUnit.SECONDS);
            assertEquals(1, statistics(client, server.origin()).inFlight());
            socket.abort();
            awaitIdle(client);
            Await.number("connections", 0, server::connections);
        }
    }

    @Test
    void otherHostsAreLeftAlone() throws Exception {
        try (EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = client("http://127.0.0.1:1")) {
            Heard heard = new Heard();
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("a", "b")
                    .buildAsync(URI.create(server.origin().replace("http:", "ws:")), heard)
                    .get(30, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(30, TimeUnit.SECONDS);
            assertEquals("hello", heard.next());
            socket.abort();
        }
    }
}

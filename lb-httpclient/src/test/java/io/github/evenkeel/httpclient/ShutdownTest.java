package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From open over shut down to terminated. */
class ShutdownTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(15);

    @Test
    void anOpenClientIsNotTerminated() throws Exception {
        try (TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            assertFalse(LifeCycle.isTerminated(client));
            assertFalse(LifeCycle.awaitTermination(client, Duration.ZERO));
            assertFalse(LifeCycle.awaitTermination(client, SHORT));
            assertEquals(200, Clients.send(client, Clients.get()).statusCode());
        }
    }

    @Test
    void anIdleClientTerminatesAtOnce() {
        LoadBalancedHttpClient client = Clients.inOrder("http://127.0.0.1:1");
        LifeCycle.shutdown(client);
        assertTrue(LifeCycle.awaitTermination(client, LONG));
        assertTrue(LifeCycle.isTerminated(client));
        assertTrue(LifeCycle.awaitTermination(client, Duration.ZERO));
        assertTrue(LifeCycle.awaitTermination(client, Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aClosedClientSaysSo(Way way) throws Exception {
        try (TestServer server = TestServer.echoingName()) {
            LoadBalancedHttpClient client = Clients.inOrder(server.origin());
            LifeCycle.close(client);
            HttpRequest elsewhere =
                    HttpRequest.newBuilder(URI.create(server.origin())).build();
            assertSaysClosed(() -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertSaysClosed(() -> way.send(client, elsewhere, BodyHandlers.ofString()));
            for (String host : List.of("orders", "127.0.0.1:" + server.port())) {
                CompletableFuture<WebSocket> socket = client.newWebSocketBuilder()
                        .buildAsync(URI.create("ws://" + host), new WebSocket.Listener() {});
                Exception e = assertThrows(ExecutionException.class, () -> socket.get(20, TimeUnit.SECONDS));
                assertEquals("the client is closed", e.getCause().getMessage());
            }
            assertEquals(0, server.accepted());
            assertEquals("", Clients.outcomes(client), "statistics can still be asked for");
        }
    }

    private interface Sending {
        HttpResponse<?> run() throws Exception;
    }

    private static void assertSaysClosed(Sending sending) {
        assertEquals(
                "the client is closed",
                assertThrows(IOException.class, sending::run).getMessage());
    }

    @Test
    void shutdownLetsRunningRequestsFinish() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
                    Await.latch("leave to answer", mayAnswer);
                    call.respond(200, "at last");
                });
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(Clients.get(), BodyHandlers.ofString());
            Await.number("requests", 1, server::hits);
            LifeCycle.shutdown(client);
            assertSaysClosed(() -> client.send(Clients.get(), BodyHandlers.ofString()));
            assertFalse(LifeCycle.isTerminated(client));
            assertFalse(LifeCycle.awaitTermination(client, SHORT));
            mayAnswer.countDown();
            assertEquals("at last", answer.get(15, TimeUnit.SECONDS).body());
            assertTrue(LifeCycle.awaitTermination(client, LONG));
            assertTrue(LifeCycle.isTerminated(client));
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    @Test
    void shutdownLetsAStreamBeReadToItsEnd() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
                    call.promise(200, 8);
                    call.write("half");
                    Await.latch("leave to go on", mayGoOn);
                    call.write("half");
                });
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            InputStream body =
                    client.send(Clients.get(), BodyHandlers.ofInputStream()).body();
            LifeCycle.shutdown(client);
            System.gc();
            assertFalse(LifeCycle.awaitTermination(client, SHORT));
            mayGoOn.countDown();
            assertEquals("halfhalf", new String(body.readAllBytes(), StandardCharsets.US_ASCII));
            assertTrue(LifeCycle.awaitTermination(client, LONG));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shutdownNowEndsRunningRequests() throws Exception {
        try (TestServer server = TestServer.start(call -> call.hang());
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(Clients.get(), BodyHandlers.ofString());
            Await.number("requests", 1, server::hits);
            LifeCycle.shutdownNow(client);
            Exception e = assertThrows(ExecutionException.class, () -> answer.get(15, TimeUnit.SECONDS));
            assertTrue(e.getCause() instanceof IOException, e::toString);
            assertTrue(LifeCycle.awaitTermination(client, LONG));
            assertTrue(LifeCycle.isTerminated(client));
            assertEquals("1 cancelled", Clients.outcomes(client), "no fault of the server");
            Await.number("connections", 0, server::connections);
            assertEquals(1, server.hits());
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void onOldJdksShutdownNowLetsRunningRequestsFinish() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
                    Await.latch("leave to answer", mayAnswer);
                    call.respond(200, "at last");
                });
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(Clients.get(), BodyHandlers.ofString());
            Await.number("requests", 1, server::hits);
            client.shutdownNow();
            assertSaysClosed(() -> client.send(Clients.get(), BodyHandlers.ofString()));
            assertFalse(client.isTerminated());
            mayAnswer.countDown();
            assertEquals("at last", answer.get(15, TimeUnit.SECONDS).body());
            assertTrue(client.awaitTermination(LONG));
        }
    }

    /** The JDK client takes no further attempt once it is shut down; the caller should see why the first one failed. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aRequestThatFailsDuringShutdownEndsWithWhatItHas(Way way) throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (TestServer busy = TestServer.start(call -> {
                    Await.latch("leave to answer", mayAnswer);
                    call.respond(503, "busy");
                });
                TestServer breaking = TestServer.start(call -> {
                    Await.latch("leave to answer", mayAnswer);
                    call.write("nonsense\r\n\r\n");
                    call.end();
                });
                TestServer other = TestServer.echoingName();
                LoadBalancedHttpClient first = Clients.inOrder(busy.origin(), other.origin());
                LoadBalancedHttpClient second = Clients.inOrder(breaking.origin(), other.origin())) {
            CompletableFuture<HttpResponse<String>> answer = inBackground(way, first);
            CompletableFuture<HttpResponse<String>> failure = inBackground(way, second);
            Await.number("requests", 2, () -> busy.hits() + breaking.hits());
            LifeCycle.shutdown(first);
            LifeCycle.shutdown(second);
            mayAnswer.countDown();
            assertEquals("busy", answer.get(15, TimeUnit.SECONDS).body());
            Exception e = assertThrows(ExecutionException.class, () -> failure.get(15, TimeUnit.SECONDS));
            assertTrue(e.toString().contains("nonsense"), e::toString);
            assertEquals(0, other.hits());
        }
    }

    private static CompletableFuture<HttpResponse<String>> inBackground(Way way, HttpClient client) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return way.send(client, Clients.get(), BodyHandlers.ofString());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aRequestMayCloseItsClient() throws Exception {
        try (TestServer server = TestServer.echoingName()) {
            LoadBalancedHttpClient client = Clients.inOrder(server.origin());
            client.sendAsync(Clients.get(), BodyHandlers.ofString())
                    .thenRun(() -> LifeCycle.close(client))
                    .get(15, TimeUnit.SECONDS);
            assertTrue(LifeCycle.isTerminated(client));
        }
    }

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        try (TestServer server = TestServer.echoingName()) {
            LoadBalancedHttpClient client = Clients.inOrder(pool -> pool.probe("/"), server.origin());
            try (client) {
                Clients.send(client, Clients.get());
                LifeCycle.close(client);
                LifeCycle.shutdown(client);
                LifeCycle.shutdownNow(client);
                assertTrue(LifeCycle.isTerminated(client));
            }
            assertTrue(LifeCycle.isTerminated(client));
        }
    }

    @Test
    void aClientWithoutPoolsHasTheSameLife() throws Exception {
        try (TestServer server = TestServer.echoingName()) {
            LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder().build();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.origin())).build();
            assertEquals(
                    server.origin(),
                    client.send(request, BodyHandlers.ofString()).body());
            assertFalse(LifeCycle.isTerminated(client));
            LifeCycle.close(client);
            assertTrue(LifeCycle.isTerminated(client));
            assertSaysClosed(() -> client.send(request, BodyHandlers.ofString()));
        }
    }

    @Test
    void anInterruptedCloseEndsWhatItCanAndStaysInterrupted() throws Exception {
        try (TestServer server = TestServer.start(call -> call.hang())) {
            LoadBalancedHttpClient client = Clients.inOrder(server.origin());
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(Clients.get(), BodyHandlers.ofString());
            Await.number("requests", 1, server::hits);
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread closer = new Thread(() -> {
                LifeCycle.close(client);
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            closer.start();
            Await.until("close waits", () -> closer.getState() == Thread.State.TIMED_WAITING);
            closer.interrupt();
            if (!LifeCycle.KNOWN_TO_THE_JDK) { // the request cannot be ended from here
                Await.until("close waits on", () -> closer.getState() == Thread.State.TIMED_WAITING);
                answer.cancel(true);
            }
            closer.join(15_000);
            assertFalse(closer.isAlive());
            assertTrue(interrupted.get());
            Await.until("the request has failed", answer::isCompletedExceptionally);
            assertTrue(LifeCycle.isTerminated(client));
        }
    }

    @Test
    void aThreadInterruptedBeforehandClosesAnIdleClient() {
        LoadBalancedHttpClient client = Clients.inOrder(pool -> pool.probe("/"), "http://127.0.0.1:1");
        assertTimeoutPreemptively(LONG, () -> {
            Thread.currentThread().interrupt();
            LifeCycle.close(client);
            assertTrue(Thread.interrupted());
        });
        assertTrue(LifeCycle.isTerminated(client));
    }

    @Test
    void aClientIsAHttpClientToTheJdk() {
        HttpClient client = Clients.inOrder("http://127.0.0.1:1");
        LifeCycle.close(client);
        assertTrue(LifeCycle.isTerminated(client), "and not the inherited method, which does nothing");
    }
}

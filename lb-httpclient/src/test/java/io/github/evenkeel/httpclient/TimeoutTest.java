package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long an exchange takes at most, and that failures keep the types that the JDK gives them. */
class TimeoutTest {
    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerThatDoesNotAnswerInTimeFails(Way way) throws Exception {
        try (TestServer mute = TestServer.start(Call::hang);
                TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.inOrder(mute.origin(), server.origin())) {
            HttpRequest request =
                    Clients.request("/").timeout(Duration.ofSeconds(3)).build();
            Exception e =
                    assertThrows(HttpTimeoutException.class, () -> way.send(client, request, BodyHandlers.ofString()));
            assertEquals(HttpTimeoutException.class, e.getClass());
            assertEquals("1 TIMEOUT", Clients.outcomes(client));
            assertEquals(0, server.hits(), "no time was left for another attempt");
            Await.until(
                    "the server sees the connection end", () -> mute.onlyCall().clientGone());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theTimeoutIsForAllAttemptsTogether(Way way) throws Exception {
        TestServer.Script slowDeath = call -> {
            call.body();
            Thread.sleep(2000); // what the server takes, not what the test waits for
            call.end();
        };
        try (TestServer a = TestServer.start(slowDeath);
                TestServer b = TestServer.start(slowDeath);
                TestServer c = TestServer.start(Call::hang);
                LoadBalancedHttpClient client = Clients.inOrder(a.origin(), b.origin(), c.origin())) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://orders/"))
                    .DELETE()
                    .timeout(Duration.ofSeconds(6))
                    .build();
            long start = System.nanoTime();
            Exception e =
                    assertThrows(HttpTimeoutException.class, () -> way.send(client, request, BodyHandlers.ofString()));
            long tookMillis = (System.nanoTime() - start) / 1_000_000;
            // With the JDK's timer, which starts anew with each attempt, it would take at least 10 s.
            assertTrue(tookMillis >= 5990 && tookMillis < 9900, "took " + tookMillis + " ms");
            assertEquals(2, e.getSuppressed().length);
            assertEquals("1 CONNECTION_LOST", Clients.outcomes(client, 0));
            assertEquals("1 CONNECTION_LOST", Clients.outcomes(client, 1));
            assertEquals("1 TIMEOUT", Clients.outcomes(client, 2));
        }
    }

    /** Whose first connection breaks late, so that the JDK client repeats the request and starts its timer anew. */
    private static TestServer breakingLate() {
        TestServer server = TestServer.start(Call::end);
        server.become(call -> {
            if (server.hits() == 1) {
                Thread.sleep(2000); // what the server takes, not what the test waits for
                call.end();
            } else {
                call.hang();
            }
        });
        return server;
    }

    /** The deadline is 3 s, and kept to within a tenth; the JDK client's is 5. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void theTimeoutHoldsAlsoWhenTheJdkRepeatsTheRequest(Way way) throws Exception {
        Duration timeout = Duration.ofSeconds(3);
        try (TestServer a = breakingLate();
                TestServer b = breakingLate();
                LoadBalancedHttpClient client = Clients.inOrder(a.origin())) {
            HttpRequest same = HttpRequest.newBuilder(URI.create(b.origin()))
                    .timeout(timeout)
                    .build();
            HttpClient plain =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            CompletableFuture<?> jdk = plain.sendAsync(same, BodyHandlers.ofString());
            HttpRequest request = Clients.request("/").timeout(timeout).build();
            Exception e =
                    assertThrows(HttpTimeoutException.class, () -> way.send(client, request, BodyHandlers.ofString()));
            assertEquals(HttpTimeoutException.class, e.getClass());
            assertFalse(jdk.isDone(), () -> "the JDK client was as fast: " + jdk);
            assertFalse(Thread.currentThread().isInterrupted());
            assertEquals(2, a.hits());
            assertEquals("1 TIMEOUT", Clients.outcomes(client));
            Await.until(
                    "the server sees the connection end", () -> a.calls().get(1).clientGone());
            jdk.cancel(true);
        }
    }

    /** So does that of one attempt, after which another server is asked: the JDK client would leave no time for that. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void theTimeOfAnAttemptHoldsAlsoWhenTheJdkRepeatsTheRequest(Way way) throws Exception {
        Timeouts timeouts = Timeouts.DEFAULT.withAttempt(Duration.ofSeconds(3));
        try (TestServer mute = breakingLate();
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.timeouts(timeouts), mute.origin(), server.origin())) {
            HttpRequest request =
                    Clients.request("/").timeout(Duration.ofMillis(4900)).build();
            assertEquals(
                    "fine", way.send(client, request, BodyHandlers.ofString()).body());
            assertFalse(Thread.currentThread().isInterrupted());
            assertEquals(2, mute.hits());
            assertEquals("1 TIMEOUT", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aConnectTimeoutKeepsItsType(Way way) throws Exception {
        try (DeadServer dead = DeadServer.swallowing();
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .connectTimeout(Duration.ofMillis(1000))
                        .pool("orders", pool -> pool.servers(dead.origin()))
                        .build()) {
            assertThrows(
                    HttpConnectTimeoutException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals("1 CONNECT", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRequestTimeoutWhileConnectingIsOneOfConnecting(Way way) throws Exception {
        // A busy machine: whatever the JDK client does, it does it late.
        Executor late = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
        try (DeadServer dead = DeadServer.swallowing();
                LoadBalancedHttpClient client = Clients.builder()
                        .executor(late)
                        .pool("orders", pool -> pool.servers(dead.origin()))
                        .build()) {
            HttpRequest request =
                    Clients.request("/").timeout(Duration.ofSeconds(4)).build();
            assertThrows(HttpConnectTimeoutException.class, () -> way.send(client, request, BodyHandlers.ofString()));
            assertEquals("1 CONNECT", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRefusedConnectionKeepsItsType(Way way) throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(dead.origin())) {
            Exception e = assertThrows(
                    ConnectException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals(2, e.getSuppressed().length);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anUntrustedCertificateKeepsItsTypeAndAllServersAreTried(Way way) throws Exception {
        try (TestServer a = TestServer.startTls(call -> call.respond(200, ""));
                TestServer b = TestServer.startTls(call -> call.respond(200, ""));
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .pool(
                                "orders",
                                pool -> pool.servers(a.origin(), b.origin()).retry(RetryPolicy.DEFAULT.withAttempts(2)))
                        .build()) {
            Exception e = assertThrows(
                    SSLHandshakeException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals(1, e.getSuppressed().length);
            assertEquals("1 CONNECT", Clients.outcomes(client, 0));
            assertEquals("1 CONNECT", Clients.outcomes(client, 1));
            assertEquals(0, a.hits() + b.hits());
        }
    }

    @Test
    void aTimeoutBeyondAllBoundsIsNone() throws Exception {
        try (TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpRequest request = Clients.request("/")
                    .timeout(Duration.ofSeconds(Long.MAX_VALUE))
                    .build();
            assertEquals("fine", Clients.send(client, request).body());
        }
    }

    @Test
    void aBodyLongerThanItSaysIsTheCallersFault() throws Exception {
        try (TestServer server = TestServer.answering(200, "fine");
                TestServer second = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin(), second.origin())) {
            for (int claimed : new int[] {3, 30}) {
                HttpRequest.BodyPublisher liar = HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString("ten bytes!"), claimed);
                assertThrows(
                        IOException.class,
                        () -> Clients.send(
                                client, Clients.request("/").PUT(liar).build()));
            }
            assertEquals("2 cancelled", Clients.outcomes(client));
            assertEquals(0, second.hits());
        }
    }
}

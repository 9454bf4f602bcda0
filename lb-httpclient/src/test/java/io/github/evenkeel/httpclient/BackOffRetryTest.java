package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When all servers have failed, they are asked again after a pause. */
class BackOffRetryTest {
    /** So many attempts, with pauses between them, that no test can wait for the last: two minutes on average. */
    private static final Consumer<PoolBuilder> ENDLESS = attempts(1000);

    private static Consumer<PoolBuilder> attempts(int most) {
        return pool -> pool.retry(RetryPolicy.DEFAULT
                .withAttempts(most)
                .withBudget(RetryBudgetSettings.DEFAULT.withFloorPerSecond(1000)));
    }

    /** Cuts so many connections, then answers. */
    private static TestServer.Script cutting(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return call -> {
            call.body();
            if (left.getAndDecrement() > 0) {
                call.end();
            } else {
                call.respond(200, "fine");
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theOnlyServerIsAskedAgain(Way way) throws Exception {
        try (TestServer server = TestServer.start(cutting(2));
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpResponse<String> response = way.send(client, Clients.with("PUT", "order"), BodyHandlers.ofString());
            assertEquals("fine", response.body());
            assertEquals(3, ((LoadBalancedResponse<String>) response).attempts());
            assertEquals("1 good, 2 CONNECTION_LOST", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void everyServerIsAskedBeforeOneIsAskedAgain(Way way) throws Exception {
        try (TestServer a = TestServer.start(cutting(9));
                TestServer b = TestServer.start(cutting(9));
                LoadBalancedHttpClient client = Clients.inOrder(attempts(5), a.origin(), b.origin())) {
            Exception e = assertThrows(
                    IOException.class, () -> way.send(client, Clients.with("PUT", "order"), BodyHandlers.ofString()));
            assertEquals(4, e.getSuppressed().length);
            assertEquals("3 CONNECTION_LOST", Clients.outcomes(client, 0));
            assertEquals("2 CONNECTION_LOST", Clients.outcomes(client, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatNeverReachedAServerMayBeOfAnyMethod(Way way) throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(dead.origin())) {
            assertThrows(
                    ConnectException.class, () -> way.send(client, Clients.post("order"), BodyHandlers.ofString()));
            assertEquals("3 CONNECT", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void whatMayHaveBeenProcessedIsNotAskedAgain(String method) throws Exception {
        try (TestServer server = TestServer.start(cutting(1));
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            assertThrows(IOException.class, () -> Clients.send(client, Clients.with(method, "order")));
            assertEquals(1, server.hits());
        }
    }

    @Test
    void anErrorAnswerIsHandedOverRatherThanWaitedOn() throws Exception {
        try (TestServer server = TestServer.answering(503, "busy");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            assertEquals("busy", Clients.send(client, Clients.get()).body());
            assertEquals(1, server.hits());
        }
    }

    @Test
    void whoLetUsWaitInVainIsNotAskedAgain() throws Exception {
        try (DeadServer dead = DeadServer.swallowing();
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .connectTimeout(Duration.ofMillis(200))
                        .pool("orders", pool -> pool.servers(dead.origin()))
                        .build()) {
            assertThrows(IOException.class, () -> Clients.send(client, Clients.get()));
            assertEquals("1 CONNECT", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void thePausesEndWithTheRequestsTime(Way way) throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(ENDLESS, dead.origin())) {
            HttpRequest request =
                    Clients.request("/").timeout(Duration.ofMillis(700)).build();
            // A busy machine may begin the last attempt so late that its time is over before it is refused.
            Exception e = assertThrows(IOException.class, () -> way.send(client, request, BodyHandlers.ofString()));
            assertTrue(e instanceof ConnectException || e instanceof HttpTimeoutException, e::toString);
            assertTrue(Clients.server(client, 0).failures() < 500, () -> Clients.outcomes(client));
        }
    }

    @Test
    void anInterruptEndsThePause() throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(ENDLESS, dead.origin())) {
            AtomicReference<Exception> thrown = new AtomicReference<>();
            Thread sender = new Thread(() -> {
                try {
                    Clients.send(client, Clients.get());
                } catch (Exception e) {
                    thrown.set(e);
                }
            });
            sender.start();
            Await.until("some attempts", () -> Clients.server(client, 0).failures() >= 5);
            sender.interrupt();
            sender.join(20_000);
            assertInstanceOf(InterruptedException.class, thrown.get());
            assertEquals(0, Clients.inFlight(client));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoGivesUpInThePauseEndsIt(boolean derived) throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(ENDLESS, dead.origin())) {
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(Clients.get(), BodyHandlers.ofString());
            Await.until("some attempts", () -> Clients.server(client, 0).failures() >= 5);
            if (derived) {
                answer.thenApply(HttpResponse::body).cancel(true);
            } else {
                answer.cancel(true);
            }
            Await.until("the future is complete", answer::isDone);
            Clients.awaitIdle(client);
            long attempts = Clients.server(client, 0).requests();
            TimeUnit.MILLISECONDS.sleep(400); // longer than any pause
            assertEquals(attempts, Clients.server(client, 0).requests(), "no further attempt");
        }
    }

    @Test
    void aClientThatIsShutDownAsksNobodyAgain() throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(ENDLESS, dead.origin())) {
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(Clients.get(), BodyHandlers.ofString());
            Await.until("some attempts", () -> Clients.server(client, 0).failures() >= 5);
            client.shutdown();
            Exception e = assertThrows(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
            assertInstanceOf(IOException.class, e.getCause());
            assertEquals(0, Clients.inFlight(client));
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.limit.FixedLimit;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.Limits;
import io.github.evenkeel.httpclient.routing.SessionStatistics;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions wait for room on their own server, and get no more of it than others. */
class SessionLimitTest {
    private static final Limits ONE = Limits.of(new FixedLimit(1)).withPatience(Duration.ofSeconds(20));
    private static final Limits IMPATIENT = ONE.withPatience(Duration.ofMillis(200));
    private static final HttpRequest MINE =
            Clients.request("/").header("X-Session", "mine").build();

    /** Keeps requests to /slow until it is opened. */
    private static final class Gate implements TestServer.Script {
        private final Semaphore open = new Semaphore(0);
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        public void answer(Call call) throws IOException, InterruptedException {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            boolean let = !call.target().equals("/slow") || open.tryAcquire(20, TimeUnit.SECONDS);
            inside.decrementAndGet();
            call.respond(let ? 200 : 500, "home");
        }
    }

    private static LoadBalancedHttpClient client(Limits limits, String... origins) {
        return Clients.inOrder(pool -> pool.limit(limits).sessions(Sessions.applicationHeader("X-Session")), origins);
    }

    /** One request of the session, which lives there from now on, and another one that keeps the server busy. */
    private static CompletableFuture<?> settleAndFill(LoadBalancedHttpClient client, Gate gate) throws Exception {
        assertEquals("home", Clients.send(client, MINE).body());
        Clients.awaitIdle(client);
        CompletableFuture<?> filling = client.sendAsync(Clients.request("/slow").build(), BodyHandlers.ofString());
        Await.number("under way", 1, gate.inside::get);
        return filling;
    }

    @Test
    void aSessionWaitsForItsServerAndHoldsUpNobodyElse() throws Exception {
        Gate gate = new Gate();
        try (TestServer home = TestServer.start(gate);
                TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client = client(ONE, home.origin(), other.origin())) {
            CompletableFuture<?> filling = settleAndFill(client, gate);
            CompletableFuture<HttpResponse<String>> waiting = client.sendAsync(MINE, BodyHandlers.ofString());
            for (int i = 0; i < 5; i++) {
                assertEquals("other", Clients.send(client, Clients.get()).body());
            }
            assertEquals(1, gate.most.get());
            gate.open.release();
            assertEquals("home", waiting.get(20, TimeUnit.SECONDS).body());
            filling.get(20, TimeUnit.SECONDS);
            assertEquals(1, gate.most.get(), "never two at once");
            assertEquals(0, client.pool("orders").sessions().broken());
            Clients.awaitIdle(client);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoHasWaitedInVainMovesToAServerWithRoom(Way way) throws Exception {
        Gate gate = new Gate();
        try (TestServer home = TestServer.start(gate);
                TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client = client(IMPATIENT, home.origin(), other.origin())) {
            CompletableFuture<?> filling = settleAndFill(client, gate);
            assertEquals(
                    "other", way.send(client, MINE, BodyHandlers.ofString()).body());
            gate.open.release();
            filling.get(20, TimeUnit.SECONDS);
            Clients.awaitIdle(client);
            assertEquals(
                    "other", way.send(client, MINE, BodyHandlers.ofString()).body(), "where it lives now");
            assertEquals(new SessionStatistics(0, 1, 1), client.pool("orders").sessions());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSessionThatFindsTheLineFullMovesAtOnce(Way way) throws Exception {
        Gate gate = new Gate();
        try (TestServer home = TestServer.start(gate);
                TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client = client(ONE.withWaiting(0), home.origin(), other.origin())) {
            CompletableFuture<?> filling = settleAndFill(client, gate);
            assertEquals(
                    "other", way.send(client, MINE, BodyHandlers.ofString()).body());
            gate.open.release();
            filling.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void withNowhereToMoveItIsToldAsOthersAre() throws Exception {
        Gate gate = new Gate();
        try (TestServer home = TestServer.start(gate);
                LoadBalancedHttpClient client = client(IMPATIENT, home.origin());
                LoadBalancedHttpClient nobodyWaits = client(ONE.withWaiting(0), home.origin())) {
            CompletableFuture<?> filling = settleAndFill(client, gate);
            assertThrows(HttpConnectTimeoutException.class, () -> Clients.send(client, MINE));
            gate.open.release();
            filling.get(20, TimeUnit.SECONDS);
            filling = settleAndFill(nobodyWaits, gate);
            ExecutionException full = assertThrows(
                    ExecutionException.class,
                    () -> nobodyWaits.sendAsync(MINE, BodyHandlers.ofString()).get(20, TimeUnit.SECONDS));
            assertInstanceOf(ConnectException.class, full.getCause());
            gate.open.release();
            filling.get(20, TimeUnit.SECONDS);
            Clients.awaitIdle(client);
        }
    }

    @Test
    void whoWaitsForAServerThatLeavesGoesElsewhere() throws Exception {
        Gate gate = new Gate();
        try (TestServer home = TestServer.start(gate);
                TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client =
                        client(ONE.withPatience(Duration.ofMinutes(5)), home.origin(), other.origin())) {
            CompletableFuture<?> filling = settleAndFill(client, gate);
            CompletableFuture<HttpResponse<String>> waiting = client.sendAsync(MINE, BodyHandlers.ofString());
            assertEquals(0, other.hits());
            client.pool("orders").remove(home.origin());
            assertEquals("other", waiting.get(20, TimeUnit.SECONDS).body());
            gate.open.release();
            filling.get(20, TimeUnit.SECONDS);
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.limit.FixedLimit;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers get no more at once than they may, and who waits for room gets it in turn, or is told. */
class LimitTest {
    private static final Limits ONE = Limits.of(new FixedLimit(1)).withPatience(Duration.ofSeconds(20));
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Answers each request when it is let go. */
    private static final class Gate implements TestServer.Script {
        private final Semaphore open = new Semaphore(0);
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        public void answer(Call call) throws IOException, InterruptedException {
            call.body();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            boolean let = open.tryAcquire(20, TimeUnit.SECONDS);
            inside.decrementAndGet();
            call.respond(let ? 200 : 500, call.target());
        }
    }

    private static LoadBalancedHttpClient client(Limits limits, TestServer... servers) {
        List<String> origins = new ArrayList<>();
        for (TestServer server : servers) {
            origins.add(server.origin());
        }
        return Clients.inOrder(pool -> pool.limit(limits), origins.toArray(new String[0]));
    }

    private static CompletableFuture<HttpResponse<String>> ask(LoadBalancedHttpClient client, String path) {
        return client.sendAsync(Clients.request(path).build(), BodyHandlers.ofString());
    }

    @Test
    void aFullServerIsPassedOverAndWhenAllAreRequestsWait() throws Exception {
        Gate gateA = new Gate();
        Gate gateB = new Gate();
        try (TestServer a = TestServer.start(gateA);
                TestServer b = TestServer.start(gateB);
                LoadBalancedHttpClient client =
                        client(Limits.of(new FixedLimit(2)).withPatience(Duration.ofMinutes(1)), a, b)) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(ask(client, "/" + i));
            }
            Await.number("at the first", 2, gateA.inside::get);
            Await.number("at the second", 2, gateB.inside::get);
            assertEquals(4, Clients.inFlight(client));
            gateA.open.release(100);
            gateB.open.release(100);
            for (int i = 0; i < 12; i++) {
                assertEquals("/" + i, answers.get(i).get(20, TimeUnit.SECONDS).body());
            }
            assertEquals(2, gateA.most.get());
            assertEquals(2, gateB.most.get());
            assertEquals(12, a.hits() + b.hits());
            Clients.awaitIdle(client);
            assertEquals(12, Clients.orders(client).requests(), "who was passed over counts nowhere");
        }
    }

    @Test
    void whoCameFirstIsServedFirst() throws Exception {
        Gate gate = new Gate();
        try (TestServer server = TestServer.start(gate);
                LoadBalancedHttpClient client = client(ONE, server)) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answers.add(ask(client, "/" + i));
            }
            gate.open.release(10);
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                answer.get(20, TimeUnit.SECONDS);
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("/" + i, server.calls().get(i).target());
            }
            assertEquals(1, gate.most.get());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whenTheLineIsFullARequestFailsAtOnce(Way way) throws Exception {
        Gate gate = new Gate();
        try (TestServer server = TestServer.start(gate);
                LoadBalancedHttpClient client = client(ONE.withWaiting(2), server)) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(ask(client, "/" + i));
            }
            Exception e = assertThrows(
                    ConnectException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertTrue(
                    e.getMessage().startsWith("no server of pool 'orders' has room for another request, and 2 wait"),
                    e.getMessage());
            gate.open.release(3);
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                answer.get(20, TimeUnit.SECONDS);
            }
            Clients.awaitIdle(client);
            assertEquals("3 good", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aWaitEndsWithTheRequestsTimeoutOrThePoolsPatience(Way way) throws Exception {
        HttpRequest impatient = Clients.request("/late").timeout(SHORT).build();
        HttpRequest patient = Clients.request("/late").build();
        for (boolean own : new boolean[] {true, false}) {
            Gate gate = new Gate();
            try (TestServer server = TestServer.start(gate);
                    LoadBalancedHttpClient client = client(own ? ONE : ONE.withPatience(SHORT), server)) {
                CompletableFuture<HttpResponse<String>> held = ask(client, "/held");
                Exception e = assertThrows(
                        HttpConnectTimeoutException.class,
                        () -> way.send(client, own ? impatient : patient, BodyHandlers.ofString()));
                assertEquals("no server of pool 'orders' had room in time for GET /late", e.getMessage());
                gate.open.release(2);
                held.get(20, TimeUnit.SECONDS);
                Clients.awaitIdle(client);
                assertEquals(
                        "/next", ask(client, "/next").get(20, TimeUnit.SECONDS).body());
                Clients.awaitIdle(client);
                assertEquals("2 good", Clients.outcomes(client), "no fault of the server");
                assertEquals(2, server.hits());
            }
        }
    }

    @Test
    void whoNoLongerWaitsHoldsNobodyUp() throws Exception {
        Gate gate = new Gate();
        try (TestServer server = TestServer.start(gate);
                LoadBalancedHttpClient client = client(ONE.withWaiting(2), server)) {
            CompletableFuture<HttpResponse<String>> held = ask(client, "/held");
            CompletableFuture<HttpResponse<String>> gone = ask(client, "/gone");
            assertTrue(gone.thenApply(HttpResponse::body).cancel(true));
            FutureTask<Exception> sending = new FutureTask<>(
                    () -> assertThrows(Exception.class, () -> client.send(Clients.get(), BodyHandlers.ofString())));
            Thread sender = new Thread(sending);
            sender.start();
            Await.until(
                    "it waits",
                    () -> sender.getState() == Thread.State.TIMED_WAITING || sender.getState() == Thread.State.WAITING);
            sender.interrupt();
            assertEquals(
                    InterruptedException.class,
                    sending.get(20, TimeUnit.SECONDS).getClass());
            CompletableFuture<HttpResponse<String>> next = ask(client, "/next");
            CompletableFuture<HttpResponse<String>> last = ask(client, "/last"); // or the line would be full
            gate.open.release(3);
            assertEquals("/held", held.get(20, TimeUnit.SECONDS).body());
            assertEquals("/next", next.get(20, TimeUnit.SECONDS).body());
            assertEquals("/last", last.get(20, TimeUnit.SECONDS).body());
            Clients.awaitIdle(client);
            assertEquals("3 good", Clients.outcomes(client));
        }
    }

    /** Its turn may come just then: all the same it has an end for whoever holds the first future. */
    @Test
    void whoGivesUpADerivedFutureAsItsTurnComesEndsTheFirst() throws Exception {
        try (TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = client(ONE, server)) {
            for (int i = 0; i < 400; i++) {
                CompletableFuture<HttpResponse<String>> held = ask(client, "/held");
                CompletableFuture<HttpResponse<String>> gone = ask(client, "/gone");
                CompletableFuture<String> derived = gone.thenApply(HttpResponse::body);
                if (i % 2 == 0) {
                    held.get(20, TimeUnit.SECONDS);
                } else {
                    Await.until("its turn is near", () -> server.hits() > 0);
                }
                derived.cancel(true);
                try {
                    assertEquals("fine", gone.get(20, TimeUnit.SECONDS).body());
                } catch (CancellationException e) {
                    assertTrue(derived.isCancelled());
                }
                held.get(20, TimeUnit.SECONDS);
            }
            Clients.awaitIdle(client);
        }
    }

    @Test
    void aStreamedBodyKeepsItsPlaceUntilItsEnd() throws Exception {
        try (TestServer server = TestServer.start(call -> {
                    call.promise(200, 1_000_000);
                    call.write("part");
                    call.hang();
                });
                LoadBalancedHttpClient client = client(ONE, server)) {
            InputStream body =
                    client.send(Clients.get(), BodyHandlers.ofInputStream()).body();
            server.become(call -> call.respond(200, "next"));
            CompletableFuture<HttpResponse<String>> next = ask(client, "/next");
            assertEquals('p', body.read());
            assertFalse(next.isDone());
            assertEquals(1, server.hits());
            body.close();
            assertEquals("next", next.get(20, TimeUnit.SECONDS).body());
        }
    }

    @Test
    void aServerThatJoinsTakesThoseWhoWait() throws Exception {
        Gate gate = new Gate();
        try (TestServer full = TestServer.start(gate);
                TestServer joining = TestServer.echoingName();
                LoadBalancedHttpClient client = client(ONE, full)) {
            CompletableFuture<HttpResponse<String>> held = ask(client, "/held");
            CompletableFuture<HttpResponse<String>> waiting = ask(client, "/waiting");
            client.pool("orders").add(ServerSpec.of(joining.origin()));
            assertEquals(joining.origin(), waiting.get(20, TimeUnit.SECONDS).body());
            gate.open.release();
            held.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFailedRequestFreesItsPlace() throws Exception {
        try (TestServer server = TestServer.start(call -> {
                    call.body();
                    call.end();
                });
                LoadBalancedHttpClient client = client(ONE, server)) {
            for (int i = 0; i < 3; i++) {
                assertThrows(IOException.class, () -> Clients.send(client, Clients.post("lost")));
            }
            server.become(call -> call.respond(200, "fine"));
            assertEquals("fine", Clients.send(client, Clients.get()).body());
        }
    }

    @Test
    void whoeverWaitsIsToldThatTheClientIsClosed() throws Exception {
        Gate gate = new Gate();
        try (TestServer server = TestServer.start(gate);
                LoadBalancedHttpClient client = client(ONE, server)) {
            CompletableFuture<HttpResponse<String>> held = ask(client, "/held");
            CompletableFuture<HttpResponse<String>> waiting = ask(client, "/waiting");
            client.shutdown();
            ExecutionException e = assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
            assertEquals("the client is closed", e.getCause().getMessage());
            gate.open.release();
            held.get(20, TimeUnit.SECONDS);
        }
    }
}

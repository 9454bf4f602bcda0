package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.core.server.LatencyPercentiles;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.HedgingStatistics;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A second server is asked for what the first is slow to answer, and nobody is the worse for it. */
class HedgingTest {
    private static final int WARM_UP = 25;
    private static final Hedging HEDGING = Hedging.DEFAULT.withFloor(Duration.ofMillis(100));
    private static final Hedging LATE = Hedging.DEFAULT.withFloor(Duration.ofSeconds(2));

    private static LoadBalancedHttpClient client(TestServer... servers) throws Exception {
        return client(pool -> {}, servers);
    }

    /** A client whose pool knows its latency. The servers must answer well until then. */
    private static LoadBalancedHttpClient client(Consumer<PoolBuilder> more, TestServer... servers) throws Exception {
        List<String> origins = new ArrayList<>();
        for (TestServer server : servers) {
            origins.add(server.origin());
        }
        LoadBalancedHttpClient client =
                Clients.inOrder(pool -> more.accept(pool.hedge(HEDGING)), origins.toArray(new String[0]));
        for (int i = 0; i < WARM_UP; i++) {
            Clients.send(client, Clients.post("of which none is hedged"));
        }
        return client;
    }

    private static HedgingStatistics hedges(LoadBalancedHttpClient client) {
        return client.pool("orders").hedging();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSecondServerAnswersForASlowOne(Way way) throws Exception {
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = client(slow, second)) {
            CountDownLatch slowIsGone = new CountDownLatch(1);
            slow.become(call -> {
                try {
                    call.hang();
                } finally {
                    slowIsGone.countDown();
                }
            });
            LoadBalancedResponse<String> response = (LoadBalancedResponse<String>)
                    way.send(client, Clients.with("PUT", "again and again"), BodyHandlers.ofString());
            assertEquals(second.origin(), response.body());
            assertEquals(2, response.attempts());
            assertEquals("again and again", second.onlyCall().body());
            Await.latch("the loser's connection ends", slowIsGone);
            Clients.awaitIdle(client);
            assertEquals(WARM_UP + " good, 1 cancelled", Clients.outcomes(client, 0));
            assertEquals("1 good", Clients.outcomes(client, 1));
            assertEquals(new HedgingStatistics(1, 1), hedges(client));
            assertEquals(0, client.pool("orders").retries().retries(), "a hedge is no retry");
            LatencyPercentiles known = Clients.server(client, 0).percentiles();
            assertEquals(WARM_UP + 1, known.responses(), "what it took until it was overtaken is known");
            assertTrue(known.p999().toMillis() > 90, known::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theFirstServerMayStillBeFirst(Way way) throws Exception {
        CountDownLatch hedged = new CountDownLatch(1);
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.start(call -> {
                    hedged.countDown();
                    call.hang();
                });
                LoadBalancedHttpClient client = client(slow, second)) {
            slow.become(call -> {
                Await.latch("the hedge", hedged);
                call.respond(200, "late");
            });
            LoadBalancedResponse<String> response =
                    (LoadBalancedResponse<String>) way.send(client, Clients.get(), BodyHandlers.ofString());
            assertEquals("late", response.body());
            assertEquals(1, response.attempts());
            Await.until("the loser's connection ends", () -> second.onlyCall().clientGone());
            Clients.awaitIdle(client);
            assertEquals("1 cancelled", Clients.outcomes(client, 1));
            assertEquals(0, Clients.server(client, 1).latency().toNanos(), "nothing was learnt of the loser");
            assertEquals(new HedgingStatistics(1, 0), hedges(client));
        }
    }

    /** How the hedge can fail while the first attempt is still under way, or the other way round. */
    private enum Fault implements TestServer.Script {
        BUSY("STATUS") {
            @Override
            public void answer(Call call) throws IOException {
                call.respond(503, "busy");
            }
        },
        BROKEN("STATUS") {
            @Override
            public void answer(Call call) throws IOException {
                call.respond(500, "broken");
            }
        },
        GONE("CONNECTION_LOST") {
            @Override
            public void answer(Call call) throws IOException {
                call.body();
                call.end();
            }
        };

        private final String outcome;

        Fault(String outcome) {
            this.outcome = outcome;
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aHedgeThatFailsLeavesItToTheFirst(Fault fault) throws Exception {
        for (Way way : Way.values()) {
            CountDownLatch hedged = new CountDownLatch(1);
            try (TestServer slow = TestServer.echoingName();
                    TestServer second = TestServer.start(fault);
                    TestServer third = TestServer.echoingName();
                    LoadBalancedHttpClient client = client(slow, second, third)) {
                slow.become(call -> {
                    Await.latch("the hedge has failed", hedged);
                    call.respond(200, "late");
                });
                CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> send(way, client));
                Await.until(
                        "the hedge has failed", () -> Clients.server(client, 1).failures() == 1);
                hedged.countDown();
                assertEquals("late", answer.get(20, TimeUnit.SECONDS).body());
                assertEquals("1 " + fault.outcome, Clients.outcomes(client, 1));
                assertEquals(0, third.hits(), "one hedge is all");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFirstThatFailsLeavesItToTheHedge(Fault fault) throws Exception {
        for (Way way : Way.values()) {
            CountDownLatch hedged = new CountDownLatch(1);
            CountDownLatch failed = new CountDownLatch(1);
            try (TestServer slow = TestServer.echoingName();
                    TestServer second = TestServer.start(call -> {
                        hedged.countDown();
                        Await.latch("the first has failed", failed);
                        call.respond(200, "hedge");
                    });
                    TestServer third = TestServer.echoingName();
                    LoadBalancedHttpClient client = client(slow, second, third)) {
                slow.become(call -> {
                    Await.latch("the hedge", hedged);
                    fault.answer(call);
                });
                CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> send(way, client));
                Await.until(
                        "the first has failed", () -> Clients.server(client, 0).failures() == 1);
                failed.countDown();
                assertEquals("hedge", answer.get(20, TimeUnit.SECONDS).body());
                assertEquals(WARM_UP + " good, 1 " + fault.outcome, Clients.outcomes(client, 0));
                assertEquals(0, third.hits());
            }
        }
    }

    private static HttpResponse<String> send(Way way, LoadBalancedHttpClient client) {
        try {
            return way.send(client, Clients.get(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whenBothHaveFailedAThirdServerIsAsked(Way way) throws Exception {
        CountDownLatch hedged = new CountDownLatch(1);
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.start(call -> {
                    hedged.countDown();
                    call.respond(503, "busy");
                });
                TestServer third = TestServer.echoingName();
                LoadBalancedHttpClient client = client(slow, second, third)) {
            slow.become(call -> {
                call.body();
                Await.latch("the hedge", hedged);
                call.end();
            });
            LoadBalancedResponse<String> response =
                    (LoadBalancedResponse<String>) way.send(client, Clients.get(), BodyHandlers.ofString());
            assertEquals(third.origin(), response.body());
            assertEquals(3, response.attempts());
            assertEquals(
                    List.of(slow.origin(), second.origin()),
                    response.earlierServers().stream().map(Server::id).toList());
            Clients.awaitIdle(client);
            assertEquals(1, client.pool("orders").retries().retries());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whenAllHaveFailedTheLastFailureTellsOfTheOthers(Way way) throws Exception {
        CountDownLatch hedged = new CountDownLatch(1);
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.start(call -> {
                    call.body();
                    hedged.countDown();
                    call.end();
                });
                LoadBalancedHttpClient client =
                        client(pool -> pool.retry(RetryPolicy.DEFAULT.withAttempts(2)), slow, second)) {
            slow.become(call -> {
                call.body();
                Await.latch("the hedge", hedged);
                call.end();
            });
            IOException e =
                    assertThrows(IOException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals(1, e.getSuppressed().length, e::toString);
            Clients.awaitIdle(client);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anErrorThatBothAnswerIsHandedOver(Way way) throws Exception {
        CountDownLatch hedged = new CountDownLatch(1);
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.start(call -> {
                    hedged.countDown();
                    call.respond(503, "busy");
                });
                LoadBalancedHttpClient client = client(slow, second)) {
            slow.become(call -> {
                Await.latch("the hedge", hedged);
                call.respond(503, "busy");
            });
            AtomicInteger asked = new AtomicInteger();
            BodyHandler<String> handler = head -> {
                asked.incrementAndGet();
                return BodyHandlers.ofString().apply(head);
            };
            HttpResponse<String> response = way.send(client, Clients.get(), handler);
            assertEquals(503, response.statusCode());
            assertEquals("busy", response.body());
            assertEquals(1, asked.get());
            Clients.awaitIdle(client);
        }
    }

    /** Both answer as soon as both are asked: whichever is first, the handler sees one head and the whole of its body. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void theHandlerIsAskedOnceHoweverCloseTheyAre(Way way) throws Exception {
        int rounds = 30;
        CountDownLatch[] hedged = new CountDownLatch[rounds];
        for (int i = 0; i < rounds; i++) {
            hedged[i] = new CountDownLatch(1);
        }
        AtomicInteger round = new AtomicInteger();
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.start(call -> {
                    int now = round.get();
                    call.body();
                    hedged[now].countDown();
                    call.respond(200, "second " + now);
                });
                LoadBalancedHttpClient client = client(
                        pool -> pool.retry(RetryPolicy.DEFAULT.withBudget(
                                new RetryBudgetSettings(20, 100, Duration.ofSeconds(10)))),
                        slow,
                        second)) {
            slow.become(call -> {
                int now = round.get();
                call.body();
                Await.latch("the hedge", hedged[now]);
                call.respond(200, "first " + now);
            });
            AtomicInteger asked = new AtomicInteger();
            for (; round.get() < rounds; round.incrementAndGet()) {
                int before = asked.get();
                String body = way.send(client, Clients.get(), head -> {
                            asked.incrementAndGet();
                            return BodyHandlers.ofString().apply(head);
                        })
                        .body();
                assertTrue(body.equals("first " + round) || body.equals("second " + round), body);
                assertEquals(before + 1, asked.get());
                Clients.awaitIdle(client);
            }
            assertEquals(rounds, hedges(client).hedges());
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, string", "PATCH, string", "PUT, stream"})
    void whatMayHarmIsNotHedged(String method, String kind) throws Exception {
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = client(slow, second)) {
            slow.become(call -> {
                call.body();
                Thread.sleep(600);
                call.respond(200, "slow");
            });
            HttpRequest request = kind.equals("string")
                    ? Clients.with(method, "once")
                    : Clients.request("/")
                            .method(method, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9])))
                            .build();
            assertEquals("slow", Clients.send(client, request).body());
            assertEquals(0, second.hits());
        }
    }

    /** The handler would hear of the promises of both. */
    @Test
    void whatTakesPushesIsNotHedged() throws Exception {
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = client(slow, second)) {
            slow.become(call -> {
                call.body();
                Thread.sleep(600); // six times what a hedge waits for
                call.respond(200, "slow");
            });
            HttpResponse<String> response = client.sendAsync(
                            Clients.get(), BodyHandlers.ofString(), (initiating, promised, acceptor) -> {})
                    .get(20, TimeUnit.SECONDS);
            assertEquals("slow", response.body());
            assertEquals(0, second.hits());
        }
    }

    @Test
    void thereAreNoHedgesOnceTheBudgetIsSpent() throws Exception {
        RetryBudgetSettings none = new RetryBudgetSettings(0, 0, Duration.ofSeconds(10));
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client =
                        client(pool -> pool.retry(RetryPolicy.DEFAULT.withBudget(none)), slow, second)) {
            assertEquals("slow", slowly(client, slow));
            assertEquals(0, second.hits());
            assertEquals(new HedgingStatistics(0, 0), hedges(client));
        }
    }

    @Test
    void thereAreNoHedgesInABrownOut() throws Exception {
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.echoingName();
                TestServer ill = TestServer.echoingName();
                LoadBalancedHttpClient client = client(slow, second, ill)) {
            slow.become(call -> call.respond(503, "busy"));
            second.become(call -> call.respond(503, "busy"));
            ill.become(call -> call.respond(503, "busy", "Retry-After: 60"));
            assertEquals(503, Clients.send(client, Clients.get()).statusCode());
            Thread.sleep(1100); // one of three is left alone from now on
            assertEquals("slow", slowly(client, slow));
            assertEquals(1, second.hits(), "no hedge");
            assertEquals(new HedgingStatistics(0, 0), hedges(client));
        }
    }

    private static String slowly(LoadBalancedHttpClient client, TestServer slow) throws Exception {
        slow.become(call -> {
            call.body();
            Thread.sleep(600);
            call.respond(200, "slow");
        });
        return Clients.send(client, Clients.get()).body();
    }

    @Test
    void thereAreNoHedgesBeforeThePoolsLatencyIsKnown() throws Exception {
        try (TestServer slow = TestServer.echoingName();
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.hedge(HEDGING), slow.origin(), second.origin())) {
            assertEquals("slow", slowly(client, slow));
            assertEquals(0, second.hits());
        }
    }

    @Test
    void anErrorThatComesSoonerIsRetriedAndNotHedged() throws Exception {
        try (TestServer busy = TestServer.echoingName();
                TestServer second = TestServer.echoingName();
                TestServer third = TestServer.echoingName();
                LoadBalancedHttpClient client = client(pool -> pool.hedge(LATE), busy, second, third)) {
            busy.become(call -> call.respond(503, "busy"));
            second.become(call -> {
                call.body();
                Thread.sleep(3000);
                call.respond(200, "slow");
            });
            assertEquals("slow", Clients.send(client, Clients.get()).body());
            assertEquals(0, third.hits());
            assertEquals(new HedgingStatistics(0, 0), hedges(client));
        }
    }

    /** Another server does not know the session, however fast it says so. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void sessionIsNotHedgedAwayFromItsServer(Way way) throws Exception {
        try (TestServer home = TestServer.echoingName();
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = client(pool -> pool.sessions(Sessions.cookie("S")), home, second)) {
            String cookie = Clients.send(client, Clients.post("let me in"))
                    .headers()
                    .firstValue("set-cookie")
                    .orElseThrow();
            home.become(call -> {
                Thread.sleep(500); // five times what a hedge waits for
                call.respond(200, "late");
            });
            HttpRequest request = Clients.request("/")
                    .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                    .build();
            assertEquals(
                    "late", way.send(client, request, BodyHandlers.ofString()).body());
            assertEquals(0, second.hits());
            assertEquals(new HedgingStatistics(0, 0), hedges(client));
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.RetryStatistics;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An outage is not answered with a multiple of the load that caused it. */
class RetryBudgetTest {
    private static final RetryBudgetSettings NOTHING = new RetryBudgetSettings(0, 0, Duration.ofHours(1));
    private static final RetryBudgetSettings HALF = new RetryBudgetSettings(50, 0, Duration.ofHours(1));

    private static Consumer<PoolBuilder> budget(RetryBudgetSettings settings) {
        return pool -> pool.retry(RetryPolicy.DEFAULT.withBudget(settings));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void onceItIsSpentTheFailureIsTheCallers(Way way) throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(budget(NOTHING), dead.origin(), server.origin())) {
            assertThrows(ConnectException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals("1 CONNECT", Clients.outcomes(client, 0));
            assertEquals("", Clients.outcomes(client, 1), "nobody is claimed in vain");
            assertEquals(new RetryStatistics(0, 1, 0), client.pool("orders").retries());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void onceItIsSpentTheAnswerIsTheCallersWithItsBody(Way way) throws Exception {
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(budget(NOTHING), busy.origin(), server.origin())) {
            HttpResponse<String> response = way.send(client, Clients.get(), BodyHandlers.ofString());
            assertEquals(503, response.statusCode());
            assertEquals("busy", response.body());
            assertEquals("1 STATUS", Clients.outcomes(client, 0));
            assertEquals("", Clients.outcomes(client, 1), "nobody is claimed in vain");
            assertEquals(new RetryStatistics(0, 1, 0), client.pool("orders").retries());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void onceItIsSpentABrokenBodyIsNotFetchedAnew(Way way) throws Exception {
        try (TestServer breaking = TestServer.start(call -> {
                    call.promise(200, 11);
                    call.end();
                });
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(budget(NOTHING), breaking.origin(), server.origin())) {
            assertThrows(IOException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals(0, server.hits());
            assertEquals(1, client.pool("orders").retries().refused());
        }
    }

    @Test
    void everySecondRequestMayBeRepeatedWhereHalfIsTheShare() throws Exception {
        try (TestServer busy = TestServer.answering(429, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(budget(HALF), busy.origin(), server.origin())) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                statuses.add(Clients.send(client, Clients.get()).statusCode());
            }
            assertEquals(List.of(429, 200, 429, 200, 429, 200, 429, 200, 429, 200), statuses);
            assertEquals(new RetryStatistics(5, 5, 0), client.pool("orders").retries());
        }
    }

    @Test
    void eachFurtherAttemptOfARequestDrawsToo() throws Exception {
        try (TestServer a = TestServer.answering(429, "busy a");
                TestServer b = TestServer.answering(429, "busy b");
                TestServer c = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client =
                        Clients.inOrder(budget(HALF.withSharePercent(100)), a.origin(), b.origin(), c.origin())) {
            assertEquals("busy b", Clients.send(client, Clients.get()).body(), "the second retry is beyond it");
            assertEquals(new RetryStatistics(1, 1, 0), client.pool("orders").retries());
        }
    }

    @Test
    void anAnswerThatNobodyElseCanReplaceCostsNothing() throws Exception {
        try (TestServer busy = TestServer.answering(503, "busy");
                LoadBalancedHttpClient client = Clients.inOrder(budget(HALF.withSharePercent(100)), busy.origin())) {
            assertEquals(503, Clients.send(client, Clients.get()).statusCode());
            assertEquals(new RetryStatistics(0, 0, 1), client.pool("orders").retries());
        }
    }

    @Test
    void theSameServerAgainIsARetryToo() throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(budget(HALF.withSharePercent(100)), dead.origin())) {
            assertThrows(ConnectException.class, () -> Clients.send(client, Clients.get()));
            assertEquals("2 CONNECT", Clients.outcomes(client));
            assertEquals(new RetryStatistics(1, 1, 0), client.pool("orders").retries());
        }
    }

    @Test
    void theLeastBadServerIsARetryToo() throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                TestServer draining = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.builder()
                        .pool("orders", pool -> {
                            budget(NOTHING).accept(pool.servers(dead.origin()));
                            pool.servers(
                                    List.of(ServerSpec.of(draining.origin()).withDraining(true)));
                        })
                        .build()) {
            assertThrows(ConnectException.class, () -> Clients.send(client, Clients.get()));
            assertEquals(0, draining.hits());
        }
    }

    @Test
    void manyThreadsTogetherDoNotOverdrawIt() throws Exception {
        int threads = 8;
        int requests = 50;
        AtomicInteger refusedAnswers = new AtomicInteger();
        try (TestServer busy = TestServer.answering(429, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client =
                        Clients.inOrder(budget(HALF.withSharePercent(20)), busy.origin(), server.origin())) {
            Callable<Void> load = () -> {
                for (int i = 0; i < requests; i++) {
                    if (Clients.send(client, Clients.get()).statusCode() == 429) {
                        refusedAnswers.incrementAndGet();
                    }
                }
                return null;
            };
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            for (Future<Void> done : executor.invokeAll(Collections.nCopies(threads, load))) {
                done.get();
            }
            executor.shutdown();
            int all = threads * requests;
            assertEquals(all / 5, server.hits());
            assertEquals(
                    new RetryStatistics(all / 5, all - all / 5, 0),
                    client.pool("orders").retries());
            assertEquals(all - all / 5, refusedAnswers.get());
            assertEquals(0, Clients.inFlight(client));
        }
    }

    @Test
    void theLogSaysSoOnce() throws Exception {
        List<LogRecord> records = new ArrayList<>();
        Logger logger = Logger.getLogger("io.github.evenkeel.httpclient.exchange.Retries");
        Handler capture = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(capture);
        logger.setUseParentHandlers(false);
        try (TestServer cutting = TestServer.start(Call::end);
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(budget(NOTHING), cutting.origin(), server.origin())) {
            for (int i = 0; i < 3; i++) {
                assertThrows(IOException.class, () -> Clients.send(client, Clients.get()));
            }
        } finally {
            logger.removeHandler(capture);
            logger.setUseParentHandlers(true);
        }
        assertEquals(1, records.size());
        assertEquals(
                "pool orders: the retry budget is spent, so requests end with the outcome they have"
                        + " (refused so far: 1)",
                records.get(0).getMessage());
    }

    @Test
    void anUnknownPoolHasNoFigures() {
        try (LoadBalancedHttpClient client = Clients.inOrder("http://127.0.0.1:1")) {
            Exception e = assertThrows(
                    IllegalArgumentException.class, () -> client.pool("nobody").retries());
            assertEquals("no pool 'nobody'; there are [orders]", e.getMessage());
            assertEquals(100, client.pool("ORDERS").retries().budgetLeft(), "ten a second for ten seconds");
        }
    }
}

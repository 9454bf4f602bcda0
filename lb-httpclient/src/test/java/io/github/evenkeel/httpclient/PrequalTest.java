package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers are asked how loaded they are, and requests go by what they say. */
class PrequalTest {
    /** Says what it is told to say of itself, and counts the requests beside. */
    private static final class Reporting implements TestServer.Script {
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger questions = new AtomicInteger();
        private volatile String report;

        Reporting(String report) {
            this.report = report;
        }

        @Override
        public void answer(Call call) throws IOException {
            if (call.target().equals("/load")) {
                questions.incrementAndGet();
                call.respond(200, report);
            } else {
                requests.incrementAndGet();
                call.respond(200, "");
            }
        }
    }

    private static final String IDLE = "{\"in_flight\": 0, \"latency_ms\": 1.5}";
    private static final String BUSY = "{\"in_flight\": 40, \"latency_ms\": 900}";
    private static final int ENOUGH_TO_TELL =
            80; // with six servers chance misses one of them once in two million times

    private final List<Reporting> scripts =
            Stream.generate(() -> new Reporting(IDLE)).limit(6).toList();
    private final List<TestServer> servers =
            scripts.stream().map(TestServer::start).toList();

    @AfterEach
    void endServers() {
        servers.forEach(TestServer::close);
    }

    private LoadBalancedHttpClient client(SelectionStrategy strategy) {
        return Clients.builder()
                .pool("orders", pool -> {
                    servers.forEach(server -> pool.servers(server.origin()));
                    pool.strategy(strategy).loadProbe("/load");
                })
                .build();
    }

    private static void ask(LoadBalancedHttpClient client, int requests) {
        for (int i = 0; i < requests; i++) {
            try {
                assertEquals(200, Clients.send(client, Clients.get()).statusCode());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void awaitSpared(LoadBalancedHttpClient client, Reporting busy) {
        Await.until("requests go elsewhere", () -> {
            int before = busy.requests.get();
            ask(client, ENOUGH_TO_TELL);
            return busy.requests.get() == before;
        });
    }

    @Test
    void requestsGoWhereServersSayThatThereIsLittleToDo() {
        Reporting first = scripts.get(0);
        Reporting last = scripts.get(5);
        first.report = BUSY;
        try (LoadBalancedHttpClient client = client(SelectionStrategy.prequal())) {
            awaitSpared(client, first);
            first.report = IDLE;
            last.report = BUSY;
            awaitSpared(client, last);
            int before = first.requests.get();
            Await.until("the first has some again", () -> {
                ask(client, 1);
                return first.requests.get() > before;
            });
            assertTrue(scripts.stream().allMatch(script -> script.questions.get() > 0), "all are asked");
            assertEquals(
                    scripts.stream().mapToInt(script -> script.requests.get()).sum(),
                    Clients.orders(client).successes(),
                    "probes are no requests");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "null", "[]", "{\"in_flight\": \"many\", \"latency_ms\": 1}", "{\"in_flight\": -1e99}"})
    void nonsenseIsNoReasonToFail(String nonsense) {
        scripts.forEach(script -> script.report = nonsense);
        try (LoadBalancedHttpClient client = client(SelectionStrategy.prequal())) {
            ask(client, 10);
            Await.until("all were asked", () -> scripts.stream().anyMatch(script -> script.questions.get() > 0));
            ask(client, 10);
            assertEquals(20, Clients.orders(client).successes());
        }
    }

    @Test
    void whoDoesNotGoByThatIsNotAskedForIt() {
        try (LoadBalancedHttpClient client = client(SelectionStrategy.roundRobin())) {
            ask(client, 12);
        }
        assertTrue(scripts.stream().allMatch(script -> script.questions.get() == 0));
    }

    @Test
    void itIsAPath() {
        LoadBalancedHttpClientBuilder builder = LoadBalancedHttpClient.newBuilder();
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.pool(
                        "orders",
                        pool -> pool.loadProbe("load").servers(servers.get(0).origin())));
    }
}

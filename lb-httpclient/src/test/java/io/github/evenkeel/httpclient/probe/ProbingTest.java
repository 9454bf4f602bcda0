package io.github.evenkeel.httpclient.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.Pool;
import io.github.evenkeel.httpclient.PoolBuilder;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.ClientThreads;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What probes ask and what their answers do. */
class ProbingTest {
    private static final Probe OFTEN =
            Probe.http("/health").withInterval(Duration.ofMillis(10)).withTimeout(Duration.ofSeconds(30));

    /** It has hardly begun when the test is over, however busy the machine is. */
    private static final SlowStart SLOW = new SlowStart(Duration.ofHours(1), 0.1, 1);

    private static final Probe ONCE = OFTEN.withInterval(Duration.ofDays(1));

    private static LoadBalancedHttpClient client(Probe probe, String... origins) {
        return client(pool -> pool.servers(origins).probe(probe));
    }

    private static LoadBalancedHttpClient client(Consumer<PoolBuilder> orders) {
        return LoadBalancedHttpClient.newBuilder().pool("orders", orders).build();
    }

    private static ServerStatistics server(LoadBalancedHttpClient client) {
        return client.pool("orders").statistics().servers().get(0);
    }

    private static void awaitState(LoadBalancedHttpClient client, ServerState state) {
        Await.until("first server " + state, () -> server(client).state() == state);
    }

    @Test
    void aProbeIsAPlainGetThatNamesItself() {
        try (TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = client(pool -> pool.servers(server.origin())
                        .probe(Probe.http("/health?deep=1")
                                .withInterval(OFTEN.interval())
                                .withTimeout(OFTEN.timeout())))) {
            Await.until("probes", () -> server.hits() >= 5);
            Call call = server.calls().get(0);
            assertEquals("GET", call.method());
            assertEquals("/health?deep=1", call.target());
            assertEquals(List.of("Evenkeel-Probe"), call.headers("user-agent"));
            assertEquals(List.of("127.0.0.1:" + server.port()), call.headers("host"));
            assertEquals(List.of(), call.headers("upgrade"));
            assertEquals(1, server.accepted(), "each leaves its connection for the next");
            assertEquals(0, server(client).requests(), "probes are no requests");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299, 301, 302, 304, 399})
    void statusesFrom200To399Pass(int status) {
        try (TestServer server = TestServer.answering(status, "");
                LoadBalancedHttpClient client = client(OFTEN, server.origin())) {
            Await.until("a probe after the first", () -> server.hits() >= 2);
            assertEquals(ServerState.ACTIVE, server(client).state());
            assertTrue(server.calls().stream().allMatch(call -> call.target().equals("/health")), "none is followed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 500, 501, 503, 599})
    void otherStatusesFailAndTheFirstResultDecides(int status) {
        try (TestServer server = TestServer.answering(status, "");
                LoadBalancedHttpClient client = client(ONCE, server.origin())) {
            awaitState(client, ServerState.UNHEALTHY);
            assertEquals(1, server.hits());
        }
    }

    @Test
    void eachServerIsProbedAtItsOwnIntervalAndAtAnotherOnceThatChanges() {
        try (TestServer often = TestServer.answering(200, "");
                TestServer once = TestServer.answering(200, "");
                LoadBalancedHttpClient client = client(pool -> pool.servers(List.of(
                                ServerSpec.of(often.origin()).withMetadata(Map.of("every", "PT0.01S")),
                                ServerSpec.of(once.origin()).withMetadata(Map.of("every", "P1D"))))
                        .probe(OFTEN, spec -> Duration.parse(spec.metadata().get("every"))))) {
            Await.until("probes of the one", () -> often.hits() >= 20);
            Await.until("a probe of the other", () -> once.hits() == 1);

            client.pool("orders").change(once.origin(), spec -> spec.withMetadata(Map.of("every", "PT0.01S")));
            Await.until("probes of the other", () -> once.hits() >= 5);

            client.pool("orders").change(often.origin(), spec -> spec.withMetadata(Map.of("every", "P1D")));
            int late = often.hits() + 3; // one that was under way, and the first ones at the new interval
            int meanwhile = once.hits();
            Await.until("more probes of the other", () -> once.hits() >= meanwhile + 20);
            assertTrue(often.hits() <= late, often.hits() + " probes, at most " + late + " expected");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "P2D", "never"})
    void aServerThatGetsNoIntervalIsRefusedByNameAndNothingIsChanged(String every) {
        UnaryOperator<ServerSpec> wrong = spec -> spec.withMetadata(Map.of("every", every));
        Function<ServerSpec, Duration> interval =
                spec -> Duration.parse(spec.metadata().getOrDefault("every", "P1D"));
        String message = "the function in probe(probe, interval) gives no interval to server b: ";
        ServerSpec b = ServerSpec.of("http://127.0.0.1:2").withId("b");
        try (LoadBalancedHttpClient client =
                client(pool -> pool.servers(List.of(b)).probe(OFTEN, interval))) {
            Pool orders = client.pool("orders");
            String before = orders.statistics().servers().get(0).spec()
                    + orders.explain().rule();
            assertRefused(
                    message,
                    () -> client(pool -> pool.servers(List.of(wrong.apply(b))).probe(OFTEN, interval)));
            assertRefused(message, () -> orders.change("b", wrong));
            assertRefused(message, () -> orders.update(List.of(wrong.apply(b))));
            assertRefused(
                    message,
                    () -> orders.reconfigure(change -> change.strategy(SelectionStrategy.random())
                            .probe(OFTEN, spec -> interval.apply(wrong.apply(spec)))));
            assertEquals(
                    before,
                    orders.statistics().servers().get(0).spec()
                            + orders.explain().rule());
        }
    }

    private static void assertRefused(String message, Executable refused) {
        String told = assertThrows(IllegalArgumentException.class, refused).getMessage();
        assertTrue(told.startsWith(message), told);
    }

    @Test
    void aServerThatIsDownFails() throws Exception {
        try (DeadServer server = DeadServer.refusing();
                LoadBalancedHttpClient client = client(ONCE, server.origin())) {
            awaitState(client, ServerState.UNHEALTHY);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "50"})
    void anAnswerThatDoesNotEndInTimeFails(int bytesOfBody) {
        TestServer.Script stalling = call -> {
            if (bytesOfBody > 0) {
                call.promise(200, 100);
                call.write("x".repeat(bytesOfBody - 1));
            }
            call.hang();
        };
        try (TestServer server = TestServer.start(stalling);
                LoadBalancedHttpClient client = client(ONCE.withTimeout(Duration.ofSeconds(1)), server.origin())) {
            awaitState(client, ServerState.UNHEALTHY);
            Await.until("the connection ends too", () -> server.onlyCall().clientGone());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProbeDoesNotOutliveItsClient(boolean withHead) {
        TestServer.Script stalling = call -> {
            if (withHead) {
                call.promise(200, 100);
            }
            call.hang();
        };
        try (TestServer server = TestServer.start(stalling)) {
            try (LoadBalancedHttpClient client = client(ONCE, server.origin())) {
                Await.number("probes", 1, server::hits);
                assertEquals(ServerState.ACTIVE, server(client).state());
            }
            Await.until("the connection ended", () -> server.onlyCall().clientGone());
        }
    }

    /** Answers each probe as it is told to, and not before. */
    private static final class Patient {
        private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
        private final TestServer server = TestServer.start(call -> {
            Integer status = statuses.poll(15, TimeUnit.SECONDS);
            call.respond(status == null ? 500 : status, "");
        });

        /** Returns once the results of all answers were recorded: the next probe is here. */
        void answer(int times, int status) {
            int before = server.hits();
            IntStream.range(0, times).forEach(i -> statuses.add(status));
            Await.number("probes", before + times, server::hits);
        }
    }

    @Test
    void thresholdsAreFollowed() {
        Patient patient = new Patient();
        try (TestServer server = patient.server;
                LoadBalancedHttpClient client = client(
                        pool -> pool.servers(server.origin()).probe(OFTEN).thresholds(new HealthThresholds(3, 4)))) {
            Await.number("the first probe", 1, server::hits);
            patient.answer(1, 200);
            patient.answer(3, 500);
            assertEquals(ServerState.ACTIVE, server(client).state(), "three failures");
            patient.answer(1, 200);
            patient.answer(3, 500);
            assertEquals(ServerState.ACTIVE, server(client).state(), "three failures anew");
            patient.answer(1, 500);
            assertEquals(ServerState.UNHEALTHY, server(client).state(), "four failures");
            patient.answer(2, 200);
            assertEquals(ServerState.UNHEALTHY, server(client).state(), "two passes");
            patient.answer(1, 200);
            assertEquals(ServerState.ACTIVE, server(client).state(), "three passes");
        }
    }

    @Test
    void aServerThatComesBackGetsRequestsAgain() throws Exception {
        try (TestServer a = TestServer.echoingName();
                TestServer b = TestServer.echoingName();
                LoadBalancedHttpClient client = client(pool -> pool.servers(a.origin(), b.origin())
                        .probe(OFTEN)
                        .strategy(SelectionStrategy.roundRobin())
                        .slowStart(SLOW))) {
            a.become(call -> call.reset());
            awaitState(client, ServerState.UNHEALTHY);
            for (int i = 0; i < 10; i++) {
                assertEquals(b.origin(), get(client));
            }
            assertEquals(0, server(client).requests(), "requests to a");
            a.become(call -> call.respond(200, a.origin()));
            awaitState(client, ServerState.ACTIVE);
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(get(client));
            }
            // From a slow start on: none of 200 has a chance below 1e-8, and so has half of them.
            long ofA = answers.stream().filter(a.origin()::equals).count();
            assertTrue(ofA > 0 && ofA < 100, () -> ofA + " of 200");
        }
    }

    private static String get(LoadBalancedHttpClient client) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://orders/")).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return response.body();
    }

    @Test
    void probesOfAServerComeOneAfterTheOther() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TestServer.Script slow = call -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(30); // longer than the interval
            now.decrementAndGet();
            call.respond(200, "");
        };
        try (TestServer server = TestServer.start(slow);
                LoadBalancedHttpClient client = client(OFTEN.withJitter(1), server.origin())) {
            Await.until("probes", () -> server.hits() >= 10);
            assertEquals(1, most.get());
            assertEquals(ServerState.ACTIVE, server(client).state());
        }
    }

    @Test
    void betweenProbesTheIntervalPasses() {
        int gaps = 8;
        long interval = 50;
        Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
        TestServer.Script timing = call -> {
            arrivals.add(System.nanoTime());
            call.respond(200, "");
        };
        Probe regular = OFTEN.withInterval(Duration.ofMillis(interval)).withJitter(0);
        try (TestServer server = TestServer.start(timing);
                LoadBalancedHttpClient client = client(regular, server.origin())) {
            Await.until("probes", () -> arrivals.size() > gaps);
            List<Long> times = List.copyOf(arrivals);
            long all = TimeUnit.NANOSECONDS.toMillis(times.get(gaps) - times.get(0));
            assertTrue(all >= (gaps - 2) * interval, () -> all + " ms; a busy machine can only make it longer");
            assertEquals(ServerState.ACTIVE, server(client).state());
        }
    }

    @Test
    void aThousandServersAreProbedWithNoMoreThanAConnectionEach() {
        int servers = 1000;
        ClientThreads threads = new ClientThreads();
        try (TestServer server = TestServer.answering(200, "")) {
            List<ServerSpec> specs = IntStream.range(0, servers)
                    .mapToObj(i -> ServerSpec.of(server.origin()).withId("server-" + i))
                    .toList();
            try (LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(30)) // so many at once overflow the server's backlog
                    .pool("orders", pool -> pool.servers(specs).probe(OFTEN.withInterval(Duration.ofMillis(500))))
                    .build()) {
                Await.until("two probes each", () -> server.hits() >= 2 * servers);
                assertTrue(server.connections() <= servers, () -> "connections: " + server.connections());
                assertEquals(
                        servers,
                        client.pool("orders").statistics().servers().stream()
                                .filter(one -> one.state() == ServerState.ACTIVE)
                                .count());
            }
            threads.awaitNone();
            Await.number("connections", 0, server::connections);
        }
    }
}

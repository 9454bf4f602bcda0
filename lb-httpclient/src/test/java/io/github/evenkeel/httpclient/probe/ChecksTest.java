package io.github.evenkeel.httpclient.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.PoolBuilder;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of check, against servers and code that behave badly. */
class ChecksTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration OFTEN = Duration.ofMillis(10);

    /** What an answer may take that is to come. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What one may take that never comes. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static LoadBalancedHttpClient client(Consumer<PoolBuilder> orders) {
        return LoadBalancedHttpClient.newBuilder().pool("orders", orders).build();
    }

    private static LoadBalancedHttpClient client(Probe probe, String... origins) {
        return client(pool -> pool.servers(origins).probe(probe));
    }

    private static ServerStatistics server(LoadBalancedHttpClient client) {
        return client.pool("orders").statistics().servers().get(0);
    }

    private static void awaitState(LoadBalancedHttpClient client, ServerState state) {
        Await.until("server " + state, () -> server(client).state() == state);
    }

    private static void awaitPass(LoadBalancedHttpClient client) {
        Await.until("a passed probe", () -> {
            var run = server(client).health().liveness();
            return run != null && run.up() && !run.failing();
        });
    }

    /** The evidence of a server's first probe, which fails, however busy the machine is. */
    private static String evidence(Probe probe, String origin) {
        return evidence(probe, PATIENCE, origin);
    }

    private static String evidence(Probe patient, Duration timeout, String origin) {
        Probe probe = patient.withTimeout(timeout);
        try (LoadBalancedHttpClient client = client(probe.withInterval(DAY), origin)) {
            awaitState(client, ServerState.UNHEALTHY);
            String evidence = server(client).standing().evidence();
            assertTrue(client.pool("orders").explain().toString().contains(evidence));
            String prefix = "a probe of liveness failed: ";
            assertTrue(evidence.startsWith(prefix), evidence);
            return evidence.substring(prefix.length());
        }
    }

    @Test
    void methodHeadersStatusesAndBodyAreAsAskedFor() {
        HttpCheck check = HttpCheck.of("/health")
                .withMethod("OPTIONS")
                .withHeader("Authorization", "Basic abc")
                .withHeader("user-agent", "me")
                .withStatuses("418")
                .withBody(BodyCheck.contains("te\u00e1"));
        try (TestServer server = TestServer.start(call -> {
                    call.promise(418, 4);
                    call.write("te\u00e1".getBytes(StandardCharsets.UTF_8));
                });
                LoadBalancedHttpClient client = client(Probe.of(check), server.origin())) {
            awaitPass(client);
            Call call = server.calls().get(0);
            assertEquals("OPTIONS", call.method());
            assertEquals(List.of("Basic abc"), call.headers("authorization"));
            assertEquals(List.of("me"), call.headers("user-agent"));
        }
    }

    @Test
    void aFailureSaysWhichCheckFailedAndWhatCameBack() throws Exception {
        try (TestServer server = TestServer.answering(503, "starting\nup")) {
            assertEquals("GET /health: status 503, \"starting up\"", evidence(Probe.http("/health"), server.origin()));
            server.become(call -> call.respond(200, "no"));
            assertEquals(
                    "GET /h: status 200, but the body is not one that contains \"OK\": \"no\"",
                    evidence(Probe.of(HttpCheck.of("/h").withBody(BodyCheck.contains("OK"))), server.origin()));
            BodyCheck throwing = new BodyCheck("is fine", body -> {
                throw new IllegalStateException("as planned");
            });
            assertEquals(
                    "GET /h: status 200, but the body check that it is fine threw IllegalStateException: as planned",
                    evidence(Probe.of(HttpCheck.of("/h").withBody(throwing)), server.origin()));
            server.become(
                    call -> call.respond(503, "{\"status\":\"DOWN\",\"components\":{\"db\":{\"status\":\"DOWN\"}}}"));
            assertEquals(
                    "GET /actuator/health: status 503, status is DOWN: db is DOWN",
                    evidence(Probe.json("/actuator/health"), server.origin()));
            server.become(call -> call.respond(500, "{\"status\":\"UP\"}"));
            assertEquals("GET /h: status 500, \"{\"status\":\"UP\"}\"", evidence(Probe.json("/h"), server.origin()));
            server.become(call -> call.reset());
            String reset = evidence(Probe.http("/health"), server.origin());
            assertTrue(reset.startsWith("GET /health: ") && reset.contains("Exception"), reset);
        }
        try (DeadServer server = DeadServer.refusing()) {
            assertEquals(
                    "GET /health: ConnectException",
                    evidence(Probe.http("/health"), server.origin()).split(":\\s[^C]", -1)[0]);
            String port = server.origin().substring("http://".length());
            assertEquals(
                    "TCP connect to " + port + ": ConnectException: Connection refused",
                    evidence(Probe.tcp(), server.origin()));
        }
    }

    @Test
    void whatIsOverdueSaysHowFarItCame() throws Exception {
        try (TestServer server = TestServer.start(call -> call.hang())) {
            String silent = evidence(Probe.http("/h"), SOON, server.origin());
            assertTrue(silent.startsWith("GET /h: "), silent);
            server.become(call -> {
                call.promise(200, 100);
                call.write("half");
                call.hang();
            });
            assertEquals(
                    "GET /h: status 200, but the body did not end within 1000 ms",
                    evidence(Probe.http("/h"), SOON, server.origin()));
        }
        try (DeadServer server = DeadServer.swallowing()) {
            String overdue = evidence(Probe.tcp(), SOON, server.origin());
            assertTrue(overdue.endsWith(": not connected within 1000 ms"), overdue);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, ACTIVE", "true, UNHEALTHY"})
    void anEndlessBodyIsNotReadOn(boolean wanted, ServerState state) {
        HttpCheck plain = HttpCheck.of("/");
        HttpCheck check = wanted ? plain.withBody(BodyCheck.contains("x")) : plain;
        AtomicBoolean cut = new AtomicBoolean();
        TestServer.Script endless = call -> {
            call.write("HTTP/1.1 200 OK\r\n\r\n");
            try {
                while (true) {
                    call.write("x".repeat(10_000));
                }
            } finally {
                cut.set(true);
            }
        };
        try (TestServer server = TestServer.start(endless);
                LoadBalancedHttpClient client =
                        client(Probe.of(check).withInterval(DAY).withTimeout(Duration.ofMinutes(1)), server.origin())) {
            Await.until("the connection is given up", cut::get);
            Await.until("a verdict", () -> server(client).health().liveness() != null);
            awaitState(client, state);
            assertEquals(
                    wanted ? "GET /: status 200, but the body is longer than 64 KiB" : "",
                    server(client).health().evidence());
        }
    }

    @Test
    void aDegradedServerIsUsedOnlyWhereItIsNeeded() {
        String degraded = "{\"status\":\"UP\",\"components\":{\"redis\":{\"status\":\"DOWN\"}}}";
        try (TestServer server = TestServer.answering(200, degraded);
                TestServer other = TestServer.answering(200, "{\"status\":\"UP\"}");
                LoadBalancedHttpClient client = client(pool -> pool.servers(server.origin())
                        .servers(List.of(
                                ServerSpec.of(other.origin()).withId("b"),
                                ServerSpec.of(other.origin()).withId("c"),
                                ServerSpec.of(other.origin()).withId("d")))
                        .probe(Probe.json("/health").withInterval(OFTEN)))) {
            awaitState(client, ServerState.DEGRADED);
            assertEquals(
                    "its probes say that it is degraded: GET /health: status 200, status is UP: redis is DOWN",
                    server(client).standing().evidence());
            for (int i = 0; i < 20; i++) {
                assertNotEquals(server.origin(), client.pool("orders").explain().chosen());
            }
            other.become(call -> call.respond(500, ""));
            Await.until(
                    "it is needed",
                    () -> server.origin().equals(client.pool("orders").explain().chosen()));
        }
    }

    @Test
    void livenessAndReadinessAreJudgedApart() {
        AtomicInteger ready = new AtomicInteger(503);
        TestServer.Script script = call -> call.respond(call.target().equals("/ready") ? ready.get() : 200, "");
        try (TestServer server = TestServer.start(script);
                LoadBalancedHttpClient client = client(pool -> pool.servers(server.origin())
                        .thresholds(new HealthThresholds(1, 1))
                        .probe(Probe.http("/live").withInterval(OFTEN))
                        .probe(Probe.http("/ready").withInterval(OFTEN).withKind(ProbeKind.READINESS)))) {
            awaitState(client, ServerState.NOT_READY);
            assertTrue(server(client)
                    .standing()
                    .evidence()
                    .startsWith("a probe of readiness failed: GET /ready: status 503"));
            ready.set(200);
            awaitState(client, ServerState.ACTIVE);
        }
    }

    @Test
    void thereIsOneProbeOfEachKind() {
        Exception e = assertThrows(
                IllegalArgumentException.class,
                () -> client(
                        pool -> pool.servers("http://127.0.0.1:1").probe("/a").probe(Probe.tcp())));
        assertTrue(e.getMessage().startsWith("pool 'orders' has a probe of liveness already"), e.getMessage());
    }

    @Test
    void aPortThatAcceptsPassesAndNothingIsLeftOpen() {
        try (TestServer server = TestServer.answering(200, "");
                LoadBalancedHttpClient client = client(Probe.tcp().withInterval(OFTEN), server.origin())) {
            awaitPass(client);
            Await.until("more probes", () -> server.accepted() > 5);
            assertEquals(0, server.hits());
            Await.until("connections are closed", () -> server.connections() <= 2);
            server.die();
            awaitState(client, ServerState.UNHEALTHY);
            server.revive();
            awaitState(client, ServerState.ACTIVE);
        }
    }

    private static Probe custom(Function<ProbeTarget, CompletionStage<Finding>> function) {
        return Probe.custom("mine", function).withTimeout(PATIENCE);
    }

    private static final String NOBODY = "http://127.0.0.1:1";

    @Test
    void customChecksSeeTheirServerAndDecide() {
        AtomicReference<ProbeTarget> seen = new AtomicReference<>();
        AtomicReference<Finding> finding = new AtomicReference<>(Finding.failed("disk full"));
        try (LoadBalancedHttpClient client = client(
                custom(target -> {
                            seen.set(target);
                            return CompletableFuture.completedFuture(finding.get());
                        })
                        .withInterval(OFTEN),
                NOBODY)) {
            awaitState(client, ServerState.UNHEALTHY);
            assertEquals(
                    "a probe of liveness failed: mine: disk full",
                    server(client).standing().evidence());
            assertEquals(new ProbeTarget(NOBODY, URI.create(NOBODY)), seen.get());
            finding.set(Finding.passed());
            awaitState(client, ServerState.ACTIVE);
        }
    }

    @Test
    void customChecksThatBreakTheirPromisesFail() {
        assertEquals(
                "mine: threw IllegalStateException: as planned",
                evidence(
                        custom(target -> {
                            throw new IllegalStateException("as planned");
                        }),
                        NOBODY));
        assertEquals(
                "mine: threw StackOverflowError",
                evidence(
                        custom(target -> {
                            throw new StackOverflowError();
                        }),
                        NOBODY));
        assertEquals("mine: returned null instead of a stage", evidence(custom(target -> null), NOBODY));
        assertEquals(
                "mine: completed with null",
                evidence(custom(target -> CompletableFuture.completedFuture(null)), NOBODY));
        assertEquals(
                "mine: failed with IllegalStateException: as planned",
                evidence(
                        custom(target -> CompletableFuture.supplyAsync(() -> {
                            throw new IllegalStateException("as planned");
                        })),
                        NOBODY));
        CompletableFuture<Finding> never = new CompletableFuture<>();
        assertEquals("mine: not completed within 1000 ms", evidence(custom(target -> never), SOON, NOBODY));
        assertTrue(never.isCancelled(), "nobody waits for it any more");
    }

    @Test
    void aCustomCheckThatBlocksIsInterruptedAndHoldsUpNobody() throws Exception {
        AtomicInteger interrupted = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        Probe blocking = custom(target -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
            }
            return CompletableFuture.completedFuture(Finding.passed());
        });
        try (TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .pool(
                                "orders",
                                pool -> pool.servers(NOBODY)
                                        .probe(blocking.withInterval(DAY).withTimeout(SOON)))
                        .pool(
                                "users",
                                pool -> pool.servers(server.origin())
                                        .probe(Probe.http("/").withInterval(OFTEN)))
                        .build()) {
            Await.until("other probes go on", () -> server.hits() > 5);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://users/")).build();
            assertEquals("fine", client.send(request, BodyHandlers.ofString()).body());
            awaitState(client, ServerState.UNHEALTHY);
            Await.number("interrupts", 1, interrupted::get);
            assertEquals(
                    "a probe of liveness failed: mine: not completed within 1000 ms",
                    server(client).standing().evidence(),
                    "what comes later counts for nothing");
        }
    }

    @Test
    void aBodyCheckThatBlocksIsInterruptedAndHoldsUpNobody() throws Exception {
        AtomicInteger interrupted = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        BodyCheck blocking = new BodyCheck("blocks", body -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
            }
            return true;
        });
        try (TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = client(
                        Probe.of(HttpCheck.of("/health").withBody(blocking))
                                .withInterval(DAY)
                                .withTimeout(SOON),
                        server.origin())) {
            awaitState(client, ServerState.UNHEALTHY);
            assertEquals(
                    "a probe of liveness failed: GET /health: status 200, but the body check did not end within 1000 ms",
                    server(client).standing().evidence());
            Await.number("interrupts", 1, interrupted::get);
        }
    }

    static List<Probe> checksThatInterruptThemselves() {
        return List.of(
                Probe.of(HttpCheck.of("/health").withBody(BodyCheck.contains("good"))),
                Probe.of(HttpCheck.of("/health").withBody(new BodyCheck("interrupts", body -> {
                    Thread.currentThread().interrupt();
                    return false;
                }))),
                custom(target -> {
                    Thread.currentThread().interrupt();
                    return CompletableFuture.completedFuture(Finding.failed("as planned"));
                }),
                custom(target -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("as planned");
                }));
    }

    /** Loggers that write through channels would lose these. The first does not, but its result ends its work. */
    @ParameterizedTest
    @MethodSource("checksThatInterruptThemselves")
    void whoTellsTheResultIsNotInterrupted(Probe failing) {
        Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        Thread builder = Thread.currentThread();
        SelectionStrategy strategy = (view, previous, random) -> { // prepared anew by whoever tells that it has failed
            if (Thread.currentThread() != builder) {
                interrupted.add(Thread.currentThread().isInterrupted());
            }
            return SelectionStrategy.random().prepare(view, null, random);
        };
        try (TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .pool(
                                "orders",
                                pool -> pool.servers(server.origin())
                                        .strategy(strategy)
                                        .probe(failing.withInterval(DAY)))
                        .build()) {
            awaitState(client, ServerState.UNHEALTHY);
            Await.until("it is told", () -> !interrupted.isEmpty());
            assertFalse(interrupted.contains(true));
        }
    }

    /** Of code that heeds no interrupt four threads may be held, and no more. */
    @Test
    void checksThatNeverReturnHoldFourThreads() {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        Probe stubborn = custom(target -> {
            calls.incrementAndGet();
            while (!over.get()) {
                Thread.onSpinWait();
                LockSupport.parkNanos(1_000_000);
            }
            return CompletableFuture.completedFuture(Finding.passed());
        });
        String[] origins = new String[6];
        for (int i = 0; i < origins.length; i++) {
            origins[i] = "http://127.0.0.1:" + (i + 1);
        }
        try (LoadBalancedHttpClient client = client(stubborn.withInterval(OFTEN).withTimeout(SOON), origins)) {
            Await.until(
                    "all fail",
                    () -> client.pool("orders").statistics().servers().stream()
                            .allMatch(one -> one.state() == ServerState.UNHEALTHY));
            assertEquals(4, calls.get());
            assertTrue(client.pool("orders").statistics().servers().stream()
                    .anyMatch(one -> one.standing().evidence().contains("not begun, since other custom checks hold")));
        } finally {
            over.set(true);
        }
        Await.until("the threads end", () -> threads("evenkeel-checks") == 0);
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        CompletableFuture<Finding> never = new CompletableFuture<>();
        CountDownLatch called = new CountDownLatch(1);
        try (DeadServer swallowing = DeadServer.swallowing()) {
            try (LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                    .pool(
                            "orders",
                            pool -> pool.servers(NOBODY)
                                    .probe(Probe.custom("mine", target -> {
                                                called.countDown();
                                                return never;
                                            })
                                            .withTimeout(DAY)))
                    .pool(
                            "users",
                            pool -> pool.servers(swallowing.origin())
                                    .probe(Probe.tcp().withTimeout(DAY)))
                    .build()) {
                Await.latch("called", called);
                Await.until("connecting", () -> threads("evenkeel-connects") == 1);
                assertFalse(client.isTerminated());
            }
            Await.until("the stage is cancelled", never::isCancelled);
            Await.until("no thread is left", () -> threads("evenkeel-checks") + threads("evenkeel-connects") == 0);
        }
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    @Test
    void whileTheVerdictChangesProbesComeFaster() {
        try (TestServer server = TestServer.answering(200, "");
                LoadBalancedHttpClient client = client(
                        Probe.http("/").withInterval(Duration.ofMillis(400)).withChangingInterval(OFTEN),
                        server.origin())) {
            awaitPass(client);
            server.become(call -> call.respond(500, ""));
            awaitState(client, ServerState.UNHEALTHY);
            List<Call> calls = server.calls();
            // Three failures decide; the first comes at the usual pace, the two after it at once.
            assertTrue(calls.size() >= 4);
            int settled = server.hits();
            server.become(call -> call.respond(200, ""));
            awaitState(client, ServerState.ACTIVE);
            assertTrue(server.hits() >= settled + 2);
        }
    }

    @Test
    void requestsThatSucceedPutProbesOff() throws Exception {
        Probe probe = Probe.http("/health").withInterval(OFTEN).withProvenInterval(DAY);
        try (TestServer server = TestServer.answering(200, "");
                LoadBalancedHttpClient client = client(probe, server.origin())) {
            awaitPass(client);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://orders/api")).build();
            for (int i = 0; i < 300; i++) { // more than can pass between two probes
                client.send(request, BodyHandlers.discarding());
            }
            AtomicReference<Long> before = new AtomicReference<>(probes(server));
            Await.until("no probe for a while", () -> {
                for (int i = 0; i < 50; i++) {
                    get(client, request);
                }
                long was = before.getAndSet(probes(server));
                return was == before.get();
            });
            server.become(call -> call.respond(call.target().equals("/health") ? 200 : 500, ""));
            long proven = probes(server);
            client.send(request, BodyHandlers.discarding());
            Await.until("probes again", () -> probes(server) > proven);
        }
    }

    private static void get(LoadBalancedHttpClient client, HttpRequest request) {
        try {
            client.send(request, BodyHandlers.discarding());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long probes(TestServer server) {
        return server.calls().stream()
                .filter(call -> call.target().equals("/health"))
                .count();
    }

    @Test
    void aLongPollIsAnsweredWhenTheHealthChanges() {
        CountDownLatch change = new CountDownLatch(1);
        AtomicInteger held = new AtomicInteger();
        TestServer.Script script = call -> {
            if (!call.headers("prefer").isEmpty() && change.getCount() > 0) {
                held.incrementAndGet();
                change.await();
                call.respond(503, "", "Preference-Applied: wait=60", "ETag: \"b\"");
            } else {
                call.respond(change.getCount() > 0 ? 200 : 503, "", "ETag: \"a\"");
            }
        };
        Probe probe = Probe.of(HttpCheck.of("/health").withLongPoll(Duration.ofMinutes(1)))
                .withInterval(Duration.ofMillis(50))
                .withTimeout(PATIENCE);
        try (TestServer server = TestServer.start(script);
                LoadBalancedHttpClient client = client(probe, server.origin())) {
            Await.number("long polls", 1, held::get);
            assertEquals(ServerState.ACTIVE, server(client).state());
            Call poll = server.calls().get(1);
            assertEquals(List.of("wait=60"), poll.headers("prefer"));
            assertEquals(List.of("\"a\""), poll.headers("if-none-match"));
            assertEquals(List.of(), server.calls().get(0).headers("prefer"), "the first answer is wanted at once");
            assertEquals(2, server.hits(), "the server has not said anything yet");
            change.countDown();
            awaitState(client, ServerState.UNHEALTHY);
        }
    }

    @Test
    void aServerThatDoesNotWaitIsPolledByTheInterval() {
        AtomicInteger hits = new AtomicInteger();
        TestServer.Script script = call -> {
            hits.incrementAndGet();
            call.respond(call.headers("if-none-match").isEmpty() ? 200 : 304, "", "ETag: \"a\"");
        };
        Probe probe = Probe.of(HttpCheck.of("/health").withStatuses("200").withLongPoll(Duration.ofSeconds(1)))
                .withTimeout(PATIENCE)
                .withInterval(OFTEN);
        try (TestServer server = TestServer.start(script);
                LoadBalancedHttpClient client = client(probe, server.origin())) {
            Await.until("probes", () -> hits.get() > 5);
            assertEquals(ServerState.ACTIVE, server(client).state(), "304 says that nothing has changed");
        }
        try (TestServer server = TestServer.start(script);
                LoadBalancedHttpClient client = client(probe.withInterval(DAY), server.origin())) {
            awaitPass(client);
            assertNotEquals(0, server.hits());
            assertTrue(server.hits() <= 2, () -> server.hits() + " probes in spite of the interval");
        }
    }
}

package io.github.evenkeel.examples.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway under traffic, as its user runs it. */
@Timeout(120)
class ListenTest {
    @TempDir
    Path folder;

    private static String servers(String rest, Backend... servers) {
        StringBuilder yaml = new StringBuilder("servers:\n");
        for (Backend server : servers) {
            yaml.append("  - url: ").append(server.origin()).append("\n    health_check_period: 1\n");
        }
        return yaml.append(rest).append('\n').toString();
    }

    @Test
    void requestsAlternateByRoundRobin() throws Exception {
        try (Backend a = Backend.named("a");
                Backend b = Backend.named("b");
                GatewayProcess gateway = GatewayProcess.listen(folder, servers("strategy: round_robin", a, b))) {
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(Http.get(gateway.at("/")).body());
            }
            String first = answers.get(0);
            String second = first.equals("a") ? "b" : "a";
            assertEquals(
                    IntStream.range(0, 20)
                            .mapToObj(i -> i % 2 == 0 ? first : second)
                            .toList(),
                    answers);
        }
    }

    /** Ten thousand requests, a hundred at a time; one server dies in the middle and comes back. */
    @Test
    void noRequestIsLostWhenAServerDiesAndItIsUsedAgainOnceItIsBack() throws Exception {
        try (Backend a = Backend.named("a");
                Backend b = Backend.named("b");
                Backend c = Backend.named("c");
                GatewayProcess gateway = GatewayProcess.listen(folder, servers("", a, b, c))) {
            Load load = new Load(gateway.at("/"), 100);
            load.send(3000);
            b.kill();
            load.send(4000);
            Wait.until(
                    "the dead server is known",
                    () -> !Http.get(gateway.api("/servers"))
                            .body()
                            .matches(".*" + b.origin() + "\",[^}]*\"state\":\"active.*"));
            b.restart();
            int before = b.hits();
            Wait.until("the server is used again", () -> {
                Http.get(gateway.at("/"));
                return b.hits() > before;
            });
            load.send(3000);
            assertEquals(Map.of(200, 10_000), load.statuses());
            assertEquals(Set.of("a", "b", "c"), load.bodies());
            assertTrue(b.hits() > before + 300, b.hits() + " hits, " + before + " of them before its death");
        }
    }

    @Test
    void aChangedFileIsTakenUpAndABadOneIsNotWithoutADroppedRequest() throws Exception {
        try (Backend a = Backend.named("a");
                Backend b = Backend.named("b");
                GatewayProcess gateway = GatewayProcess.listen(folder, servers("", a))) {
            Path file = folder.resolve("gateway.yaml");
            Load load = new Load(gateway.at("/"), 20);
            // Not on the common pool: on JDK 25 the client completes its answers there, and it may have one thread.
            CompletableFuture<Void> traffic =
                    CompletableFuture.runAsync(load::sendUntilEnded, work -> new Thread(work, "traffic").start());
            Files.writeString(file, servers("", a, b));
            Wait.until("the new server is used", () -> b.hits() > 0);
            Files.writeString(file, servers("strategy: round_robin\ntimeouts: {request: 5}", b));
            Wait.until("another strategy", () -> gateway.errors().split("took up the changed").length == 3);
            int hits = a.hits();
            Files.writeString(file, servers("strategy: fastest", a));
            Wait.until("the refusal", () -> gateway.errors().contains("there is no strategy 'fastest'"));
            assertTrue(gateway.errors().contains("gateway.yaml:4: strategy: there is no"), gateway.errors());
            int more = b.hits();
            Wait.until("more requests", () -> b.hits() > more + 100);
            load.end();
            traffic.get(60, TimeUnit.SECONDS);
            assertEquals(Set.of(200), load.statuses().keySet());
            assertTrue(a.hits() <= hits + 20, "a was taken out but got " + (a.hits() - hits) + " more");
        }
    }

    @Test
    void onSigtermItAnswersWhatIsUnderWayAndExitsWith0() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Backend slow = Backend.serving(exchange -> {
                    begun.countDown();
                    try {
                        goOn.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    Backend.answer(exchange, 200, "at last");
                });
                GatewayProcess gateway = GatewayProcess.listen(folder, servers("", slow))) {
            CompletableFuture<HttpResponse<String>> answer = Http.CLIENT.sendAsync(
                    HttpRequest.newBuilder(gateway.at("/")).build(), BodyHandlers.ofString());
            assertTrue(begun.await(30, TimeUnit.SECONDS));
            gateway.terminate();
            Wait.until("the end begins", () -> gateway.errors().contains("ending, 1 requests under way"));
            goOn.countDown();
            assertEquals("at last", answer.get(30, TimeUnit.SECONDS).body());
            GatewayProcess.Result result = gateway.await();
            assertEquals(0, result.status(), result::toString);
            assertTrue(result.output().contains("\"GET / HTTP/1.1\" 200 7 server=" + slow.origin()), result.output());
        }
    }

    /** It accepts, but never answers; the other does, to whom the request goes when its time with the first is over. */
    @Test
    void aServerThatHangsIsNotNoticedWhereAttemptsHaveATime() throws Exception {
        try (ServerSocket hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Backend b = Backend.named("b");
                GatewayProcess gateway =
                        GatewayProcess.listen(folder, """
                        servers: [{url: '%s'}, {url: 'http://127.0.0.1:%d'}]
                        strategy: round_robin
                        health_check_timeout: 60
                        health_check_success: 200
                        timeouts: {attempt: 2}
                        """.formatted(b.origin(), hung.getLocalPort()), "--debug")) {
            for (int i = 0; i < 4; i++) {
                HttpResponse<String> answer = Http.get(gateway.at("/"));
                assertEquals("b", answer.body(), answer::toString);
            }
            Wait.until("the log", () -> gateway.output().contains("attempts=2"));
            String tried = "chose " + b.origin() + "/ after trying http://127.0.0.1:" + hung.getLocalPort() + ";";
            Wait.until("who was tried", () -> gateway.output().contains(tried));
        }
    }

    @Test
    void aBadFileIsRefusedWithLineKeyAndRemedy() throws Exception {
        Path file = folder.resolve("bad.yaml");
        Files.writeString(file, "servers:\n  - url: http://127.0.0.1:1\n    weight: 0\n");
        GatewayProcess.Result result =
                GatewayProcess.run(folder, "listen", "--config", file.toString(), "--port", "0", "--api-port", "0");
        assertEquals(2, result.status(), result::toString);
        assertEquals(
                "gateway: " + file + ":3: servers[0].weight: must be a whole number from 1 to 1000000 but was '0'\n",
                result.errors());
    }

    @Test
    void everyDecisionIsLoggedIfAskedFor() throws Exception {
        try (Backend a = Backend.named("a");
                GatewayProcess gateway = GatewayProcess.listen(folder, servers("", a), "--debug")) {
            Http.get(gateway.at("/x"));
            Wait.until("the log", () -> gateway.output().contains("attempts=1"));
            assertTrue(
                    gateway.output()
                            .contains("pool default (least_connections_weighted): chose " + a.origin() + "/x; "
                                    + URI.create(a.origin()).getAuthority() + " active in-flight="),
                    gateway.output());
        }
    }

    /** Many clients at once, each of whose answers is kept count of. */
    private static final class Load {
        private final URI target;
        private final Semaphore clients;
        private final int concurrency;
        private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        private final Set<String> bodies = ConcurrentHashMap.newKeySet();
        private volatile boolean ended;

        Load(URI target, int concurrency) {
            this.target = target;
            this.concurrency = concurrency;
            this.clients = new Semaphore(concurrency);
        }

        void send(int requests) {
            for (int i = 0; i < requests; i++) {
                sendOne();
            }
            clients.acquireUninterruptibly(concurrency); // until the last has its answer
            clients.release(concurrency);
        }

        void sendUntilEnded() {
            while (!ended) {
                sendOne();
            }
            send(0);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the semaphore tells of its end
        private void sendOne() {
            clients.acquireUninterruptibly();
            Http.CLIENT
                    .sendAsync(
                            HttpRequest.newBuilder(target)
                                    .timeout(Duration.ofSeconds(60))
                                    .build(),
                            BodyHandlers.ofString())
                    .whenComplete((response, failure) -> {
                        statuses.merge(response == null ? -1 : response.statusCode(), 1, Integer::sum);
                        if (response != null) {
                            bodies.add(response.body());
                        }
                        clients.release();
                    });
        }

        void end() {
            ended = true;
        }

        Map<Integer, Integer> statuses() {
            return statuses;
        }

        Set<String> bodies() {
            return bodies;
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Much at a time, and much at once. */
class BulkTest {
    /** Four transfers of 100 MB in a JVM of 64 MB. */
    @Test
    void bodiesNeedLittleMemoryWhateverTheirSize(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BulkTransfers.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(100, TimeUnit.SECONDS), () -> "still running: " + text(log));
            assertEquals(0, process.exitValue(), () -> text(log));
            assertTrue(text(log).endsWith("4 good\n"), () -> text(log));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void twoHundredRequestsAtOnceAreAllAnswered(Way way) throws Exception {
        int requests = 200;
        CountDownLatch arrived = new CountDownLatch(requests);
        TestServer.Script together = call -> {
            arrived.countDown();
            Await.latch("all requests", arrived);
            call.respond(200, "fine");
        };
        ExecutorService threads = Executors.newFixedThreadPool(requests);
        try (TestServer a = TestServer.start(together);
                TestServer b = TestServer.start(together);
                LoadBalancedHttpClient client = client(a, b)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                answers.add(
                        way == Way.SEND
                                ? threads.submit(() -> client.send(Clients.get(), BodyHandlers.ofString())
                                        .body())
                                : client.sendAsync(Clients.get(), BodyHandlers.ofString())
                                        .thenApply(response -> response.body()));
            }
            for (Future<String> answer : answers) {
                assertEquals("fine", answer.get(20, TimeUnit.SECONDS));
            }
            assertEquals(0, Clients.inFlight(client));
            assertEquals(requests, sum(client, ServerStatistics::successes));
            assertEquals(requests, sum(client, ServerStatistics::requests));
        } finally {
            threads.shutdownNow();
        }
    }

    private static LoadBalancedHttpClient client(TestServer a, TestServer b) {
        return Clients.builder()
                .pool("orders", pool -> pool.servers(a.origin(), b.origin()))
                .build();
    }

    private static long sum(LoadBalancedHttpClient client, ToLongFunction<ServerStatistics> figure) {
        return Clients.orders(client).servers().stream().mapToLong(figure).sum();
    }

    /** What becomes of an exchange, whose server does what its path says. */
    private enum Fate {
        SUCCESS,
        FAILURE,
        CANCELLATION
    }

    private static void serve(Call call) throws IOException {
        switch (call.target()) {
            case "/fine" -> call.respond(200, "fine");
            case "/broken" -> call.respond(500, "broken");
            case "/reset" -> call.reset();
            case "/endless" -> {
                call.promise(200, Integer.MAX_VALUE);
                call.write("x".repeat(1000));
                call.hang();
            }
            default -> call.hang();
        }
    }

    @Test
    void howeverExchangesEndEachIsCountedOnce() throws Exception {
        int workers = 6;
        int exchanges = 100;
        AtomicIntegerArray expected = new AtomicIntegerArray(Fate.values().length);
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try (TestServer a = TestServer.start(BulkTest::serve);
                TestServer b = TestServer.start(BulkTest::serve);
                LoadBalancedHttpClient client = client(a, b)) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                SplittableRandom random = new SplittableRandom(i);
                work.add(threads.submit(() -> {
                    for (int j = 0; j < exchanges; j++) {
                        expected.incrementAndGet(exchange(client, random).ordinal());
                    }
                    return null;
                }));
            }
            for (Future<?> one : work) {
                one.get(60, TimeUnit.SECONDS);
            }
            Clients.awaitIdle(client);
            assertEquals(expected.get(Fate.SUCCESS.ordinal()), sum(client, ServerStatistics::successes));
            assertEquals(expected.get(Fate.FAILURE.ordinal()), sum(client, ServerStatistics::failures));
            assertEquals(expected.get(Fate.CANCELLATION.ordinal()), sum(client, ServerStatistics::cancellations));
            assertEquals(workers * exchanges, sum(client, ServerStatistics::requests));
        } finally {
            threads.shutdownNow();
        }
    }

    private static Fate exchange(LoadBalancedHttpClient client, SplittableRandom random) throws Exception {
        switch (random.nextInt(7)) {
            case 0 -> {
                assertEquals(
                        "fine",
                        Clients.send(client, Clients.request("/fine").build()).body());
                return Fate.SUCCESS;
            }
            case 1 -> {
                HttpRequest request = post("/fine");
                assertEquals(
                        200,
                        Way.SEND_ASYNC
                                .send(client, request, BodyHandlers.discarding())
                                .statusCode());
                return Fate.SUCCESS;
            }
            case 2 -> {
                assertEquals("broken", Clients.send(client, post("/broken")).body());
                return Fate.FAILURE;
            }
            case 3 -> {
                assertThrows(IOException.class, () -> Clients.send(client, post("/reset")));
                return Fate.FAILURE;
            }
            case 4 -> {
                HttpRequest request = Clients.request("/endless").build();
                try (InputStream body =
                        client.send(request, BodyHandlers.ofInputStream()).body()) {
                    assertEquals('x', body.read());
                }
                return Fate.CANCELLATION;
            }
            case 5 -> {
                CompletableFuture<?> answer =
                        client.sendAsync(Clients.request("/silent").build(), BodyHandlers.ofString());
                assertTrue(answer.cancel(random.nextBoolean()));
                return Fate.CANCELLATION;
            }
            default -> {
                CompletableFuture<?> answer = client.sendAsync(post("/silent"), BodyHandlers.ofString())
                        .thenApply(response -> response.body())
                        .orTimeout(random.nextInt(1, 10), TimeUnit.MILLISECONDS);
                assertThrows(ExecutionException.class, answer::get);
                assertFalse(answer.isCancelled());
                return Fate.CANCELLATION;
            }
        }
    }

    private static HttpRequest post(String path) {
        return Clients.request(path).POST(BodyPublishers.ofString("body")).build();
    }
}

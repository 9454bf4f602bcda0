package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.ClientThreads;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.probe.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a closed client leaves behind: nothing, though it is still referenced. */
class ClosingTest {
    private static final Probe PROBE =
            Probe.http("/health").withInterval(Duration.ofMillis(10)).withTimeout(Duration.ofMinutes(1));

    private final ClientThreads threads = new ClientThreads();

    /** Reachable until the test is over. */
    private final List<Object> kept = new ArrayList<>();

    @AfterEach
    void keepUntilNow() {
        Reference.reachabilityFence(kept);
    }

    @Test
    void noThreadIsLeftWhateverTheClientDid() {
        try (TestServer server = TestServer.echoingName();
                TestServer hanging = TestServer.start(call -> call.hang())) {
            closed(LoadBalancedHttpClient.newBuilder(), client -> {});
            closed(probing(server), client -> {});
            closed(probing(server), client -> Await.until("probes", () -> server.hits() > 3));
            closed(probing(hanging), client -> Await.number("probe under way", 1, hanging::hits));
            closed(probing(server), client -> kept.add(send(client)));
            closed(probing(server), client -> kept.add(sendAsync(client, server.origin())));
            closed(probing(server), client -> kept.add(sendAsync(client, "http://orders")));
            closed(
                    probing(server),
                    client -> kept.add(sendAsync(client, "http://orders").thenApply(HttpResponse::body)));
            threads.awaitNone();
            Await.number("connections", 0, server::connections);
            Await.number("hanging connections", 0, hanging::connections);
        }
    }

    private static LoadBalancedHttpClientBuilder probing(TestServer server) {
        return Clients.builder()
                .pool("orders", pool -> pool.servers(server.origin()).probe(PROBE));
    }

    private void closed(LoadBalancedHttpClientBuilder builder, Consumer<LoadBalancedHttpClient> work) {
        LoadBalancedHttpClient client = builder.build();
        kept.add(client);
        work.accept(client);
        assertFalse(threads.now().isEmpty(), "its threads are recognized");
        LifeCycle.close(client);
    }

    private static HttpResponse<String> send(LoadBalancedHttpClient client) {
        try {
            return client.send(Clients.get(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<HttpResponse<String>> sendAsync(LoadBalancedHttpClient client, String uri) {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
        assertEquals(200, answer.orTimeout(15, TimeUnit.SECONDS).join().statusCode());
        return answer;
    }

    @Test
    void fiftyClientsLeaveNoThread() throws Exception {
        try (TestServer server = TestServer.echoingName()) {
            for (int i = 0; i < 50; i++) {
                try (LoadBalancedHttpClient client = probing(server).build()) {
                    kept.add(client);
                    Clients.send(client, Clients.get());
                }
            }
            threads.awaitNone();
            Await.number("connections", 0, server::connections);
        }
    }

    /** A cache of futures must not hold all that it took to complete them. */
    @Test
    void aKeptFutureKeepsNothingOfItsExchange() throws Exception {
        int many = 10;
        List<WeakReference<HttpRequest>> requests = new ArrayList<>();
        try (TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            for (int i = 0; i < many; i++) {
                HttpRequest request = Clients.post("much");
                requests.add(new WeakReference<>(request));
                CompletableFuture<Integer> status =
                        client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::statusCode);
                assertEquals(200, status.get(15, TimeUnit.SECONDS));
                kept.add(status);
            }
            Await.until("all but the last, which the JDK's connection remembers, are collected", () -> {
                System.gc();
                return requests.stream()
                                .filter(request -> request.refersTo(null))
                                .count()
                        >= many - 1;
            });
        }
    }

    @Test
    void theProbingEndsWithShutdownThoughARequestIsUnderWay() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
                    if (call.target().equals("/")) {
                        Await.latch("leave to answer", mayAnswer);
                    }
                    call.respond(200, "");
                });
                LoadBalancedHttpClient client = probing(server).build()) {
            CompletableFuture<?> answer = client.sendAsync(Clients.get(), BodyHandlers.discarding());
            Await.until("probes", () -> server.hits() > 3);
            LifeCycle.shutdown(client);
            Await.until("no probing thread", () -> !threads.names().contains("evenkeel-probes"));
            assertFalse(answer.isDone());
            mayAnswer.countDown();
            answer.get(15, TimeUnit.SECONDS);
        }
    }

    @Test
    void aStreamOutlivesItsForgottenClient() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
            call.promise(200, 8);
            call.write("half");
            Await.latch("leave to go on", mayGoOn);
            call.write("half");
        })) {
            InputStream pooled = streamOfAForgottenClient(server, "http://orders/");
            InputStream other = streamOfAForgottenClient(server, server.origin());
            assertEquals(2, threads.now().size());
            System.gc();
            mayGoOn.countDown();
            assertEquals("halfhalf", new String(pooled.readAllBytes(), StandardCharsets.US_ASCII));
            assertEquals("halfhalf", new String(other.readAllBytes(), StandardCharsets.US_ASCII));
            threads.awaitNone();
        }
    }

    private static InputStream streamOfAForgottenClient(TestServer server, String uri) throws Exception {
        LoadBalancedHttpClient client = Clients.inOrder(server.origin());
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
        InputStream body = client.send(request, BodyHandlers.ofInputStream()).body();
        LifeCycle.shutdown(client);
        return body;
    }

    @Test
    void manyThreadsCloseAClientThatManyUse() throws Exception {
        int users = 8;
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger good = new AtomicInteger();
        try (TestServer a = TestServer.echoingName();
                TestServer b = TestServer.echoingName()) {
            LoadBalancedHttpClient client = Clients.builder()
                    .pool("orders", pool -> pool.servers(a.origin(), b.origin()).probe(PROBE))
                    .build();
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < users; i++) {
                Way way = Way.values()[i % 2];
                all.add(new Thread(() -> use(client, way, good, failures)));
            }
            for (int i = 0; i < 4; i++) {
                all.add(new Thread(() -> {
                    Await.until("work", () -> good.get() >= 100);
                    LifeCycle.close(client);
                }));
            }
            all.forEach(thread -> thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure)));
            all.forEach(Thread::start);
            for (Thread thread : all) {
                thread.join(20_000);
                assertFalse(thread.isAlive());
            }
            assertTrue(LifeCycle.isTerminated(client));
            assertEquals(users, failures.size(), failures::toString);
            for (Throwable failure : failures) {
                assertTrue(failure instanceof IOException, failure::toString);
                assertTrue(failure.getMessage().contains("closed"), failure::toString);
            }
            assertEquals(0, Clients.inFlight(client));
            assertEquals(good.get(), total(client, true));
            assertEquals(0, total(client, false));
            threads.awaitNone();
        }
    }

    /** Until the client says that it is closed. */
    private static void use(LoadBalancedHttpClient client, Way way, AtomicInteger good, Queue<Throwable> failures) {
        for (int i = 0; i < 100_000; i++) {
            try {
                way.send(client, Clients.get(), BodyHandlers.ofString());
                good.incrementAndGet();
            } catch (Exception e) {
                failures.add(e);
                return;
            }
        }
    }

    private static long total(LoadBalancedHttpClient client, boolean successes) {
        return Clients.orders(client).servers().stream()
                .mapToLong(server -> successes ? server.successes() : server.failures())
                .sum();
    }
}

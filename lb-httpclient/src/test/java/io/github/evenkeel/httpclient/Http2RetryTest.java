package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.H2Server;
import io.github.evenkeel.httpclient.fixture.InOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More streams than HTTP/2 servers allow, and bodies that they reset; the rest is in the table of failures. */
class Http2RetryTest {
    private static final H2Server.Script FINE = stream -> stream.respond("fine");

    private static LoadBalancedHttpClient client(H2Server... servers) {
        return LoadBalancedHttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .pool("orders", pool -> {
                    for (H2Server server : servers) {
                        pool.servers(server.origin());
                    }
                    pool.strategy(InOrder.STRATEGY);
                })
                .build();
    }

    /** A connection that has been upgraded: only its later streams are the server's to refuse. */
    private static void warmUp(LoadBalancedHttpClient client) throws Exception {
        HttpResponse<String> response = Clients.send(client, Clients.get());
        assertEquals("fine", response.body());
        assertEquals(HttpClient.Version.HTTP_2, response.version());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aResetWithinTheBodyIsTheServersFailure(Way way) throws Exception {
        try (H2Server resetting = H2Server.start(FINE);
                LoadBalancedHttpClient client = client(resetting)) {
            warmUp(client);
            resetting.become(stream -> {
                stream.begin("part");
                stream.reset(H2Server.INTERNAL_ERROR);
            });
            assertThrows(IOException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            Clients.awaitIdle(client);
            // The reset may overtake the head: then it is the connection's.
            assertEquals(3, Clients.server(client, 0).failures(), () -> Clients.outcomes(client));
        }
    }

    @Test
    void moreStreamsThanAServerAllowsGoToAnother() throws Exception {
        int limit = 2;
        List<H2Server.Stream> held = new ArrayList<>();
        try (H2Server small = H2Server.start(limit, FINE);
                H2Server server = H2Server.start(FINE);
                LoadBalancedHttpClient client = client(small, server)) {
            warmUp(client);
            small.become(held::add);
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < limit; i++) {
                answers.add(client.sendAsync(Clients.post("held"), BodyHandlers.ofString()));
            }
            Await.number("streams held", 1 + limit, small::hits);
            List<CompletableFuture<HttpResponse<String>>> more = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                more.add(client.sendAsync(Clients.post("more"), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : more) {
                assertEquals("fine", answer.get(20, TimeUnit.SECONDS).body());
            }
            for (H2Server.Stream stream : held) {
                stream.respond("late");
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals("late", answer.get(20, TimeUnit.SECONDS).body());
            }
            Clients.awaitIdle(client);
            assertEquals("3 good, 5 cancelled", Clients.outcomes(client, 0), "nobody is to blame for a full house");
            assertTrue(Clients.outcomes(client, 1).contains("5 good"), Clients.outcomes(client, 1));
        }
    }

    /** With nowhere else to go they wait until the server has room, as often as it takes. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void moreStreamsThanTheOnlyServerAllowsWait(Way way) throws Exception {
        try (H2Server small = H2Server.start(2, FINE);
                LoadBalancedHttpClient client = client(small)) {
            warmUp(client);
            small.become(stream -> {
                try {
                    Thread.sleep(2);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                stream.respond("fine");
            });
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                List<Future<String>> answers = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    answers.add(threads.submit(() -> way.send(client, Clients.post("more"), BodyHandlers.ofString())
                            .body()));
                }
                for (Future<String> answer : answers) {
                    assertEquals("fine", answer.get(30, TimeUnit.SECONDS));
                }
            } finally {
                threads.shutdownNow();
            }
            Clients.awaitIdle(client);
            assertTrue(Clients.outcomes(client, 0).startsWith("41 good"), Clients.outcomes(client, 0));
            assertEquals(0, client.pool("orders").retries().retries(), "what was never sent is no retry");
        }
    }

    /** What a server allows may become less than what is under way, and nothing for a while. */
    @Test
    void aServerThatAllowsFewerAndFewerIsToBlameForNothing() throws Exception {
        int[] allowed = {8, 4, 1, 0, 2, 16};
        AtomicInteger seen = new AtomicInteger();
        try (H2Server server = H2Server.start(16, FINE);
                LoadBalancedHttpClient client = client(server)) {
            warmUp(client);
            server.become(stream -> {
                int number = seen.getAndIncrement();
                if (number % 5 == 0) {
                    stream.allow(allowed[number / 5 % allowed.length]);
                }
                if (allowed[number / 5 % allowed.length] == 0 && number % 5 == 0) {
                    CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> allow(stream, 2));
                }
                stream.respond("fine");
            });
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                answers.add(client.sendAsync(Clients.post("more"), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals("fine", answer.get(30, TimeUnit.SECONDS).body());
            }
            Clients.awaitIdle(client);
            assertTrue(Clients.outcomes(client).startsWith("121 good"), Clients.outcomes(client));
            assertEquals(0, Clients.server(client, 0).failures());
            assertEquals(120, seen.get(), "each was sent once");
        }
    }

    private static void allow(H2Server.Stream stream, int streams) {
        try {
            stream.allow(streams);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGoodbyeInTheMiddleOfManyCostsNoGet(boolean ends) throws Exception {
        int limit = 8;
        AtomicInteger seen = new AtomicInteger();
        try (H2Server leaving = H2Server.start(limit, FINE);
                H2Server other = H2Server.start(limit, FINE);
                LoadBalancedHttpClient client = client(leaving, other)) {
            warmUp(client);
            leaving.become(stream -> {
                boolean leaves = seen.incrementAndGet() == 20;
                if (leaves) {
                    stream.goAway(stream.id());
                }
                stream.respond("fine");
                if (leaves && ends) {
                    stream.end();
                }
            });
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(client.sendAsync(Clients.get(), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals("fine", answer.get(30, TimeUnit.SECONDS).body());
            }
            Clients.awaitIdle(client);
        }
    }

    /** But not beyond their own time. */
    @Test
    void waitForStreamsEndsWithTheTimeout() throws Exception {
        List<H2Server.Stream> held = new CopyOnWriteArrayList<>();
        try (H2Server small = H2Server.start(1, FINE);
                LoadBalancedHttpClient client = client(small)) {
            warmUp(client);
            small.become(held::add);
            CompletableFuture<HttpResponse<String>> first =
                    client.sendAsync(Clients.post("held"), BodyHandlers.ofString());
            Await.number("streams held", 2, small::hits);
            HttpRequest impatient = HttpRequest.newBuilder(Clients.post("more"), (name, value) -> true)
                    .timeout(Duration.ofSeconds(2))
                    .build();
            IOException failure =
                    assertThrows(IOException.class, () -> client.send(impatient, BodyHandlers.ofString()));
            assertTrue(String.valueOf(failure.getMessage()).contains("too many concurrent streams"), failure::toString);
            held.forEach(stream -> {
                try {
                    stream.respond("late");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertEquals("late", first.get(20, TimeUnit.SECONDS).body());
            Clients.awaitIdle(client);
        }
    }
}

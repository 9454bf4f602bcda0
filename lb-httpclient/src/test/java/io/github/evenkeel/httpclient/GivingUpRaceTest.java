package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Giving up at the very moment at which the answer comes: whoever wins, nothing leaks and nothing half-done is seen. That
 * each client can be closed at the end is part of it: a plain HttpClient of JDK 25 then sometimes waits for ever.
 */
class GivingUpRaceTest {
    private static final int ROUNDS = 1500;

    /** Delays that sweep over the time an answer takes on loopback. */
    private static void spin(int round) {
        long nanos = round % 100 * 8_000L;
        for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anAnswerThatNobodyTakesIsGivenBack() throws Exception {
        try (TestServer server = TestServer.start(call -> {
                    call.promise(200, 100_000);
                    call.write("a".repeat(50_000));
                    call.hang();
                });
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            int completedByUs = 0;
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture<HttpResponse<InputStream>> answer =
                        client.sendAsync(Clients.get(), BodyHandlers.ofInputStream());
                spin(round);
                if (answer.completeExceptionally(new IllegalStateException("enough"))) {
                    completedByUs++;
                } else {
                    answer.join().body().close();
                }
            }
            Clients.awaitIdle(client);
            assertEquals(ROUNDS + " cancelled", Clients.outcomes(client));
            Await.number("connections", 0, server::connections);
            assertTrue(completedByUs > 0, "the answer always won: no race");
        }
    }

    @Test
    void aSecondAttemptThatNobodyWaitsForIsGivenBack() throws Exception {
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture<HttpResponse<String>> answer =
                        client.sendAsync(Clients.get(), BodyHandlers.ofString());
                CompletableFuture<Integer> derived = answer.thenApply(HttpResponse::statusCode);
                spin(round);
                derived.cancel(true);
                Await.until("done", answer::isDone);
                if (!answer.isCompletedExceptionally()) {
                    assertEquals("fine", answer.join().body(), "a discarded answer was handed over");
                }
            }
            Clients.awaitIdle(client);
            assertBalanced(client);
        }
    }

    @Test
    void aSendInterruptedAtAnyMomentGivesEverythingBack() throws Exception {
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            AtomicInteger strange = new AtomicInteger();
            for (int round = 0; round < ROUNDS / 3; round++) {
                CountDownLatch begun = new CountDownLatch(1);
                Thread sender = new Thread(() -> {
                    begun.countDown();
                    try {
                        client.send(Clients.get(), BodyHandlers.ofString());
                    } catch (InterruptedException e) {
                        // as it should be
                    } catch (Exception e) {
                        strange.incrementAndGet();
                    }
                });
                sender.start();
                Await.latch("begin", begun);
                spin(round);
                sender.interrupt();
                sender.join(20_000);
            }
            Clients.awaitIdle(client);
            assertEquals(0, strange.get(), "other exceptions");
            assertBalanced(client);
        }
    }

    /** Every request that was begun has exactly one outcome, and none was held against the good server. */
    private static void assertBalanced(LoadBalancedHttpClient client) {
        for (ServerStatistics server : Clients.orders(client).servers()) {
            assertEquals(
                    server.requests(),
                    server.successes() + server.failures() + server.cancellations(),
                    () -> server.toString());
        }
        assertEquals(0, Clients.server(client, 1).failures());
    }
}

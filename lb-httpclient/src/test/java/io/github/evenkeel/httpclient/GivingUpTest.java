package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A caller who no longer wants the answer ends the exchange, in whichever way he says so. */
class GivingUpTest {
    /** How a caller says that he no longer wants the answer. */
    private enum Sign {
        CANCEL_TRUE {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                assertTrue(answer.cancel(true));
            }
        },
        CANCEL_FALSE {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                assertTrue(answer.cancel(false));
            }
        },
        COMPLETE {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                assertTrue(answer.complete(null));
            }
        },
        COMPLETE_EXCEPTIONALLY {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                assertTrue(answer.completeExceptionally(new IllegalStateException("enough")));
            }
        },
        OR_TIMEOUT {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                answer.orTimeout(1, TimeUnit.MILLISECONDS);
            }
        },
        COMPLETE_ON_TIMEOUT {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                answer.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS);
            }
        },
        CANCEL_DERIVED {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                assertTrue(answer.thenApply(HttpResponse::body).cancel(true));
            }
        },
        CANCEL_DERIVED_TWICE {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                assertTrue(answer.thenApply(HttpResponse::body)
                        .thenCompose(CompletableFuture::completedFuture)
                        .cancel(false));
            }
        },
        DERIVED_OR_TIMEOUT {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                answer.thenApply(HttpResponse::body).orTimeout(1, TimeUnit.MILLISECONDS);
            }
        },
        COPY_COMPLETE_EXCEPTIONALLY {
            @Override
            void give(CompletableFuture<HttpResponse<String>> answer) {
                assertTrue(answer.copy().completeExceptionally(new IOException("enough")));
            }
        };

        abstract void give(CompletableFuture<HttpResponse<String>> answer);
    }

    /** When he says so. */
    private enum Moment implements TestServer.Script {
        BEFORE_THE_HEAD {
            @Override
            public void answer(Call call) throws IOException {
                call.hang();
            }
        },
        WITHIN_THE_HEAD {
            @Override
            public void answer(Call call) throws IOException {
                call.body();
                call.write("HTTP/1.1 200 OK\r\nX-Unfin");
                call.hang();
            }
        },
        WITHIN_THE_BODY {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, 1000);
                call.write("part");
                call.hang();
            }
        }
    }

    static Stream<Arguments> signsAndMoments() {
        return Stream.of(Sign.values())
                .flatMap(sign -> Stream.of(Moment.values()).map(moment -> Arguments.of(sign, moment)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("signsAndMoments")
    void completingTheFutureInOnesOwnWayEndsTheExchange(Sign sign, Moment moment) throws Exception {
        try (TestServer server = TestServer.start(moment);
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.inOrder(server.origin(), second.origin())) {
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(Clients.get(), BodyHandlers.ofString());
            Await.number("hits", 1, server::hits);
            assertEquals(1, Clients.inFlight(client));
            sign.give(answer);
            Await.until(
                    "the server sees the connection end",
                    () -> server.onlyCall().clientGone());
            Clients.awaitIdle(client);
            Await.until("the future is complete", answer::isDone);
            assertEquals("1 cancelled", Clients.outcomes(client));
            assertEquals(0, second.hits(), "no further attempt");
        }
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void anInterruptEndsSend(Moment moment) throws Exception {
        try (TestServer server = TestServer.start(moment);
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.inOrder(server.origin(), second.origin())) {
            FutureTask<Exception> sending = new FutureTask<>(
                    () -> assertThrows(Exception.class, () -> client.send(Clients.get(), BodyHandlers.ofString())));
            Thread thread = new Thread(sending);
            thread.start();
            Await.number("hits", 1, server::hits);
            assertEquals(1, Clients.inFlight(client));
            thread.interrupt();
            assertEquals(
                    InterruptedException.class,
                    sending.get(20, TimeUnit.SECONDS).getClass());
            assertEquals("1 cancelled", Clients.outcomes(client));
            Await.until(
                    "the server sees the connection end",
                    () -> server.onlyCall().clientGone());
            assertEquals(0, second.hits(), "no further attempt");
        }
    }

    @Test
    void sendOfAnInterruptedThreadLeavesNothingBehind() throws Exception {
        try (TestServer server = TestServer.start(Call::hang);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> client.send(Clients.get(), BodyHandlers.ofString()));
            assertFalse(Thread.interrupted());
            assertEquals("1 cancelled", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aStreamedBodyOutlivesTheCancelOfItsFuture(Way way) throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
                    call.promise(200, 8);
                    call.write("one\n");
                    Await.latch("release", released);
                    call.write("two\n");
                });
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            CompletableFuture<HttpResponse<InputStream>> answer =
                    client.sendAsync(Clients.get(), BodyHandlers.ofInputStream());
            InputStream body = answer.get(20, TimeUnit.SECONDS).body();
            assertFalse(answer.cancel(true), "as with the JDK's own");
            released.countDown();
            assertEquals("one\ntwo\n", new String(body.readAllBytes()));
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    /** The strategy is the caller's own code that runs while the head of a 503 is looked at: a handle on that moment. */
    @ParameterizedTest
    @EnumSource(Sign.class)
    void anExchangeEndedWhileItsNextServerIsPickedClaimsNone(Sign sign) throws Exception {
        AtomicReference<CompletableFuture<HttpResponse<String>>> answer = new AtomicReference<>();
        CountDownLatch sent = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
                    Await.latch("sent", sent);
                    call.respond(503, "busy");
                });
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = client(server, second, () -> {
                    sign.give(answer.get());
                    Await.until("done", answer.get()::isDone);
                })) {
            answer.set(client.sendAsync(Clients.get(), BodyHandlers.ofString()));
            sent.countDown();
            Await.until("done", answer.get()::isDone);
            Clients.awaitIdle(client);
            Await.number("outcomes of the second", 1, () ->
                    (int) Clients.server(client, 1).cancellations());
            assertEquals(0, second.hits(), "no further attempt");
        }
    }

    @Test
    void aSendInterruptedWhileItsNextServerIsPickedClaimsNone() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<Thread> sender = new AtomicReference<>();
        try (TestServer server = TestServer.answering(503, "busy");
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = client(server, second, () -> {
                    sender.get().interrupt();
                    Await.latch("send is over", over);
                })) {
            sender.set(new Thread(() -> {
                assertThrows(InterruptedException.class, () -> client.send(Clients.get(), BodyHandlers.ofString()));
                over.countDown();
            }));
            sender.get().start();
            Await.latch("send is over", over);
            Clients.awaitIdle(client);
            Await.number(
                    "cancellations", 1, () -> (int) Clients.server(client, 1).cancellations());
            assertEquals(0, second.hits(), "no further attempt");
        }
    }

    private static LoadBalancedHttpClient client(TestServer first, TestServer second, Runnable onSecondPick) {
        return Clients.builder()
                .pool(
                        "orders",
                        pool -> pool.servers(first.origin(), second.origin())
                                .strategy((view, previous, random) -> (key, now, rnd, tried) -> {
                                    if (tried == null) {
                                        return 0;
                                    }
                                    onSecondPick.run();
                                    return 1;
                                }))
                .build();
    }
}

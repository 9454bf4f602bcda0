package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Second attempts after a response that broke off, which only a body kept in memory allows. */
class BrokenBodyRetryTest {
    private static final Predicate<BodyKind<?>> GATHERED = kind ->
            List.of("ofString", "ofByteArray", "discarding", "replacing").contains(kind.name());

    @TempDir
    private static Path directory;

    /** How a server breaks off a response whose head was good. */
    private enum Cut implements TestServer.Script {
        FIN_BEFORE_THE_BODY {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, 11);
                call.end();
            }
        },
        RST_BEFORE_THE_BODY {
            @Override
            public void answer(Call call) {
                throw new UnsupportedOperationException("not before the head has been read");
            }
        },
        FIN_WITHIN_THE_BODY {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, 11);
                call.write("broken");
                call.end();
            }
        },
        FIN_BEFORE_A_CHUNK {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, -1, "Transfer-Encoding: chunked");
                call.end();
            }
        },
        FIN_WITHIN_A_CHUNK {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, -1, "Transfer-Encoding: chunked");
                call.write("b\r\nbroken");
                call.end();
            }
        },
        FIN_BEFORE_THE_LAST_CHUNK {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, -1, "Transfer-Encoding: chunked");
                call.write("6\r\nbroken\r\n");
                call.end();
            }
        },
        NONSENSE_FOR_A_CHUNK {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, -1, "Transfer-Encoding: chunked");
                call.write("6\r\nbroken\r\nnonsense\r\n");
            }
        };

        /** A server that does it once the head has been read: a reset overtakes what has not. */
        TestServer after(CountDownLatch headRead) {
            return TestServer.start(
                    this != RST_BEFORE_THE_BODY
                            ? this
                            : call -> {
                                call.promise(200, 11);
                                Await.latch("the head is read", headRead);
                                call.reset();
                            });
        }
    }

    private static <T> BodyHandler<T> telling(CountDownLatch headRead, BodyHandler<T> handler) {
        return head -> {
            headRead.countDown();
            return handler.apply(head);
        };
    }

    private static final TestServer.Script WHOLE = call -> call.respond(201, "one\ntwo\n");

    static Stream<Arguments> gathered() {
        return Stream.of(Cut.values())
                .flatMap(cut -> Stream.of(Way.values())
                        .flatMap(way -> BodyKind.collecting(directory.resolve("body"))
                                .filter(GATHERED)
                                .map(kind -> Arguments.of(kind, way, cut))));
    }

    static Stream<Arguments> handedOn() {
        return Stream.of(Cut.values())
                .flatMap(cut -> Stream.of(Way.values())
                        .flatMap(way -> Stream.concat(
                                        BodyKind.collecting(directory.resolve("body"))
                                                .filter(GATHERED.negate()),
                                        BodyKind.streaming())
                                .map(kind -> Arguments.of(kind, way, cut))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("gathered")
    <T> void aBodyGatheredInMemoryIsGatheredAnewFromAnotherServer(BodyKind<T> kind, Way way, Cut cut) throws Exception {
        CountDownLatch headRead = new CountDownLatch(1);
        try (TestServer breaking = cut.after(headRead);
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(breaking.origin(), server.origin())) {
            List<Integer> handled = new CopyOnWriteArrayList<>();
            BodyHandler<T> handler = info -> {
                handled.add(info.statusCode());
                return kind.handler().apply(info);
            };
            HttpResponse<T> response = way.send(client, Clients.get(), telling(headRead, handler));
            assertEquals(kind.seenOf(), kind.text().apply(response.body()));
            assertEquals(201, response.statusCode());
            assertEquals(2, ((LoadBalancedResponse<T>) response).attempts());
            assertEquals(List.of(200, 201), handled, "the handler sees the head of its own attempt");
            assertEquals("1 BODY", Clients.outcomes(client, 0));
            assertEquals("1 good", Clients.outcomes(client, 1));
            assertEquals(1, breaking.hits());
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("handedOn")
    <T> void aBodyHandedOnAsItComesIsNot(BodyKind<T> kind, Way way, Cut cut) throws Exception {
        CountDownLatch headRead = new CountDownLatch(1);
        try (TestServer breaking = cut.after(headRead);
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(breaking.origin(), server.origin())) {
            assertThrows(
                    Exception.class,
                    () -> kind.text()
                            .apply(way.send(client, Clients.get(), telling(headRead, kind.handler()))
                                    .body()));
            Clients.awaitIdle(client);
            assertEquals("1 BODY", Clients.outcomes(client, 0));
            assertEquals(0, server.hits());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSubscriberOfTheCallersIsSubscribedOnce(Way way) throws Exception {
        try (TestServer breaking = TestServer.start(Cut.FIN_BEFORE_THE_BODY);
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(breaking.origin(), server.origin())) {
            Counting own = new Counting();
            assertThrows(IOException.class, () -> way.send(client, Clients.get(), BodyHandlers.fromSubscriber(own)));
            assertEquals(1, own.subscribed.get());
            assertEquals(1, own.failed.get());
            assertEquals(0, server.hits());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "PURGE"})
    void onlyWhatIsIdempotentIsRepeated(String method) throws Exception {
        try (TestServer breaking = TestServer.start(Cut.FIN_BEFORE_THE_BODY);
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(breaking.origin(), server.origin())) {
            for (Way way : Way.values()) {
                assertThrows(
                        IOException.class,
                        () -> way.send(client, Clients.with(method, "order"), BodyHandlers.ofString()));
            }
            assertEquals("2 BODY", Clients.outcomes(client, 0));
            assertEquals(0, server.hits());
        }
    }

    @Test
    void aRequestBodyThatCanBeSentAgainIs() throws Exception {
        try (TestServer breaking = TestServer.start(Cut.FIN_WITHIN_THE_BODY);
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(breaking.origin(), server.origin())) {
            assertEquals(201, Clients.send(client, Clients.with("PUT", "order")).statusCode());
            assertEquals("order", server.onlyCall().body());
        }
    }

    @Test
    void aRequestBodyThatCanBeSentOnceIsNotSentAgain() throws Exception {
        InputStream one = new ByteArrayInputStream("order".getBytes(StandardCharsets.UTF_8));
        try (TestServer breaking = TestServer.start(Cut.FIN_WITHIN_THE_BODY);
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(breaking.origin(), server.origin())) {
            HttpRequest request = Clients.request("/")
                    .PUT(BodyPublishers.ofInputStream(() -> one))
                    .build();
            assertThrows(IOException.class, () -> Clients.send(client, request));
            assertEquals(0, server.hits());
        }
    }

    private static String named(TestServer server, String what) {
        return "GET " + server.origin() + "/ of pool 'orders': " + what;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whereAllBreakOffTheLastFailureCarriesTheEarlier(Way way) throws Exception {
        try (TestServer a = TestServer.start(Cut.FIN_BEFORE_THE_BODY);
                TestServer b = TestServer.start(Cut.FIN_WITHIN_A_CHUNK);
                TestServer c = TestServer.start(Cut.FIN_WITHIN_THE_BODY);
                TestServer d = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(a.origin(), b.origin(), c.origin(), d.origin())) {
            Exception e =
                    assertThrows(IOException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals(named(c, "fixed content-length: 11, bytes received: 6"), e.getMessage());
            assertArrayEquals(
                    new String[] {
                        named(a, "fixed content-length: 11, bytes received: 0"),
                        named(b, "chunked transfer encoding, state: READING_DATA")
                    },
                    Stream.of(e.getSuppressed()).map(Throwable::getMessage).toArray());
            for (int i = 0; i < 3; i++) {
                assertEquals("1 BODY", Clients.outcomes(client, i));
            }
            assertEquals(0, d.hits(), "three attempts are the limit");
        }
    }

    @Test
    void neverMeansThatTheBrokenResponseCounts() throws Exception {
        try (TestServer breaking = TestServer.start(Cut.FIN_BEFORE_THE_BODY);
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.retry(RetryPolicy.NEVER), breaking.origin(), server.origin())) {
            assertThrows(IOException.class, () -> Clients.send(client, Clients.get()));
            assertEquals(0, server.hits());
        }
    }

    @Test
    void anErrorPageThatBreaksOffIsReplacedToo() throws Exception {
        try (TestServer breaking = TestServer.start(call -> {
                    call.promise(500, 100);
                    call.write("sor");
                    call.end();
                });
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(breaking.origin(), server.origin())) {
            assertEquals(201, Clients.send(client, Clients.get()).statusCode());
            assertEquals("1 BODY", Clients.outcomes(client, 0));
        }
    }

    @Test
    void afterTheTimeoutNothingIsRepeated() throws Exception {
        TestServer.Script late = call -> {
            call.promise(200, 11);
            Thread.sleep(2100); // until the request's time is over; the JDK's timer ended with the head
            call.end();
        };
        try (TestServer breaking = TestServer.start(late);
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(breaking.origin(), server.origin())) {
            HttpRequest request =
                    Clients.request("/").timeout(Duration.ofSeconds(2)).build();
            assertThrows(IOException.class, () -> Clients.send(client, request));
            assertEquals("1 BODY", Clients.outcomes(client, 0));
            assertEquals(0, server.hits());
        }
    }

    @Test
    void aBodyTheCallerCancelledIsNotAskedForAgain() throws Exception {
        try (TestServer stalling = TestServer.start(call -> {
                    call.promise(200, 11);
                    call.write("broken");
                    call.hang();
                });
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(stalling.origin(), server.origin())) {
            CompletableFuture<Void> headSeen = new CompletableFuture<>();
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(Clients.get(), info -> {
                headSeen.complete(null);
                return BodySubscribers.ofString(StandardCharsets.UTF_8);
            });
            headSeen.join();
            answer.cancel(true);
            Await.until(
                    "the server sees the connection end",
                    () -> stalling.onlyCall().clientGone());
            Clients.awaitIdle(client);
            assertEquals("1 cancelled", Clients.outcomes(client, 0));
            assertEquals(0, server.hits());
        }
    }

    @Test
    void aHandlerThatFailsTheSecondTimeIsHeardAndNobodyIsBlamed() throws Exception {
        try (TestServer breaking = TestServer.start(Cut.FIN_BEFORE_THE_BODY);
                TestServer server = TestServer.start(WHOLE);
                LoadBalancedHttpClient client = Clients.inOrder(breaking.origin(), server.origin())) {
            AtomicInteger asked = new AtomicInteger();
            BodyHandler<String> once = info -> {
                if (asked.incrementAndGet() > 1) {
                    throw new IllegalStateException("asked twice");
                }
                return BodySubscribers.ofString(StandardCharsets.UTF_8);
            };
            Exception e = assertThrows(IOException.class, () -> client.send(Clients.get(), once));
            assertEquals("asked twice", e.getCause().getMessage());
            Clients.awaitIdle(client);
            assertEquals("1 BODY", Clients.outcomes(client, 0));
            assertEquals("1 cancelled", Clients.outcomes(client, 1));
            assertFalse(server.hits() > 1);
        }
    }

    /** Counts what it hears. */
    private static final class Counting implements Flow.Subscriber<List<ByteBuffer>> {
        private final AtomicInteger subscribed = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscribed.incrementAndGet();
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {}

        @Override
        public void onError(Throwable failure) {
            failed.incrementAndGet();
        }

        @Override
        public void onComplete() {}
    }
}

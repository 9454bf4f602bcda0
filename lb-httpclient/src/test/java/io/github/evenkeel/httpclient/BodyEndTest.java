package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that the server or the reader breaks off. */
class BodyEndTest {
    @TempDir
    private static Path directory;

    /** How a server breaks off a body. */
    private enum Cut implements TestServer.Script {
        FIN {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, 100);
                call.write("one\n");
                call.end();
            }
        },
        FIN_IN_A_CHUNK {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, -1, "Transfer-Encoding: chunked");
                call.write("64\r\none\n");
                call.end();
            }
        },
        NONSENSE_FOR_A_CHUNK {
            @Override
            public void answer(Call call) throws IOException {
                call.promise(200, -1, "Transfer-Encoding: chunked");
                call.write("4\r\none\n\r\nnonsense\r\n");
            }
        }
    }

    static Stream<Arguments> collecting() {
        return Stream.of(Cut.values())
                .flatMap(cut -> Stream.of(Way.values())
                        .flatMap(way -> BodyKind.collecting(directory.resolve("body"))
                                .map(kind -> Arguments.of(kind, way, cut))));
    }

    static Stream<Arguments> streaming() {
        return Stream.of(Cut.values())
                .flatMap(cut -> Stream.of(Way.values())
                        .flatMap(way -> BodyKind.streaming().map(kind -> Arguments.of(kind, way, cut))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("collecting")
    <T> void aCollectedBodyCutByTheServerIsItsFailure(BodyKind<T> kind, Way way, TestServer.Script cut)
            throws Exception {
        try (TestServer server = TestServer.start(cut);
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.retry(RetryPolicy.NEVER), server.origin())) {
            assertThrows(IOException.class, () -> way.send(client, Clients.get(), kind.handler()));
            assertEquals("1 BODY", Clients.outcomes(client));
            assertEquals(1, server.hits());
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("streaming")
    <T> void aStreamedBodyCutByTheServerIsItsFailure(BodyKind<T> kind, Way way, TestServer.Script cut)
            throws Exception {
        try (TestServer server = TestServer.start(cut);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            assertThrows(
                    Exception.class,
                    () -> kind.text()
                            .apply(way.send(client, Clients.get(), kind.handler())
                                    .body()));
            Clients.awaitIdle(client);
            assertEquals("1 BODY", Clients.outcomes(client));
        }
    }

    private static final TestServer.Script ENDLESS = call -> {
        call.promise(200, 1_000_000);
        call.write("one\ntwo\n");
        call.hang();
    };

    @ParameterizedTest
    @EnumSource(Way.class)
    void anInputStreamClosedEarlyEndsTheRequest(Way way) throws Exception {
        try (TestServer server = TestServer.start(ENDLESS);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            try (InputStream in = way.send(client, Clients.get(), BodyHandlers.ofInputStream())
                    .body()) {
                assertEquals('o', in.read());
                assertEquals(1, Clients.inFlight(client));
            }
            assertGivenUp(client, server);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void linesClosedEarlyEndTheRequest(Way way) throws Exception {
        try (TestServer server = TestServer.start(ENDLESS);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            try (Stream<String> lines =
                    way.send(client, Clients.get(), BodyHandlers.ofLines()).body()) {
                assertEquals("one", lines.findFirst().orElseThrow());
                assertEquals(1, Clients.inFlight(client));
            }
            assertGivenUp(client, server);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aCancelledPublisherEndsTheRequest(Way way) throws Exception {
        try (TestServer server = TestServer.start(ENDLESS);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    way.send(client, Clients.get(), BodyHandlers.ofPublisher());
            response.body().subscribe(new Reader(1, Flow.Subscription::cancel));
            assertGivenUp(client, server);
        }
    }

    /** Since JDK 20 an interrupt ends the body; before, it is not heard. */
    @Test
    void anInterruptedReaderIsNoFaultOfTheServer() throws Exception {
        try (TestServer server = TestServer.start(ENDLESS);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            InputStream in =
                    client.send(Clients.get(), BodyHandlers.ofInputStream()).body();
            assertEquals("one\ntwo\n", new String(in.readNBytes(8)));
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try {
                    in.read();
                    ended.complete(null);
                } catch (IOException e) {
                    ended.complete(e);
                }
            });
            reader.start();
            Await.until("the reader waits", () -> reader.getState() == Thread.State.WAITING);
            reader.interrupt();
            if (Runtime.version().feature() < 20) {
                in.close();
            }
            ended.get(20, TimeUnit.SECONDS);
            assertGivenUp(client, server);
            in.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, 204", "GET, 304", "HEAD, 200"})
    void aResponseWithoutABodyIsOverAtItsHead(String method, int status) throws Exception {
        try (TestServer server = TestServer.start(call -> {
                    call.body();
                    call.write("HTTP/1.1 " + status + " Whatever\r\n" + (status == 204 ? "" : "Content-Length: 10\r\n")
                            + "\r\n");
                });
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            for (BodyKind<?> kind : BodyKind.streaming().toList()) {
                client.send(Clients.with(method, ""), kind.handler());
            }
            Clients.awaitIdle(client);
            assertEquals("5 good", Clients.outcomes(client));
        }
    }

    @Test
    void aSubscriberThatAsksForLessThanNothingIsNoFaultOfTheServer() throws Exception {
        try (TestServer server = TestServer.start(ENDLESS);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    client.send(Clients.get(), BodyHandlers.ofPublisher());
            Reader reader = new Reader(-1, Flow.Subscription::cancel);
            response.body().subscribe(reader);
            Await.latch("refusal", reader.failed);
            assertGivenUp(client, server);
        }
    }

    @Test
    void aPublisherReadByASubscriberThatThrowsIsNoFaultOfTheServer() throws Exception {
        try (TestServer server = TestServer.start(ENDLESS);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    client.send(Clients.get(), BodyHandlers.ofPublisher());
            response.body().subscribe(new Reader(1, subscription -> {
                throw new IllegalStateException("reader failed");
            }));
            assertGivenUp(client, server);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerErrorIsAFailureEvenIfItsPageIsNotRead(Way way) throws Exception {
        try (TestServer server = TestServer.start(call -> {
                    call.promise(500, 1_000_000);
                    call.write("page");
                    call.hang();
                });
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            way.send(client, Clients.get(), BodyHandlers.ofInputStream()).body().close();
            Clients.awaitIdle(client);
            assertEquals("1 STATUS", Clients.outcomes(client));
        }
    }

    private static void assertGivenUp(LoadBalancedHttpClient client, TestServer server) {
        Clients.awaitIdle(client);
        assertEquals("1 cancelled", Clients.outcomes(client));
        Await.until(
                "the server sees the connection end", () -> server.onlyCall().clientGone());
    }

    /** Asks for so much, and does so with the first part. */
    private static final class Reader implements Flow.Subscriber<List<ByteBuffer>> {
        private final CountDownLatch failed = new CountDownLatch(1);
        private final long demand;
        private final Consumer<Flow.Subscription> onFirst;
        private Flow.Subscription subscription;

        Reader(long demand, Consumer<Flow.Subscription> onFirst) {
            this.demand = demand;
            this.onFirst = onFirst;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            newSubscription.request(demand);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            onFirst.accept(subscription);
        }

        @Override
        public void onError(Throwable failure) {
            failed.countDown();
        }

        @Override
        public void onComplete() {}
    }
}

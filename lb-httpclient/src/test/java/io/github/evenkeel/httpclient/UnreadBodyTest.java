package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.LogRecords;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that their reader forgets do not stay in flight for ever. */
class UnreadBodyTest {
    private static final Duration UNREAD = Duration.ofMillis(500);
    private static final String LINE = "x".repeat(1023) + "\n";

    /** More than the JDK reads ahead and the sockets between hold. */
    private static final TestServer.Script ENDLESS = call -> {
        call.promise(200, 1_000_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            call.write(LINE);
        }
    };

    private static LoadBalancedHttpClient client(TestServer server) {
        return Clients.inOrder(pool -> pool.timeouts(Timeouts.DEFAULT.withUnread(UNREAD)), server.origin());
    }

    /** How a reader forgets a body. */
    private enum Neglect {
        NEVER_READ(BodyHandlers.ofInputStream(), body -> {}),
        HALF_READ(BodyHandlers.ofInputStream(), body -> {
            try {
                assertEquals(100_000, body.readNBytes(100_000).length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }),
        FIRST_LINE_ONLY(
                BodyHandlers.ofLines(), body -> assertTrue(body.findFirst().isPresent())),
        NEVER_SUBSCRIBED(BodyHandlers.ofPublisher(), body -> {}),
        SUBSCRIBED_BUT_NOTHING_ASKED_FOR(BodyHandlers.ofPublisher(), body -> body.subscribe(new Passive(0))),
        TWO_PARTS_ASKED_FOR(BodyHandlers.ofPublisher(), body -> body.subscribe(new Passive(2)));

        private final BodyHandler<Object> handler;
        private final Consumer<Object> use;

        @SuppressWarnings("unchecked")
        <T> Neglect(BodyHandler<T> handler, Consumer<T> use) {
            this.handler = (BodyHandler<Object>) handler;
            this.use = (Consumer<Object>) use;
        }
    }

    @ParameterizedTest
    @EnumSource(Neglect.class)
    void aBodyThatNobodyReadsOnInIsEndedAndTheLogSaysWhose(Neglect neglect) throws Exception {
        for (Way way : Way.values()) {
            try (LogRecords log = LogRecords.of("io.github.evenkeel.httpclient.exchange.Standstill");
                    TestServer server = TestServer.start(ENDLESS);
                    LoadBalancedHttpClient client = client(server)) {
                HttpResponse<Object> response =
                        way.send(client, Clients.request("/stream?token=secret").build(), neglect.handler);
                neglect.use.accept(response.body());
                Clients.awaitIdle(client);
                assertEquals("1 cancelled", Clients.outcomes(client));
                Await.number("connections", 0, server::connections);
                Await.until("the warning", () -> !log.messages().isEmpty());
                String warning = log.messages().get(0);
                assertTrue(warning.contains("GET " + server.origin() + "/stream:"), warning);
                assertTrue(warning.contains("PT0.5S"), warning);
                assertEquals(1, log.messages().size());
            }
        }
    }

    @Test
    void whoReadsOnTooLateIsToldWhy() throws Exception {
        try (TestServer server = TestServer.start(ENDLESS);
                LoadBalancedHttpClient client = client(server)) {
            InputStream body =
                    client.send(Clients.get(), BodyHandlers.ofInputStream()).body();
            Clients.awaitIdle(client);
            IOException e = assertThrows(IOException.class, body::readAllBytes);
            assertTrue(e.getCause().getMessage().contains("nobody has read on"), e.toString());
        }
    }

    @Test
    void whoSubscribesTooLateIsToldWhy() throws Exception {
        try (TestServer server = TestServer.start(ENDLESS);
                LoadBalancedHttpClient client = client(server)) {
            Flow.Publisher<List<ByteBuffer>> body =
                    client.send(Clients.get(), BodyHandlers.ofPublisher()).body();
            Clients.awaitIdle(client);
            Passive late = new Passive(1);
            body.subscribe(late);
            Await.latch("the failure", late.failed);
        }
    }

    /** All of it has come: nothing is held that could be freed. */
    @Test
    void aSmallBodyThatNobodyReadsIsOverAllTheSame() throws Exception {
        try (TestServer server = TestServer.answering(200, "small");
                LoadBalancedHttpClient client = client(server)) {
            client.send(Clients.get(), BodyHandlers.ofInputStream());
            Clients.awaitIdle(client);
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    @Test
    void whoWaitsForASilentServerHasNotForgottenIt() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
                    call.promise(200, 8);
                    call.write("one\n");
                    Await.latch("release", released);
                    call.write("two\n");
                });
                LoadBalancedHttpClient client = client(server)) {
            CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> lines(client));
            Await.number("in flight", 1, () -> Clients.inFlight(client));
            Thread.sleep(3 * UNREAD.toMillis());
            assertEquals("1 in flight", Clients.outcomes(client));
            released.countDown();
            assertEquals(List.of("one", "two"), read.get(20, TimeUnit.SECONDS));
            Clients.awaitIdle(client);
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    /** Got and read on one thread, so that nobody can take it for forgotten in between. */
    private static List<String> lines(LoadBalancedHttpClient client) {
        try {
            return client.send(Clients.get(), BodyHandlers.ofLines()).body().toList();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutALimitItStays() throws Exception {
        try (TestServer server = TestServer.start(ENDLESS);
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.timeouts(Timeouts.DEFAULT.withUnread(null)), server.origin())) {
            InputStream body =
                    client.send(Clients.get(), BodyHandlers.ofInputStream()).body();
            Thread.sleep(3 * UNREAD.toMillis());
            assertEquals("1 in flight", Clients.outcomes(client));
            body.close();
            Clients.awaitIdle(client);
        }
    }

    /** Asks for so many parts and for no more. */
    private static final class Passive implements Flow.Subscriber<List<ByteBuffer>> {
        private final CountDownLatch failed = new CountDownLatch(1);
        private final int parts;

        Passive(int parts) {
            this.parts = parts;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            if (parts > 0) {
                subscription.request(parts);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> part) {}

        @Override
        public void onError(Throwable failure) {
            failed.countDown();
        }

        @Override
        public void onComplete() {}
    }
}

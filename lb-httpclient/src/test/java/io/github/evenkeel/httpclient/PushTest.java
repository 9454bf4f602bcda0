package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.H2Server;
import io.github.evenkeel.httpclient.fixture.InOrder;
import io.github.evenkeel.httpclient.fixture.Tls;
import io.github.evenkeel.httpclient.policy.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Responses that HTTP/2 servers push beside those they were asked for. */
class PushTest {
    private static final HttpRequest GET =
            HttpRequest.newBuilder(URI.create("https://orders/page")).build();

    private static LoadBalancedHttpClient client(H2Server server) {
        return LoadBalancedHttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .sslContext(Tls.context())
                .pool(
                        "orders",
                        pool -> pool.servers(server.origin())
                                .timeouts(Timeouts.DEFAULT.withUnread(Duration.ofMillis(500)))
                                .strategy(InOrder.STRATEGY))
                .build();
    }

    /** Promises, answers, and then goes on with what it promised. */
    private static H2Server pushing(H2Server.Script promised) throws IOException {
        return H2Server.startTls(100, stream -> {
            stream.promise(2, "/style?v=1");
            stream.respond("page");
            promised.answer(stream.on(2));
        });
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** Accepts what is promised with a handler, and keeps what was said and given. */
    private record Taker<T>(
            BodyHandler<T> handler,
            List<HttpRequest> initiating,
            Map<HttpRequest, CompletableFuture<HttpResponse<T>>> taken)
            implements PushPromiseHandler<T> {
        Taker(BodyHandler<T> handler) {
            this(handler, new CopyOnWriteArrayList<>(), new ConcurrentHashMap<>());
        }

        @Override
        public void applyPushPromise(
                HttpRequest request,
                HttpRequest promised,
                Function<BodyHandler<T>, CompletableFuture<HttpResponse<T>>> acceptor) {
            initiating.add(request);
            taken.put(promised, acceptor.apply(handler));
        }

        CompletableFuture<HttpResponse<T>> only() {
            Await.number("promises", 1, taken::size);
            return taken.values().iterator().next();
        }
    }

    @Test
    void aPushedResponseHasTheNameThatTheCallerKnows() throws Exception {
        try (H2Server server = pushing(stream -> stream.respond("style"));
                LoadBalancedHttpClient client = client(server)) {
            Taker<String> taker = new Taker<>(BodyHandlers.ofString());
            HttpResponse<String> response = get(client.sendAsync(GET, BodyHandlers.ofString(), taker));
            assertEquals("page", response.body());
            LoadBalancedResponse<String> pushed = (LoadBalancedResponse<String>) get(taker.only());
            assertEquals("style", pushed.body());
            assertEquals(200, pushed.statusCode());
            assertEquals(List.of(GET), taker.initiating());
            URI known = URI.create("https://orders/style?v=1");
            assertEquals(known, taker.taken().keySet().iterator().next().uri());
            assertEquals(known, pushed.uri());
            assertEquals(known, pushed.request().uri());
            assertEquals("GET", pushed.request().method());
            assertEquals(URI.create(server.origin() + "/style?v=1"), pushed.physicalUri());
            assertEquals(server.origin(), pushed.server().id());
            assertEquals(HttpClient.Version.HTTP_2, pushed.version());
            Clients.awaitIdle(client);
            assertEquals("1 good", Clients.outcomes(client), "what nobody asked for is no request");
        }
    }

    @Test
    void whatIsNotAcceptedIsRefused() throws Exception {
        try (H2Server server = pushing(stream -> stream.begin("style"));
                LoadBalancedHttpClient client = client(server)) {
            get(client.sendAsync(GET, BodyHandlers.ofString(), (request, promised, acceptor) -> {}));
            Await.number("streams refused", 1, server::resets);
            Clients.awaitIdle(client);
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    @Test
    void aPushedBodyThatNobodyReadsOnInIsEnded() throws Exception {
        // More than the JDK client reads ahead.
        try (H2Server server = pushing(stream -> stream.begin("s", "t", "y", "l", "e"));
                LoadBalancedHttpClient client = client(server)) {
            Taker<InputStream> taker = new Taker<>(BodyHandlers.ofInputStream());
            try (InputStream page = get(client.sendAsync(GET, BodyHandlers.ofInputStream(), taker))
                    .body()) {
                assertEquals("page", new String(page.readAllBytes()));
            }
            InputStream pushed = get(taker.only()).body();
            Await.number("in flight", 1, () -> Clients.inFlight(client));
            assertEquals('s', pushed.read());
            Clients.awaitIdle(client);
            assertThrows(IOException.class, pushed::readAllBytes);
            Await.number("streams given up", 1, server::resets);
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    @Test
    void aPushedBodyClosedEarlyIsOver() throws Exception {
        try (H2Server server = pushing(stream -> stream.begin("style"));
                LoadBalancedHttpClient client = client(server)) {
            Taker<InputStream> taker = new Taker<>(BodyHandlers.ofInputStream());
            try (InputStream page = get(client.sendAsync(GET, BodyHandlers.ofInputStream(), taker))
                    .body()) {
                assertEquals("page", new String(page.readAllBytes()));
            }
            get(taker.only()).body().close();
            Clients.awaitIdle(client);
            Await.number("streams given up", 1, server::resets);
        }
    }

    @Test
    void whoNoLongerWantsAPushedResponseGetsNoneAndHoldsNothing() throws Exception {
        List<H2Server.Stream> promised = new CopyOnWriteArrayList<>();
        try (H2Server server = pushing(promised::add);
                LoadBalancedHttpClient client = client(server)) {
            Taker<String> taker = new Taker<>(BodyHandlers.ofString());
            get(client.sendAsync(GET, BodyHandlers.ofString(), taker));
            taker.only().orTimeout(1, TimeUnit.MILLISECONDS);
            ExecutionException e = assertThrows(ExecutionException.class, () -> get(taker.only()));
            assertInstanceOf(TimeoutException.class, e.getCause());
            Await.number("promises", 1, promised::size);
            promised.get(0).begin("style");
            Await.number("streams given up", 1, server::resets);
            Clients.awaitIdle(client);
        }
    }

    @Test
    void cancelledWithinTheBodyItIsOver() throws Exception {
        try (H2Server server = pushing(stream -> stream.begin("style"));
                LoadBalancedHttpClient client = client(server)) {
            Taker<String> taker = new Taker<>(BodyHandlers.ofString());
            get(client.sendAsync(GET, BodyHandlers.ofString(), taker));
            Await.number("in flight", 1, () -> Clients.inFlight(client));
            taker.only().cancel(true);
            assertThrows(CancellationException.class, () -> get(taker.only()));
            Clients.awaitIdle(client);
            Await.number("streams given up", 1, server::resets);
        }
    }

    @Test
    void aPushedResponseThatBreaksOffFailsAlone() throws Exception {
        try (H2Server server = pushing(stream -> {
                    stream.begin("st");
                    stream.reset(H2Server.INTERNAL_ERROR);
                });
                LoadBalancedHttpClient client = client(server)) {
            Taker<String> taker = new Taker<>(BodyHandlers.ofString());
            assertEquals(
                    "page",
                    get(client.sendAsync(GET, BodyHandlers.ofString(), taker)).body());
            ExecutionException e = assertThrows(ExecutionException.class, () -> get(taker.only()));
            assertInstanceOf(IOException.class, e.getCause());
            Clients.awaitIdle(client);
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    @Test
    void aHandlerThatFailsFailsThePushedResponseAlone() throws Exception {
        try (H2Server server = pushing(stream -> stream.respond("style"));
                LoadBalancedHttpClient client = client(server)) {
            Taker<String> taker = new Taker<>(head -> {
                throw new IllegalStateException("mine");
            });
            assertEquals(
                    "page",
                    get(client.sendAsync(GET, BodyHandlers.ofString(), taker)).body());
            assertThrows(ExecutionException.class, () -> get(taker.only()));
            Clients.awaitIdle(client);
            assertEquals("1 good", Clients.outcomes(client));
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Second attempts after connections that failed or broke. */
class RetryTest {
    private static final String BODY = "the whole body";

    /** A request as the caller makes it; bodies over one stream can be sent once only. */
    private enum Asked {
        GET("GET", "", false),
        POST("POST", BODY, false),
        POST_ONCE("POST", BODY, true),
        PATCH("PATCH", BODY, false),
        PUT("PUT", BODY, false),
        PUT_ONCE("PUT", BODY, true),
        DELETE("DELETE", "", false),
        PURGE("PURGE", "", false);

        private final String method;
        private final String body;
        private final boolean once;

        Asked(String method, String body, boolean once) {
            this.method = method;
            this.body = body;
            this.once = once;
        }

        HttpRequest request() {
            return Clients.request("/").method(method, publisher()).build();
        }

        private BodyPublisher publisher() {
            if (body.isEmpty()) {
                return BodyPublishers.noBody();
            }
            InputStream one = new ByteArrayInputStream(body.getBytes());
            return once ? BodyPublishers.ofInputStream(() -> one) : BodyPublishers.ofString(body);
        }
    }

    static Stream<Arguments> everything() {
        return Stream.of(Asked.values())
                .flatMap(asked -> Stream.of(Way.values()).map(way -> Arguments.of(asked, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everything")
    void whatARefusingServerNeverSawGoesToAnother(Asked asked, Way way) throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(dead.origin(), server.origin())) {
            assertSecondServerAnswers(client, asked, way, server, "1 CONNECT");
        }
    }

    private static void assertSecondServerAnswers(
            LoadBalancedHttpClient client, Asked asked, Way way, TestServer server, String firstOutcome)
            throws Exception {
        HttpResponse<String> response = way.send(client, asked.request(), BodyHandlers.ofString());
        assertEquals("fine", response.body());
        assertEquals(2, ((LoadBalancedResponse<String>) response).attempts());
        assertEquals(asked.method, server.onlyCall().method());
        assertEquals(asked.body, server.onlyCall().body());
        assertEquals(firstOutcome, Clients.outcomes(client, 0));
        assertEquals("1 good", Clients.outcomes(client, 1));
    }

    static Stream<Arguments> everythingCut() {
        return everything()
                .flatMap(arguments -> Stream.of(false, true)
                        .map(rst -> Arguments.of(arguments.get()[0], arguments.get()[1], rst)));
    }

    @ParameterizedTest(name = "{0} {1} RST={2}")
    @MethodSource("everythingCut")
    void whatAServerMayHaveProcessedIsRepeatedOnlyIfThatIsHarmless(Asked asked, Way way, boolean rst) throws Exception {
        TestServer.Script cut = call -> {
            call.body();
            if (rst) {
                call.reset();
            } else {
                call.end();
            }
        };
        try (TestServer dying = TestServer.start(cut);
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(dying.origin(), server.origin())) {
            boolean harmless = List.of(Asked.GET, Asked.PUT, Asked.DELETE).contains(asked);
            if (harmless) {
                assertSecondServerAnswers(client, asked, way, server, "1 CONNECTION_LOST");
            } else {
                assertThrows(IOException.class, () -> way.send(client, asked.request(), BodyHandlers.ofString()));
                assertEquals(0, server.hits());
                assertEquals("1 CONNECTION_LOST", Clients.outcomes(client));
            }
            // The JDK repeats a GET on its own, on the same server.
            assertEquals(asked == Asked.GET ? 2 : 1, dying.hits());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void noServerIsTriedTwiceAndNoneBeyondThePolicy(int attempts) throws Exception {
        try (DeadServer a = DeadServer.refusing();
                DeadServer b = DeadServer.refusing();
                DeadServer c = DeadServer.refusing();
                DeadServer d = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(
                        pool -> pool.retry(RetryPolicy.DEFAULT.withAttempts(attempts)),
                        a.origin(),
                        b.origin(),
                        c.origin(),
                        d.origin())) {
            Exception e = assertThrows(ConnectException.class, () -> Clients.send(client, Clients.post(BODY)));
            assertEquals(attempts - 1, e.getSuppressed().length);
            for (int i = 0; i < 4; i++) {
                assertEquals(i < attempts ? "1 CONNECT" : "", Clients.outcomes(client, i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void earlierFailuresAreSuppressedInTheLastInTheirOrder(Way way) throws Exception {
        try (DeadServer refusing = DeadServer.refusing();
                TestServer cutting = TestServer.start(Call::end);
                TestServer nonsense = TestServer.start(call -> {
                    call.write("this is no HTTP\r\n\r\n");
                    call.end();
                });
                LoadBalancedHttpClient client =
                        Clients.inOrder(refusing.origin(), cutting.origin(), nonsense.origin())) {
            Exception e = assertThrows(
                    ProtocolException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals(2, e.getSuppressed().length);
            assertEquals(ConnectException.class, e.getSuppressed()[0].getClass());
            assertEquals(
                    "GET " + cutting.origin() + "/ of pool 'orders': HTTP/1.1 header parser received no bytes",
                    e.getSuppressed()[1].getMessage());
            for (int i = 0; i < 3; i++) {
                assertEquals(i == 0 ? "1 CONNECT" : "1 CONNECTION_LOST", Clients.outcomes(client, i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPostWithAKeyIsRepeatedForWhoAsksForIt(Way way) throws Exception {
        RetryPolicy keyed =
                RetryPolicy.DEFAULT.withIdempotent(RetryPolicy.IDEMPOTENT_METHOD.or(RetryPolicy.IDEMPOTENCY_KEY));
        try (TestServer dying = TestServer.start(Call::end);
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.retry(keyed), dying.origin(), server.origin())) {
            assertThrows(IOException.class, () -> way.send(client, Clients.post(BODY), BodyHandlers.ofString()));
            assertEquals(0, server.hits());
            HttpRequest request = Clients.request("/")
                    .header("Idempotency-Key", "8e03978e")
                    .POST(BodyPublishers.ofString(BODY))
                    .build();
            assertEquals(
                    "fine", way.send(client, request, BodyHandlers.ofString()).body());
            assertEquals(BODY, server.onlyCall().body());
            assertEquals(List.of("8e03978e"), server.onlyCall().headers("Idempotency-Key"));
        }
    }

    @Test
    void whatThePolicysPredicateThrowsIsTheCallers() throws Exception {
        RetryPolicy failing = RetryPolicy.DEFAULT.withIdempotent(request -> {
            throw new IllegalStateException("mine");
        });
        try (TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(pool -> pool.retry(failing), server.origin())) {
            for (Way way : Way.values()) {
                assertThrows(
                        IllegalStateException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            }
            assertEquals(0, server.hits());
            assertEquals("", Clients.outcomes(client));
        }
    }

    @Test
    void aGetThatIsNotIdempotentIsNotRepeated() throws Exception {
        RetryPolicy nothing = RetryPolicy.DEFAULT.withIdempotent(request -> false);
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.retry(nothing), busy.origin(), server.origin())) {
            assertEquals("busy", Clients.send(client, Clients.get()).body());
            assertEquals(0, server.hits());
        }
    }

    /** The JDK client repeats it, which is refused, and tells of that alone. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aGetThatIsNotIdempotentIsNotRepeatedEvenIfTheLastThingHeardIsARefusal(Way way) throws Exception {
        RetryPolicy nothing = RetryPolicy.DEFAULT.withIdempotent(request -> false);
        try (TestServer dying = TestServer.start(Call::end);
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.retry(nothing), dying.origin(), server.origin())) {
            dying.become(call -> dying.die());
            assertThrows(ConnectException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals(1, dying.hits());
            assertEquals(0, server.hits());
            assertEquals("1 CONNECT", Clients.outcomes(client));
        }
    }

    @Test
    void neverMeansOnce() throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.retry(RetryPolicy.NEVER), dead.origin(), server.origin())) {
            assertThrows(ConnectException.class, () -> Clients.send(client, Clients.get()));
            assertEquals(0, server.hits());
        }
    }

    @Test
    void whenNoEligibleServerIsLeftTheLeastBadIsTried() throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                TestServer draining = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.builder()
                        .pool(
                                "orders",
                                pool -> pool.servers(dead.origin())
                                        .servers(List.of(
                                                ServerSpec.of(draining.origin()).withDraining(true))))
                        .build()) {
            assertEquals("fine", Clients.send(client, Clients.post(BODY)).body());
        }
    }
}

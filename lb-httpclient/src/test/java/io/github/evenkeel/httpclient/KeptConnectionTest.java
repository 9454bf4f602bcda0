package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that close a connection which the client keeps for the next request. */
class KeptConnectionTest {
    /** Answers the first request and ends its connection by the script; answers all others. */
    private static TestServer server(TestServer.Script ending) {
        TestServer server = TestServer.start(Call::end);
        server.become(call -> {
            call.respond(200, "fine");
            if (server.hits() == 1) {
                ending.answer(call);
            }
        });
        return server;
    }

    private static void warmUp(LoadBalancedHttpClient client) throws Exception {
        assertEquals("fine", Clients.send(client, Clients.get()).body());
    }

    private static HttpRequest once() {
        InputStream one = new ByteArrayInputStream("the whole body".getBytes());
        return Clients.request("/")
                .POST(BodyPublishers.ofInputStream(() -> one))
                .build();
    }

    @ParameterizedTest
    @CsvSource({"GET,SEND", "GET,SEND_ASYNC", "POST,SEND", "POST,SEND_ASYNC"})
    void oneThatHasEndedIsNotUsed(String method, Way way) throws Exception {
        try (TestServer server = server(Call::leave);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            warmUp(client);
            Await.number("connections", 0, server::connections);
            HttpRequest request = method.equals("GET") ? Clients.get() : once();
            assertEquals(
                    "fine", way.send(client, request, BodyHandlers.ofString()).body());
            assertEquals(
                    method.equals("GET") ? "" : "the whole body",
                    server.calls().get(1).body());
            assertEquals(2, server.accepted());
            Clients.awaitIdle(client);
            assertEquals("2 good", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneThatEndsAsAGetComesIsReplacedByTheJdk(Way way) throws Exception {
        try (TestServer server = server(Call::resetNextUnheard);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            warmUp(client);
            assertEquals(
                    "fine",
                    way.send(client, Clients.get(), BodyHandlers.ofString()).body());
            assertEquals(2, server.accepted());
            Clients.awaitIdle(client);
            assertEquals("2 good", Clients.outcomes(client));
        }
    }

    /** It was not heard, but who could know? The same is seen of one that was carried out. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void oneThatEndsAsAPostComesMayHaveBroughtIt(Way way) throws Exception {
        try (TestServer server = server(Call::resetNextUnheard);
                TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin(), other.origin())) {
            warmUp(client);
            IOException failure = assertThrows(
                    IOException.class, () -> way.send(client, Clients.post("a body"), BodyHandlers.ofString()));
            assertTrue(failure.getMessage().endsWith("HTTP/1.1 header parser received no bytes"), failure::toString);
            assertEquals(0, other.hits());
            assertEquals("1 good, 1 CONNECTION_LOST", Clients.outcomes(client));
        }
    }

    @Test
    void aPostWithAKeyIsSentToAnotherServer() throws Exception {
        RetryPolicy byKey =
                RetryPolicy.DEFAULT.withIdempotent(RetryPolicy.IDEMPOTENT_METHOD.or(RetryPolicy.IDEMPOTENCY_KEY));
        try (TestServer server = server(Call::resetNextUnheard);
                TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.retry(byKey), server.origin(), other.origin())) {
            warmUp(client);
            HttpRequest request = HttpRequest.newBuilder(Clients.post("a body"), (name, value) -> true)
                    .header("Idempotency-Key", "1")
                    .build();
            assertEquals("other", Clients.send(client, request).body());
            assertEquals("a body", other.onlyCall().body());
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What JDK 25 tells of a response's connection is told of ours too; older ones tell nothing. */
class ConnectionLabelTest {
    private static final boolean KNOWN_TO_THE_JDK = Runtime.version().feature() >= 25;

    /** As who is compiled for JDK 25 asks: by the method of the JDK's own interface. */
    private static Optional<?> label(HttpResponse<?> response) throws Exception {
        Class<?> asked = KNOWN_TO_THE_JDK ? HttpResponse.class : response.getClass();
        return (Optional<?>) asked.getMethod("connectionLabel").invoke(response);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void itIsThatOfTheConnectionToTheServer(Way way) throws Exception {
        try (TestServer server = TestServer.answering(200, "fine");
                TestServer elsewhere = TestServer.answering(200, "fine");
                // With cookies even what goes past the pools is answered by a class of ours.
                LoadBalancedHttpClient client = Clients.builder()
                        .cookieHandler(new CookieManager())
                        .pool("orders", pool -> pool.servers(server.origin()))
                        .build()) {
            HttpRequest past =
                    HttpRequest.newBuilder(URI.create(elsewhere.origin())).build();
            Optional<?> first = label(way.send(client, Clients.get(), BodyHandlers.ofString()));
            Optional<?> second = label(way.send(client, Clients.get(), BodyHandlers.ofString()));
            Optional<?> other = label(way.send(client, past, BodyHandlers.ofString()));
            assertEquals(KNOWN_TO_THE_JDK, first.isPresent());
            assertEquals(KNOWN_TO_THE_JDK, other.isPresent());
            assertEquals(1, server.accepted());
            assertEquals(first, second, "both came over one connection");
            if (KNOWN_TO_THE_JDK) {
                assertNotEquals(first, other);
            }
        }
    }
}

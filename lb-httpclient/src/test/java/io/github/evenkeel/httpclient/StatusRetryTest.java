package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are taken for a refusal. */
class StatusRetryTest {
    @ParameterizedTest
    @EnumSource(Way.class)
    void theHandlerSeesTheLastAnswerOnly(Way way) throws Exception {
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer worse = TestServer.answering(502, "worse");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), worse.origin(), server.origin())) {
            List<Integer> handled = new CopyOnWriteArrayList<>();
            BodyHandler<String> handler = info -> {
                handled.add(info.statusCode());
                return BodyHandlers.ofString().apply(info);
            };
            HttpResponse<String> response = way.send(client, Clients.get(), handler);
            assertEquals("fine", response.body());
            assertEquals(3, ((LoadBalancedResponse<String>) response).attempts());
            assertEquals(
                    List.of(busy.origin(), worse.origin()),
                    ((LoadBalancedResponse<String>) response)
                            .earlierServers().stream().map(Server::id).toList());
            assertEquals(List.of(200), handled);
            assertEquals("1 STATUS", Clients.outcomes(client, 0));
            assertEquals("1 STATUS", Clients.outcomes(client, 1));
            assertEquals("1 good", Clients.outcomes(client, 2));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whenAllAreBusyTheLastAnswerIsHandedOverWithItsBody(Way way) throws Exception {
        try (TestServer a = TestServer.answering(503, "busy a");
                TestServer b = TestServer.answering(503, "busy b");
                LoadBalancedHttpClient client = Clients.inOrder(a.origin(), b.origin())) {
            HttpResponse<String> response = way.send(client, Clients.get(), BodyHandlers.ofString());
            assertEquals(503, response.statusCode());
            assertEquals("busy b", response.body());
            assertEquals("1 STATUS", Clients.outcomes(client, 0));
            assertEquals("1 STATUS", Clients.outcomes(client, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, true",
        "HEAD, true",
        "OPTIONS, true",
        "TRACE, true",
        "PUT, true",
        "DELETE, true",
        "POST, false",
        "PATCH, false",
        "PURGE, false"
    })
    void onlyIdempotentRequestsAreRepeated(String method, boolean repeated) throws Exception {
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            HttpRequest request =
                    Clients.request("/").method(method, BodyPublishers.noBody()).build();
            assertEquals(repeated ? 200 : 503, Clients.send(client, request).statusCode());
            assertEquals(repeated ? 1 : 0, server.hits());
            assertEquals("1 STATUS", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, true, 1 cancelled",
        "502, true, 1 STATUS",
        "503, true, 1 STATUS",
        "504, true, 1 STATUS",
        "500, false, 1 STATUS",
        "501, false, 1 good",
        "505, false, 1 good",
        "507, false, 1 STATUS",
        "404, false, 1 good",
        "401, false, 1 good",
        "302, false, 1 good",
        "204, false, 1 good",
        "599, false, 1 STATUS"
    })
    void eachStatusHasItsVerdict(int status, boolean repeated, String outcome) throws Exception {
        try (TestServer first = TestServer.answering(status, "first");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(first.origin(), server.origin())) {
            assertEquals(
                    repeated ? 200 : status, Clients.send(client, Clients.get()).statusCode());
            assertEquals(outcome, Clients.outcomes(client, 0));
            assertEquals(repeated ? "1 good" : "", Clients.outcomes(client, 1));
        }
    }

    @Test
    void whichStatusesIsForThePolicyToSay() throws Exception {
        try (TestServer first = TestServer.answering(404, "not here");
                TestServer server = TestServer.answering(503, "busy");
                TestServer third = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(
                        pool -> pool.retry(RetryPolicy.DEFAULT.withStatuses(Set.of(404))),
                        first.origin(),
                        server.origin(),
                        third.origin())) {
            assertEquals("busy", Clients.send(client, Clients.get()).body());
            assertEquals("1 good", Clients.outcomes(client, 0));
            assertEquals(0, third.hits());
        }
    }

    @Test
    void neverMeansThatTheFirstAnswerCounts() throws Exception {
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.retry(RetryPolicy.NEVER), busy.origin(), server.origin())) {
            assertEquals("busy", Clients.send(client, Clients.get()).body());
            assertEquals(0, server.hits());
        }
    }

    @Test
    void aBodyThatCanBeSentOnceIsNotSentAgain() throws Exception {
        InputStream one = new ByteArrayInputStream("whole".getBytes());
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            HttpRequest request = Clients.request("/")
                    .PUT(BodyPublishers.ofInputStream(() -> one))
                    .build();
            assertEquals(503, Clients.send(client, request).statusCode());
            assertEquals("whole", busy.onlyCall().body());
            assertEquals(0, server.hits());
        }
    }

    @Test
    void aBodyThatWasNotAskedForYetIsSentToTheNext() throws Exception {
        InputStream one = new ByteArrayInputStream("whole".getBytes());
        try (TestServer busy = TestServer.start(call -> {
                    call.write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                    call.end();
                });
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            HttpRequest request = Clients.request("/")
                    .expectContinue(true)
                    .PUT(BodyPublishers.ofInputStream(() -> one))
                    .build();
            assertEquals("fine", Clients.send(client, request).body());
            assertEquals("whole", server.onlyCall().body());
        }
    }

    /** The body is left to the caller, who may know a better place for it. (JDK 17 never ends an answer that has one itself.) */
    @ParameterizedTest
    @CsvSource({"417, PUT", "413, PUT", "503, POST"})
    void anAnswerInsteadOfGoOnIsHandedOverAndTheBodyStays(int status, String method) throws Exception {
        InputStream one = new ByteArrayInputStream("whole".getBytes());
        for (Way way : Way.values()) {
            try (TestServer unwilling = TestServer.start(call -> {
                        call.write("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                        call.end();
                    });
                    TestServer server = TestServer.answering(200, "fine");
                    LoadBalancedHttpClient client = Clients.inOrder(unwilling.origin(), server.origin())) {
                HttpRequest request = Clients.request("/")
                        .expectContinue(true)
                        .method(method, BodyPublishers.ofInputStream(() -> one))
                        .build();
                HttpResponse<String> response = way.send(client, request, BodyHandlers.ofString());
                assertEquals(status, response.statusCode());
                assertEquals(0, server.hits());
                assertEquals(5, one.available());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stalled", "endless", "cut"})
    void theRestOfADiscardedPageHoldsNothingUp(String page) throws Exception {
        try (TestServer busy = TestServer.start(call -> page(call, page));
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            for (Way way : Way.values()) {
                assertEquals(
                        "fine",
                        way.send(client, Clients.get(), BodyHandlers.ofString()).body());
            }
            assertEquals("2 STATUS", Clients.outcomes(client));
            Await.number("connections to the busy server", 0, busy::connections);
        }
    }

    private static void page(Call call, String kind) throws IOException {
        call.promise(503, 1_000_000_000L);
        switch (kind) {
            case "stalled" -> call.hang();
            case "cut" -> call.end();
            default -> {
                for (int i = 0; i < 1000; i++) {
                    call.write(new byte[64 * 1024]);
                }
                throw new AssertionError("64 MB of a page nobody wants were read");
            }
        }
    }

    @Test
    void theConnectionOfAShortPageIsUsedAgain() throws Exception {
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(
                        pool -> pool.breaker(BreakerSettings.DEFAULT
                                .withConsecutiveFailures(1000)
                                .withoutRates()),
                        busy.origin(),
                        server.origin())) {
            for (int i = 0; i < 100; i++) {
                assertEquals("fine", Clients.send(client, Clients.get()).body());
            }
            assertEquals(100, busy.hits());
            assertTrue(busy.accepted() < 20, "connections: " + busy.accepted());
        }
    }

    @Test
    void whenTheServerInsteadCannotBeReachedEitherTheNextAnswerCounts() throws Exception {
        try (TestServer busy = TestServer.answering(503, "busy");
                DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), dead.origin())) {
            assertEquals("busy", Clients.send(client, Clients.get()).body());
            assertEquals("2 STATUS", Clients.outcomes(client, 0), "asked again after a pause");
            assertEquals("1 CONNECT", Clients.outcomes(client, 1));
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that ask to be left alone for a while, and are. */
class PausedServerTest {
    private static TestServer asking(int status, String field) {
        return TestServer.start(call -> call.respond(status, "busy", field));
    }

    private static ServerState state(LoadBalancedHttpClient client, int index) {
        return Clients.server(client, index).state();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void othersTakeOverAndNobodyIsBlamed(Way way) throws Exception {
        try (TestServer busy = asking(503, "Retry-After: 60");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            for (int i = 0; i < 10; i++) {
                HttpResponse<String> response = way.send(client, Clients.get(), BodyHandlers.ofString());
                assertEquals("fine", response.body());
                assertEquals(i == 0 ? 2 : 1, ((LoadBalancedResponse<String>) response).attempts());
            }
            assertEquals("1 cancelled", Clients.outcomes(client, 0));
            assertEquals("10 good", Clients.outcomes(client, 1));
            assertEquals(ServerState.PAUSED, state(client, 0));
            assertEquals(1, busy.hits());
        }
    }

    @Test
    void aRequestThatIsNotRepeatedTellsOfThePauseToo() throws Exception {
        try (TestServer busy = asking(429, "retry-after-ms: 60000");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            assertEquals(429, Clients.send(client, Clients.post("order")).statusCode());
            assertEquals(200, Clients.send(client, Clients.post("order")).statusCode());
            assertEquals(ServerState.PAUSED, state(client, 0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 | Retry-After: 0                                | ACTIVE | 1 STATUS",
                "503 | Retry-After: soon                             | ACTIVE | 1 STATUS",
                "503 | Retry-After: Sun, 06 Nov 1994 08:49:37 GMT    | ACTIVE | 1 STATUS",
                "503 | Retry-After: 60                               | PAUSED | 1 cancelled",
                "503 | retry-after-ms: 60000                         | PAUSED | 1 cancelled",
                "429 | Retry-After: 60                               | PAUSED | 1 cancelled",
                "429 | X-Other: 60                                   | ACTIVE | 1 cancelled",
                "500 | Retry-After: 60                               | ACTIVE | 1 STATUS",
                "200 | Retry-After: 60                               | ACTIVE | 1 good",
                "301 | Retry-After: 60                               | ACTIVE | 1 good"
            })
    void eachAnswerHasItsVerdict(int status, String field, ServerState state, String outcome) throws Exception {
        try (TestServer busy = asking(status, field);
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            assertEquals(status, Clients.send(client, Clients.post("order")).statusCode());
            assertEquals(state, state(client, 0));
            assertEquals(outcome, Clients.outcomes(client, 0));
        }
    }

    @Test
    void aDateIsReadByTheServersClock() throws Exception {
        DateTimeFormatter form = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
        Instant strange = Instant.parse("2001-10-10T10:10:10Z");
        try (TestServer busy = TestServer.start(call -> call.respond(
                        503,
                        "busy",
                        "Date: " + form.format(strange),
                        "Retry-After: " + form.format(strange.plusSeconds(60))));
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin())) {
            Clients.send(client, Clients.get());
            assertEquals(ServerState.PAUSED, state(client, 0));
        }
    }

    @Test
    void afterItsPauseItIsAskedAgain() throws Exception {
        try (TestServer busy = asking(503, "retry-after-ms: 100");
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin(), server.origin())) {
            Clients.send(client, Clients.get());
            busy.become(call -> call.respond(200, "rested"));
            Await.until("an answer of the first server", () -> body(client).equals("rested"));
            assertEquals(ServerState.ACTIVE, state(client, 0));
        }
    }

    private static String body(LoadBalancedHttpClient client) {
        try {
            return Clients.send(client, Clients.get()).body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoIsAloneIsAskedAllTheSame() throws Exception {
        try (TestServer busy = asking(503, "Retry-After: 60");
                LoadBalancedHttpClient client = Clients.inOrder(busy.origin())) {
            for (int i = 0; i < 10; i++) {
                assertEquals("busy", Clients.send(client, Clients.get()).body());
            }
            assertEquals("10 cancelled", Clients.outcomes(client));
            assertEquals(ServerState.PAUSED, state(client, 0), "nor is it ejected for it");
        }
    }
}

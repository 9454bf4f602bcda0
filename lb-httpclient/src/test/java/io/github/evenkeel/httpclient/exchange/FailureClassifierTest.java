package io.github.evenkeel.httpclient.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Failures of the caller's own, provoked on the running JDK by {@code send} and by {@code sendAsync}, which word them
 * differently. Those of servers are in the table of failures.
 */
class FailureClassifierTest {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(1000))
            .build();

    private static HttpRequest.Builder request(String origin) {
        return HttpRequest.newBuilder(URI.create(origin + "/"));
    }

    private static void assertClass(FailureClass expected, HttpClient client, HttpRequest request) throws Exception {
        assertEquals(expected, bySend(client, request), "send");
        assertEquals(expected, bySendAsync(client, request), "sendAsync");
    }

    private static FailureClass bySend(HttpClient client, HttpRequest request) throws Exception {
        try {
            client.send(request, BodyHandlers.ofString());
        } catch (IOException | RuntimeException e) {
            return FailureClassifier.classify(e, false);
        }
        throw new AssertionError("it went well");
    }

    private static FailureClass bySendAsync(HttpClient client, HttpRequest request) throws Exception {
        CompletableFuture<FailureClass> found = new CompletableFuture<>();
        client.sendAsync(request, BodyHandlers.ofString())
                .whenComplete((response, e) -> found.complete(e == null ? null : FailureClassifier.classify(e, false)));
        return found.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aTlsServerSpokenToInPlainTextLosesTheConnection() throws Exception {
        Tls.context();
        try (TestServer server = TestServer.startTls(call -> call.respond(200, ""))) {
            HttpRequest http = request(server.origin().replace("https:", "http:"))
                    .DELETE()
                    .timeout(Duration.ofSeconds(5))
                    .build();
            assertClass(FailureClass.CONNECTION_LOST, client, http);
        }
    }

    /** What is the caller's own doing: {@code send} wraps some of it in an {@link IOException}. */
    private enum Own {
        STREAM_FAILS,
        SUBSCRIBE_THROWS,
        SUPPLIER_RETURNS_NULL,
        TOO_FEW_BYTES,
        TOO_MANY_BYTES;

        HttpRequest.BodyPublisher body() {
            return switch (this) {
                case STREAM_FAILS ->
                    BodyPublishers.ofInputStream(() -> new InputStream() {
                        @Override
                        public int read() {
                            throw new IllegalStateException("mine");
                        }
                    });
                case SUBSCRIBE_THROWS ->
                    BodyPublishers.fromPublisher(subscriber -> {
                        throw new IllegalStateException("mine");
                    });
                case SUPPLIER_RETURNS_NULL -> BodyPublishers.ofInputStream(() -> null);
                case TOO_FEW_BYTES -> BodyPublishers.fromPublisher(BodyPublishers.ofString("body"), 10);
                case TOO_MANY_BYTES -> BodyPublishers.fromPublisher(BodyPublishers.ofString("body"), 2);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Own.class)
    void aBodyThatFailsIsTheCallersOwn(Own own) throws Exception {
        try (TestServer server = TestServer.start(Call::hang)) {
            TrackedPublisher body = new TrackedPublisher(own.body());
            HttpRequest request = request(server.origin())
                    .PUT(body)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            FailureClass bySend = bySend(client, request);
            FailureClass found = body.hasFailed() ? FailureClass.NEUTRAL : bySend;
            assertEquals(FailureClass.NEUTRAL, found);
            TrackedPublisher another = new TrackedPublisher(own.body());
            FailureClass byAsync = bySendAsync(
                    client,
                    request(server.origin())
                            .PUT(another)
                            .timeout(Duration.ofSeconds(10))
                            .build());
            assertEquals(FailureClass.NEUTRAL, another.hasFailed() ? FailureClass.NEUTRAL : byAsync);
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aWrongOrMissingPasswordIsTheCallersOwn(boolean missing) throws Exception {
        Authenticator wrong = new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return missing ? null : new PasswordAuthentication("me", "wrong".toCharArray());
            }
        };
        HttpClient knocking = HttpClient.newBuilder().authenticator(wrong).build();
        try (TestServer server =
                TestServer.start(call -> call.respond(401, "", "WWW-Authenticate: Basic realm=\"orders\""))) {
            assertClass(FailureClass.NEUTRAL, knocking, request(server.origin()).build());
        }
    }

    @Test
    void whatIsNoIoExceptionIsTheCallersOwnHoweverItIsWrapped() {
        Throwable mine = new IllegalStateException("mine");
        for (boolean begun : new boolean[] {false, true}) {
            assertEquals(FailureClass.NEUTRAL, FailureClassifier.classify(mine, begun));
            assertEquals(FailureClass.NEUTRAL, FailureClassifier.classify(new CompletionException(mine), begun));
            assertEquals(FailureClass.NEUTRAL, FailureClassifier.classify(new ExecutionException(mine), begun));
            assertEquals(FailureClass.NEUTRAL, FailureClassifier.classify(new IOException("mine", mine), begun));
            assertEquals(FailureClass.NEUTRAL, FailureClassifier.classify(new CancellationException(), begun));
            assertEquals(FailureClass.NEUTRAL, FailureClassifier.classify(new InterruptedException(), begun));
        }
    }

    @Test
    void anUnknownMessageFallsToTheCarefulSide() {
        assertEquals(FailureClass.CONNECTION_LOST, FailureClassifier.classify(new IOException("news"), false));
        assertEquals(FailureClass.CONNECTION_LOST, FailureClassifier.classify(new IOException((String) null), false));
        assertEquals(FailureClass.NEUTRAL, FailureClassifier.classify(new IOException("closed"), false));
        assertEquals(FailureClass.CONNECTION_LOST, FailureClassifier.classify(new IOException("closed output"), false));
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.ClientThreads;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** When a client that is shut down ends, and what it says of the servers then. */
class LifeCycleTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final TestServer.Script HALF_A_BODY = call -> {
        if (call.target().equals("/body")) {
            call.promise(200, 1_000_000);
            call.write("one\n");
        }
        call.hang();
    };

    private final ClientThreads threads = new ClientThreads();

    @Test
    void anIdleClientIsLetGoByShutdownAlone() throws Exception {
        try (TestServer server = TestServer.answering(200, "fine")) {
            LoadBalancedHttpClient client = Clients.inOrder(pool -> pool.probe("/health"), server.origin());
            Clients.send(client, Clients.get());
            client.shutdown();
            threads.awaitNone();
            assertTrue(client.isTerminated());
        }
    }

    @Test
    void aStreamedBodyKeepsTheClientUntilItIsClosed() throws Exception {
        try (TestServer server = TestServer.start(HALF_A_BODY)) {
            LoadBalancedHttpClient client = Clients.inOrder(server.origin());
            InputStream body = client.send(Clients.request("/body").build(), BodyHandlers.ofInputStream())
                    .body();
            client.shutdown();
            assertFalse(client.awaitTermination(Duration.ofMillis(50)));
            assertEquals('o', body.read());
            body.close();
            assertTrue(client.awaitTermination(SOON));
            threads.awaitNone();
            assertEquals("1 cancelled", Clients.outcomes(client));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shutdownNowEndsRunningRequestsAndBlamesNobody() throws Exception {
        try (TestServer server = TestServer.start(HALF_A_BODY);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            InputStream streamed = client.send(Clients.request("/body").build(), BodyHandlers.ofInputStream())
                    .body();
            CompletableFuture<HttpResponse<String>> mute = client.sendAsync(Clients.get(), BodyHandlers.ofString());
            CompletableFuture<HttpResponse<String>> partly =
                    client.sendAsync(Clients.request("/body").build(), BodyHandlers.ofString());
            Await.number("hits", 3, server::hits);
            client.shutdownNow();
            assertTrue(client.awaitTermination(SOON));
            assertThrows(Exception.class, mute::join);
            assertThrows(Exception.class, partly::join);
            assertThrows(IOException.class, streamed::readAllBytes);
            Clients.awaitIdle(client);
            assertEquals("3 cancelled", Clients.outcomes(client));
            threads.awaitNone();
        }
    }
}

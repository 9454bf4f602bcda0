package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.lang.ref.WeakReference;
import java.net.CookieManager;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The JDK client keeps the request that a connection was made for as long as that connection, and after its end too.
 * What we put beside it must not keep more.
 */
class ForgettingTest {
    private static void awaitForgotten(String what, WeakReference<?> reference) {
        Await.until(what + " is forgotten", () -> {
            System.gc();
            return reference.refersTo(null);
        });
    }

    private static LoadBalancedHttpClient client(TestServer server) {
        return Clients.builder()
                .followRedirects(Redirect.NORMAL)
                .cookieHandler(new CookieManager())
                .pool("orders", pool -> pool.servers(server.origin()))
                .build();
    }

    @Test
    void aKeptConnectionKeepsNoThreadOfACaller() throws Exception {
        try (TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = client(server)) {
            WeakReference<Thread> sender = sendOnAnotherThread(client);
            awaitForgotten("the thread", sender);
            assertEquals(1, server.connections(), "its connection");
        }
    }

    private static WeakReference<Thread> sendOnAnotherThread(LoadBalancedHttpClient client) throws Exception {
        HttpRequest request =
                Clients.request("/").timeout(Duration.ofSeconds(50)).build();
        FutureTask<Integer> sending = new FutureTask<>(
                () -> client.send(request, BodyHandlers.ofString()).statusCode());
        Thread thread = new Thread(sending);
        thread.start();
        assertEquals(200, sending.get(50, TimeUnit.SECONDS));
        return new WeakReference<>(thread);
    }

    @Test
    void aClosedClientIsForgotten() throws Exception {
        try (TestServer server = TestServer.echoingName()) {
            awaitForgotten("the client", usedAndClosed(server));
        }
    }

    private static WeakReference<LoadBalancedHttpClient> usedAndClosed(TestServer server) throws Exception {
        LoadBalancedHttpClient client = client(server);
        Clients.send(client, Clients.get());
        client.close();
        return new WeakReference<>(client);
    }
}

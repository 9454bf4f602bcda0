package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import io.github.evenkeel.httpclient.probe.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that joins a running pool, or comes back to it: connected and found to be well before anybody needs it. */
class NewcomerTest {
    /** The first probe, and no other. */
    private static final Probe ONCE =
            Probe.http("/health").withInterval(Duration.ofDays(1)).withTimeout(Duration.ofSeconds(30));

    private final CountDownLatch connected = new CountDownLatch(1);

    /** Takes its time for the first request, which is the probe's. */
    private void answer(Call call) throws IOException {
        if (call.target().equals("/health")) {
            Await.latch("the probe's answer is wanted", connected);
        }
        call.respond(200, "");
    }

    private static LoadBalancedHttpClient client(TestServer first) {
        return LoadBalancedHttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(30))
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(Tls.context())
                .pool(
                        "orders",
                        pool -> pool.servers(first.origin())
                                .strategy(SelectionStrategy.roundRobin())
                                .slowStart(SlowStart.NONE)
                                .probe(ONCE))
                .build();
    }

    private static void ask(LoadBalancedHttpClient client, TestServer like) throws Exception {
        URI uri = URI.create((like.origin().startsWith("https") ? "https" : "http") + "://orders/api");
        assertEquals(
                200,
                client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                        .statusCode());
    }

    private static ServerState last(LoadBalancedHttpClient client) {
        return client.pool("orders").statistics().servers().get(1).state();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itsFirstRequestFindsAConnectionThatIsOpen(boolean tls) throws Exception {
        try (TestServer first =
                        tls ? TestServer.startTls(call -> call.respond(200, "")) : TestServer.answering(200, "");
                TestServer second = tls ? TestServer.startTls(this::answer) : TestServer.start(this::answer);
                LoadBalancedHttpClient client = client(first)) {
            client.pool("orders").add(ServerSpec.of(second.origin()));
            assertEquals(ServerState.NOT_READY, last(client));
            for (int i = 0; i < 20; i++) {
                ask(client, first);
            }
            Await.number("the probe", 1, second::hits);
            connected.countDown();
            Await.until("it is in use", () -> last(client) == ServerState.ACTIVE);
            for (int i = 0; i < 2; i++) {
                ask(client, first);
            }
            assertEquals(2, second.hits(), "the probe and one request of two");
            assertEquals(1, second.accepted(), "connections");
        }
    }

    @Test
    void whoDrainsIsNotProbedAndWhoIsReadmittedIsProbedFirst() throws Exception {
        connected.countDown();
        try (TestServer first = TestServer.answering(200, "");
                TestServer second = TestServer.start(this::answer);
                LoadBalancedHttpClient client = client(first)) {
            Pool orders = client.pool("orders");
            orders.add(ServerSpec.of(second.origin()));
            Await.until("it is in use", () -> last(client) == ServerState.ACTIVE);
            orders.drain(second.origin(), Duration.ZERO);
            assertEquals(1, second.hits());
            assertTrue(orders.readmit(second.origin()));
            Await.until("it is in use again", () -> last(client) == ServerState.ACTIVE);
            assertEquals(2, second.hits());
        }
    }
}

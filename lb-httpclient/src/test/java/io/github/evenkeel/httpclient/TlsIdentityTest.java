package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.InOrder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.probe.Probe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers given as addresses prove the pool's name, or the one set for it. */
class TlsIdentityTest {
    private static final KeyStore ORDERS = Tls.certificate("dns:orders");
    private static final TestServer.Script FINE = call -> call.respond(200, "fine");

    private static TestServer server(KeyStore certificate) {
        return TestServer.startTls(FINE, Tls.context(certificate));
    }

    private static LoadBalancedHttpClient client(SSLContext context, String pool, Consumer<PoolBuilder> description) {
        return LoadBalancedHttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .sslContext(context)
                .pool(pool, description)
                .build();
    }

    private static HttpRequest ask(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).build();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anAddressProvesThePoolsName(Way way) throws Exception {
        try (TestServer server = server(ORDERS);
                LoadBalancedHttpClient client =
                        client(Tls.trusting(ORDERS), "orders", pool -> pool.servers(server.origin()))) {
            HttpResponse<String> response = way.send(client, ask("https://orders/"), BodyHandlers.ofString());
            assertEquals("fine", response.body());
            assertEquals("orders", server.onlyCall().serverName(), "asked for by SNI");
            assertEquals(
                    "CN=orders",
                    response.sslSession().orElseThrow().getPeerPrincipal().getName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns:other", "ip:127.0.0.1"})
    void anyOtherNameIsRefusedEvenThatOfTheAddress(String name) throws Exception {
        KeyStore wrong = Tls.certificate(name);
        try (TestServer server = server(wrong);
                LoadBalancedHttpClient client = client(
                        Tls.trusting(wrong, ORDERS),
                        "orders",
                        pool -> pool.servers(server.origin()).retry(RetryPolicy.NEVER))) {
            assertThrows(SSLHandshakeException.class, () -> Clients.send(client, ask("https://orders/")));
            assertEquals(0, server.hits());
            assertEquals("1 CONNECT", Clients.outcomes(client));
        }
    }

    @Test
    void whatIsExpiredOrNotTrustedIsRefusedAndTheNextServerAnswers() throws Exception {
        KeyStore expired = Tls.expired("dns:orders");
        KeyStore stranger = Tls.certificate("dns:ORDERS");
        try (TestServer old = server(expired);
                TestServer unknown = server(stranger);
                TestServer good = server(ORDERS);
                LoadBalancedHttpClient client = client(
                        Tls.trusting(expired, ORDERS),
                        "orders",
                        pool -> pool.servers(old.origin(), unknown.origin(), good.origin())
                                .strategy(InOrder.STRATEGY))) {
            LoadBalancedResponse<String> response = Clients.send(
                    client,
                    HttpRequest.newBuilder(URI.create("https://orders/"))
                            .POST(HttpRequest.BodyPublishers.ofString("even a POST: nobody has seen it"))
                            .build());
            assertEquals(3, response.attempts());
            assertEquals(0, old.hits() + unknown.hits());
        }
    }

    @Test
    void aNameCanBeSetForThePool() throws Exception {
        KeyStore shop = Tls.certificate("dns:orders.shop.example");
        try (TestServer server = server(shop);
                LoadBalancedHttpClient client = client(
                        Tls.trusting(shop),
                        "orders",
                        pool -> pool.servers(server.origin()).tlsName("Orders.Shop.example"))) {
            assertEquals("fine", Clients.send(client, ask("https://orders/")).body());
            assertEquals("orders.shop.example", server.onlyCall().serverName());
        }
    }

    @Test
    void aHostNameProvesItself() throws Exception {
        KeyStore localhost = Tls.certificate("dns:localhost");
        try (TestServer server = server(localhost);
                LoadBalancedHttpClient client = client(
                        Tls.trusting(localhost),
                        "orders",
                        pool -> pool.servers("https://localhost:" + server.port()))) {
            assertEquals("fine", Clients.send(client, ask("https://orders/")).body());
            assertEquals("localhost", server.onlyCall().serverName());
        }
    }

    /** The JDK resumes a session by host and port and does not look at its certificate again. */
    @Test
    void aResumedSessionDoesNotSkipTheCheck() throws Exception {
        SSLContext shared = Tls.trusting(ORDERS);
        try (TestServer server = server(ORDERS);
                LoadBalancedHttpClient right = client(shared, "orders", pool -> pool.servers(server.origin()));
                LoadBalancedHttpClient wrong = client(
                        shared, "users", pool -> pool.servers(server.origin()).retry(RetryPolicy.NEVER))) {
            for (int i = 0; i < 3; i++) {
                assertEquals("fine", Clients.send(right, ask("https://orders/")).body());
                assertThrows(SSLHandshakeException.class, () -> Clients.send(wrong, ask("https://users/")));
            }
            assertThrows(IOException.class, () -> Clients.send(right, ask(server.origin())), "past the pool");
            assertEquals("fine", Clients.send(right, ask("https://orders/")).body());
        }
    }

    @Test
    void twoPoolsOfOneClientShareNoConnection() throws Exception {
        try (TestServer server = server(ORDERS);
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .sslContext(Tls.trusting(ORDERS))
                        .connectTimeout(Duration.ofSeconds(20))
                        .pool("orders", pool -> pool.servers(server.origin()))
                        .pool("users", pool -> pool.servers(server.origin()).retry(RetryPolicy.NEVER))
                        .build()) {
            assertEquals("fine", Clients.send(client, ask("https://orders/")).body());
            assertThrows(SSLHandshakeException.class, () -> Clients.send(client, ask("https://users/")));
            assertEquals("fine", Clients.send(client, ask("https://orders/")).body());
            assertEquals(2, server.hits());
        }
    }

    @Test
    void theClientsOwnCertificateIsShown() throws Exception {
        KeyStore me = Tls.certificate("dns:me");
        try (TestServer server = TestServer.startMutualTls(
                        call -> call.respond(200, call.clientName()), Tls.context(ORDERS, me));
                LoadBalancedHttpClient client =
                        client(Tls.context(me, ORDERS), "orders", pool -> pool.servers(server.origin()));
                LoadBalancedHttpClient nobody = client(
                        Tls.trusting(ORDERS),
                        "orders",
                        pool -> pool.servers(server.origin()).retry(RetryPolicy.NEVER))) {
            assertEquals("CN=me", Clients.send(client, ask("https://orders/")).body());
            assertThrows(IOException.class, () -> Clients.send(nobody, ask("https://orders/")));
            assertEquals(1, server.hits());
        }
    }

    @Test
    void probesCheckTheNameToo() throws Exception {
        KeyStore wrong = Tls.certificate("dns:other");
        Probe often = Probe.http("/health").withInterval(Duration.ofMillis(20)).withTimeout(Duration.ofSeconds(20));
        try (TestServer good = server(ORDERS);
                TestServer bad = server(wrong);
                LoadBalancedHttpClient client = client(
                        Tls.trusting(ORDERS, wrong),
                        "orders",
                        pool -> pool.servers(good.origin(), bad.origin()).probe(often))) {
            Await.until("the good one passes", () -> good.hits() > 2);
            Await.until(
                    "the bad one fails",
                    () -> Clients.server(client, 1).state()
                            != Clients.server(client, 0).state());
            assertEquals(0, bad.hits());
        }
    }

    @Test
    void httpsGoesToHttpsServersAloneAndHttpToAny() throws Exception {
        try (TestServer plain = TestServer.start(FINE);
                TestServer secure = server(ORDERS);
                LoadBalancedHttpClient client = client(
                        Tls.trusting(ORDERS),
                        "orders",
                        pool -> pool.servers(plain.origin(), secure.origin())
                                .strategy(SelectionStrategy.roundRobin()))) {
            for (int i = 0; i < 10; i++) {
                assertEquals(
                        secure.origin(),
                        Clients.send(client, ask("https://orders/")).server().id());
            }
            assertEquals(0, plain.accepted());
            for (int i = 0; i < 10; i++) {
                Clients.send(client, ask("http://orders/"));
            }
            assertEquals(5, plain.hits());
            assertEquals(15, secure.hits());
            assertEquals("5 good", Clients.outcomes(client, 0), "being passed over is counted nowhere");
        }
    }

    @Test
    void withoutAnHttpsServerLeftHttpsFailsAndSaysSo() throws Exception {
        try (TestServer plain = TestServer.start(FINE);
                TestServer secure = server(ORDERS);
                LoadBalancedHttpClient client = client(
                        Tls.trusting(ORDERS),
                        "orders",
                        pool -> pool.servers(plain.origin(), secure.origin()).failOpen(false))) {
            client.pool("orders").drain(secure.origin(), Duration.ZERO);
            Exception e = assertThrows(ConnectException.class, () -> Clients.send(client, ask("https://orders/")));
            assertEquals("no https server of pool 'orders' is available: it has 1 active, 1 draining", e.getMessage());
            secure.die();
            client.pool("orders").readmit(secure.origin());
            assertThrows(ConnectException.class, () -> Clients.send(client, ask("https://orders/")));
            assertEquals(0, plain.accepted(), "a retry does not fall back to plain text either");
        }
    }

    @Test
    void closingEndsTheClientsForNamesToo() throws Exception {
        try (TestServer server = server(ORDERS)) {
            LoadBalancedHttpClient client =
                    client(Tls.trusting(ORDERS), "orders", pool -> pool.servers(server.origin()));
            Clients.send(client, ask("https://orders/"));
            client.close();
            assertTrue(client.isTerminated());
            IOException e = assertThrows(IOException.class, () -> Clients.send(client, ask("https://orders/")));
            assertEquals("the client is closed", e.getMessage());
            if (LifeCycle.KNOWN_TO_THE_JDK) {
                Await.number("connections", 0, server::connections);
            }
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that somebody else has built does the sending. */
class GivenClientTest {
    private static final HttpClient GIVEN = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(17))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private static LoadBalancedHttpClient client(String... origins) {
        return LoadBalancedHttpClient.newBuilder(GIVEN)
                .pool("orders", pool -> pool.servers(origins))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void itSendsAndStaysOpen(Way way) throws Exception {
        try (TestServer server = TestServer.answering(200, "fine");
                DeadServer dead = DeadServer.refusing()) {
            try (LoadBalancedHttpClient client = client(dead.origin(), server.origin())) {
                for (int i = 0; i < 4; i++) {
                    assertEquals(
                            "fine",
                            way.send(client, Clients.get(), BodyHandlers.ofString())
                                    .body());
                }
                assertEquals(Optional.of(Duration.ofSeconds(17)), client.connectTimeout());
                client.shutdown();
                assertTrue(client.isTerminated());
                assertThrows(IOException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            }
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.origin())).build();
            assertEquals("fine", GIVEN.send(request, BodyHandlers.ofString()).body());
        }
    }

    @Test
    void redirectsAndCookiesAreTheBuilders() throws Exception {
        CookieManager cookies = new CookieManager();
        try (TestServer server = TestServer.start(call -> {
                    if (call.target().equals("/end")) {
                        call.respond(200, "the end");
                    } else {
                        call.respond(302, "", "Location: http://orders/end", "Set-Cookie: a=b; Path=/");
                    }
                });
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder(GIVEN)
                        .followRedirects(Redirect.NORMAL)
                        .cookieHandler(cookies)
                        .pool("orders", pool -> pool.servers(server.origin()))
                        .build()) {
            assertEquals("the end", Clients.send(client, Clients.get()).body());
            assertEquals(List.of("a=b"), server.calls().get(1).headers("cookie"));
            assertEquals(Redirect.NORMAL, client.followRedirects());
            assertSame(cookies, client.cookieHandler().orElseThrow());
        }
    }

    @Test
    void oneThatDoesThemItselfIsRefusedWithTheRemedy() {
        HttpClient following =
                HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();
        Exception e = assertThrows(IllegalArgumentException.class, () -> LoadBalancedHttpClient.newBuilder(following));
        assertEquals(
                "the client given follows redirects (NORMAL), and would past the balancer; build it with NEVER and set"
                        + " followRedirects(NORMAL) on this builder",
                e.getMessage());
        HttpClient keeping =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        e = assertThrows(IllegalArgumentException.class, () -> LoadBalancedHttpClient.newBuilder(keeping));
        assertTrue(e.getMessage().contains("build it without a cookieHandler"), e.getMessage());
    }

    @Test
    void whatItHasSetCannotBeSetAgain() {
        LoadBalancedHttpClientBuilder builder = LoadBalancedHttpClient.newBuilder(GIVEN);
        Exception e = assertThrows(IllegalStateException.class, () -> builder.connectTimeout(Duration.ofSeconds(1)));
        assertEquals(
                "connectTimeout cannot be set on a client that was given ready-made; set it where that is built",
                e.getMessage());
        assertThrows(IllegalStateException.class, () -> builder.sslContext(Tls.context()));
        assertThrows(IllegalStateException.class, () -> builder.version(HttpClient.Version.HTTP_2));
    }

    @Test
    void anAddressItCannotCheckIsRefusedAlsoLater() throws Exception {
        Exception e = assertThrows(IllegalArgumentException.class, () -> client("https://10.0.0.1:8443"));
        assertTrue(e.getMessage().contains("give the server's host name"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> client("https://[::1]:8443"));
        try (LoadBalancedHttpClient client = client("https://localhost:8443", "http://10.0.0.1")) {
            ServerSpec address = ServerSpec.of("https://10.0.0.1");
            Pool pool = client.pool("orders");
            List<Runnable> changes = List.of(
                    () -> pool.add(address),
                    () -> pool.update(List.of(address)),
                    () -> pool.change("http://10.0.0.1", spec -> address.withId("http://10.0.0.1")));
            for (Runnable change : changes) {
                assertThrows(IllegalArgumentException.class, change::run);
            }
            assertEquals(2, pool.statistics().servers().size());
        }
    }

    @Test
    void oneCannotBeManyAlsoNotLater() throws Exception {
        LoadBalancedHttpClientBuilder builder = LoadBalancedHttpClient.newBuilder(GIVEN)
                .pool("orders", pool -> pool.servers("http://10.0.0.1").clientPerServer(true));
        Exception e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().contains("leave clientPerServer(...) out"), e.getMessage());
        try (LoadBalancedHttpClient client = client("http://10.0.0.1")) {
            Pool pool = client.pool("orders");
            assertThrows(
                    IllegalArgumentException.class, () -> pool.reconfigure(change -> change.clientPerServer(true)));
            pool.reconfigure(change -> change.clientPerServer(false));
        }
    }

    @Test
    void aHostNameIsCheckedByIt() throws Exception {
        KeyStore localhost = Tls.certificate("dns:localhost");
        HttpClient trusting =
                HttpClient.newBuilder().sslContext(Tls.trusting(localhost)).build();
        try (TestServer server = TestServer.startTls(call -> call.respond(200, "fine"), Tls.context(localhost));
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder(trusting)
                        .pool("orders", pool -> pool.servers("https://localhost:" + server.port()))
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://orders/")).build();
            assertEquals("fine", Clients.send(client, request).body());
        }
    }
}

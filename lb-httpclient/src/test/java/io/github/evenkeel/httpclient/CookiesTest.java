package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cookies belong to the pool, not to the server that happened to set them. */
class CookiesTest {
    private static final TestServer.Script SETTING = call -> call.respond(200, "", "Set-Cookie: sid=42; Path=/");

    private static LoadBalancedHttpClientBuilder keeping(CookieHandler cookies) {
        return LoadBalancedHttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .cookieHandler(cookies);
    }

    private static LoadBalancedHttpClient client(CookieHandler cookies, TestServer a, TestServer b) {
        return keeping(cookies)
                .pool("orders", pool -> pool.servers(a.origin(), b.origin()).strategy(SelectionStrategy.roundRobin()))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatOneServerSetsAllServersSee(Way way) throws Exception {
        try (TestServer a = TestServer.start(SETTING);
                TestServer b = TestServer.start(SETTING);
                TestServer other = TestServer.start(SETTING);
                LoadBalancedHttpClient client = client(new CookieManager(), a, b)) {
            for (int i = 0; i < 3; i++) {
                HttpRequest request =
                        Clients.request("/").header("Cookie", "own=1").build();
                HttpResponse<String> response = way.send(client, request, BodyHandlers.ofString());
                assertSame(request, response.request(), "the caller's own");
            }
            TestServer second = a.hits() == 1 ? a : b;
            assertEquals(List.of("own=1; sid=42"), second.onlyCall().headers("cookie"));
            way.send(client, HttpRequest.newBuilder(URI.create(other.origin())).build(), BodyHandlers.ofString());
            assertEquals(List.of(), other.onlyCall().headers("cookie"), "neither under a server's address");
        }
    }

    @Test
    void aRedirectSetsCookiesToo() throws Exception {
        try (TestServer server = TestServer.start(call -> {
                    if (call.target().equals("/home")) {
                        call.respond(200, "home");
                    } else {
                        call.respond(303, "", "Location: /home", "Set-Cookie: sid=42; Path=/");
                    }
                });
                LoadBalancedHttpClient client = keeping(new CookieManager())
                        .followRedirects(Redirect.NORMAL)
                        .pool("orders", pool -> pool.servers(server.origin()))
                        .build()) {
            assertEquals(
                    "home",
                    Clients.send(client, Clients.request("/login").build()).body());
            assertEquals(List.of("sid=42"), server.calls().get(1).headers("cookie"));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aHandlerThatFailsFailsTheRequestAndBlamesNobody(Way way) throws Exception {
        CookieHandler broken = new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                return Map.of();
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) throws IOException {
                throw new IOException("jar full");
            }
        };
        try (TestServer a = TestServer.start(SETTING);
                TestServer b = TestServer.start(SETTING);
                LoadBalancedHttpClient client = client(broken, a, b)) {
            Exception e = assertThrows(Exception.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertTrue(e.getMessage().contains("jar full"), e::toString);
            assertEquals(1, a.hits() + b.hits());
            assertEquals(
                    0,
                    Clients.server(client, 0).failures()
                            + Clients.server(client, 1).failures());
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.InOrder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects are followed as the JDK follows them, under the names that the caller knows. */
class RedirectTest {
    private static LoadBalancedHttpClientBuilder following(Redirect policy) {
        return LoadBalancedHttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .followRedirects(policy);
    }

    private static LoadBalancedHttpClient client(Redirect policy, TestServer... servers) {
        return following(policy)
                .pool("orders", pool -> {
                    for (TestServer server : servers) {
                        pool.servers(server.origin());
                    }
                    pool.strategy(SelectionStrategy.roundRobin());
                })
                .build();
    }

    /** Redirects every path but {@code /end}. */
    private static TestServer.Script to(int status, String location) {
        return call -> {
            if (call.target().startsWith("/end")) {
                call.respond(200, "the end");
            } else {
                call.respond(status, "over there", "Location: " + location);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "/end?a=b, SEND",
        "end?a=b, SEND",
        "http://orders/end?a=b, SEND_ASYNC",
        "//ORDERS:99/end?a=b, SEND",
    })
    void aRedirectToThePoolIsBalancedAgain(String location, Way way) throws Exception {
        try (TestServer a = TestServer.start(to(302, location));
                TestServer b = TestServer.start(to(302, location));
                LoadBalancedHttpClient client = client(Redirect.NORMAL, a, b)) {
            for (int i = 0; i < 4; i++) {
                HttpRequest request = Clients.request("/begin").build();
                HttpResponse<String> response = way.send(client, request, BodyHandlers.ofString());
                assertEquals("the end", response.body());
                assertEquals("/end", response.uri().getPath());
                assertEquals("orders", response.uri().getHost().toLowerCase(Locale.ROOT));
                assertEquals(response.uri(), response.request().uri());
                LoadBalancedResponse<?> last = assertInstanceOf(LoadBalancedResponse.class, response);
                assertEquals(URI.create(last.server().origin() + "/end?a=b"), last.physicalUri());
                HttpResponse<String> before = response.previousResponse().orElseThrow();
                assertEquals(302, before.statusCode());
                assertSame(request, before.request());
                assertNull(before.body());
                assertTrue(before.previousResponse().isEmpty());
            }
            assertEquals(4, a.hits());
            assertEquals(4, b.hits());
            Clients.awaitIdle(client);
            assertEquals("4 good", Clients.outcomes(client, 0));
        }
    }

    @Test
    void theServersOwnAddressMeansThePool() throws Exception {
        try (TestServer a = TestServer.start(Call::end);
                TestServer b = TestServer.start(Call::end);
                LoadBalancedHttpClient client = client(Redirect.NORMAL, a, b)) {
            a.become(to(302, a.origin() + "/end"));
            b.become(to(302, b.origin() + "/end"));
            for (int i = 0; i < 4; i++) {
                HttpRequest request =
                        Clients.request("/").header("Authorization", "mine").build();
                LoadBalancedResponse<String> response = Clients.send(client, request);
                assertEquals(URI.create("http://orders/end"), response.uri());
            }
            assertEquals(4, a.hits(), "each request and its redirect went to both");
            for (Call call : a.calls()) {
                assertEquals(List.of("mine"), call.headers("authorization"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void elsewhereGoesThereWithoutCredentials(Way way) throws Exception {
        try (TestServer other = TestServer.answering(200, "elsewhere");
                TestServer server = TestServer.start(to(307, other.origin() + "/x"));
                LoadBalancedHttpClient client = client(Redirect.NORMAL, server)) {
            HttpRequest request = Clients.request("/")
                    .header("Authorization", "mine")
                    .header("Cookie", "a=b")
                    .header("proxy-authorization", "mine")
                    .header("Accept", "text/plain")
                    .POST(BodyPublishers.ofString("body"))
                    .build();
            HttpResponse<String> response = way.send(client, request, BodyHandlers.ofString());
            assertEquals("elsewhere", response.body());
            assertEquals(URI.create(other.origin() + "/x"), response.uri());
            assertFalse(response instanceof LoadBalancedResponse);
            assertInstanceOf(
                    LoadBalancedResponse.class, response.previousResponse().orElseThrow());
            Call call = other.onlyCall();
            assertEquals("POST body", call.method() + " " + call.body());
            assertEquals(List.of("text/plain"), call.headers("accept"));
            for (String secret : List.of("authorization", "cookie", "proxy-authorization")) {
                assertEquals(List.of(), call.headers(secret), secret);
            }
            assertEquals(List.of("mine"), server.onlyCall().headers("authorization"));
        }
    }

    @Test
    void aHostThatIsNoPoolMaySendBackToOne() throws Exception {
        try (TestServer server = TestServer.start(to(500, "/"));
                TestServer login = TestServer.start(to(302, "http://orders/end"));
                LoadBalancedHttpClient client = client(Redirect.NORMAL, server)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(login.origin() + "/login"))
                    .header("Authorization", "for the login alone")
                    .build();
            assertEquals("the end", Clients.send(client, request).body());
            assertEquals(List.of(), server.onlyCall().headers("authorization"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET, ''", "302, POST, GET, ''", "303, POST, GET, ''", "303, PUT, GET, ''",
        "301, PUT, PUT, body", "302, PUT, PUT, body", "307, POST, POST, body", "308, POST, POST, body",
    })
    void methodAndBodyChangeAsTheJdkHasIt(int status, String method, String then, String body) throws Exception {
        try (TestServer server = TestServer.start(to(status, "/end"));
                LoadBalancedHttpClient client = client(Redirect.NORMAL, server)) {
            HttpRequest request = Clients.request("/")
                    .header("Content-Type", "text/plain")
                    .method(method, BodyPublishers.ofString("body"))
                    .build();
            assertEquals("the end", Clients.send(client, request).body());
            Call last = server.calls().get(1);
            assertEquals(then + " " + body, last.method() + " " + last.body());
            assertEquals(body.isEmpty() ? List.of() : List.of("text/plain"), last.headers("content-type"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 305, 306, 309})
    void otherStatusesAreHandedOver(int status) throws Exception {
        try (TestServer server = TestServer.start(call -> call.respond(status, "", "Location: /end"));
                LoadBalancedHttpClient client = client(Redirect.ALWAYS, server)) {
            assertEquals(status, Clients.send(client, Clients.get()).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://orders/end", "http://my_host/", "a b", "mailto:me", "http://"})
    void whatCannotBeFollowedIsHandedOver(String location) throws Exception {
        try (TestServer server = TestServer.start(
                        call -> call.respond(302, "page", location.isEmpty() ? "X: y" : "Location: " + location));
                LoadBalancedHttpClient client = client(Redirect.ALWAYS, server)) {
            HttpResponse<String> response = Clients.send(client, Clients.get());
            assertEquals("302 page", response.statusCode() + " " + response.body());
        }
    }

    @Test
    void theFifthRedirectIsHandedOverAsByTheJdk() throws Exception {
        try (TestServer server = TestServer.start(to(302, "/again"));
                LoadBalancedHttpClient client = client(Redirect.NORMAL, server)) {
            HttpResponse<String> response = Clients.send(client, Clients.get());
            assertEquals("302 over there", response.statusCode() + " " + response.body());
            assertEquals(5, server.hits());
        }
    }

    @ParameterizedTest
    @CsvSource({"NORMAL, 302, 0", "ALWAYS, 200, 1", "NEVER, 302, 0"})
    void onlyAlwaysLeavesHttps(Redirect policy, int status, int hits) throws Exception {
        KeyStore orders = Tls.certificate("dns:orders");
        try (TestServer plain = TestServer.answering(200, "plain");
                TestServer secure = TestServer.startTls(to(302, plain.origin() + "/x"), Tls.context(orders));
                LoadBalancedHttpClient client = following(policy)
                        .sslContext(Tls.trusting(orders))
                        .pool("orders", pool -> pool.servers(secure.origin()))
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://orders/")).build();
            assertEquals(status, client.send(request, BodyHandlers.ofString()).statusCode());
            assertEquals(hits, plain.hits());
        }
    }

    @Test
    void aBodyThatCanBeSentOnceIsNotSentEmpty() throws Exception {
        InputStream once = new ByteArrayInputStream("whole".getBytes(StandardCharsets.UTF_8));
        try (TestServer server = TestServer.start(to(307, "/end"));
                LoadBalancedHttpClient client = client(Redirect.NORMAL, server)) {
            HttpRequest request = Clients.request("/")
                    .POST(BodyPublishers.ofInputStream(() -> once))
                    .build();
            assertEquals(307, Clients.send(client, request).statusCode());
            assertEquals("whole", server.onlyCall().body());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theTimeoutIsForAllHopsTogether(Way way) throws Exception {
        try (TestServer server = TestServer.start(call -> {
                    Thread.sleep(300);
                    call.respond(302, "", "Location: /again");
                });
                LoadBalancedHttpClient client = client(Redirect.NORMAL, server)) {
            HttpRequest request =
                    Clients.request("/").timeout(Duration.ofMillis(700)).build();
            assertThrows(HttpTimeoutException.class, () -> way.send(client, request, BodyHandlers.ofString()));
            assertTrue(server.hits() <= 3, "hits: " + server.hits());
        }
    }

    /** What was not sent is the hop, not what led to it: that is not asked a second time. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aRedirectToWhomNobodyReachesIsNoReasonToAskAgain(Way way) throws Exception {
        try (TestServer first = TestServer.start(call -> call.respond(307, "", "Location: http://bills/end"));
                TestServer second = TestServer.answering(200, "never asked");
                DeadServer dead = DeadServer.refusing();
                TestServer alive = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .followRedirects(Redirect.NORMAL)
                        .pool(
                                "orders",
                                pool -> pool.servers(first.origin(), second.origin())
                                        .strategy(InOrder.STRATEGY))
                        .pool(
                                "bills",
                                pool -> pool.servers(dead.origin(), alive.origin())
                                        .strategy(InOrder.STRATEGY))
                        .build()) {
            HttpResponse<String> response = way.send(client, Clients.post("a body"), BodyHandlers.ofString());
            assertEquals("fine", response.body());
            assertEquals("a body", alive.onlyCall().body());
            client.pool("bills").remove(alive.origin());
            assertThrows(
                    ConnectException.class, () -> way.send(client, Clients.post("a body"), BodyHandlers.ofString()));
            assertEquals(2, first.hits(), "once for each request");
            assertEquals(0, second.hits());
            assertEquals("2 good", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRedirectToWhereNothingCanBeSentIsNoMistakeOfTheCaller(Way way) throws Exception {
        try (TestServer server = TestServer.start(to(302, "https://orders/end"));
                LoadBalancedHttpClient client = client(Redirect.NORMAL, server)) {
            IOException e =
                    assertThrows(IOException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertTrue(e.getMessage().startsWith("the redirect cannot be followed: https://orders/end"), e::toString);
            Clients.awaitIdle(client);
            HttpRequest mistake =
                    HttpRequest.newBuilder(URI.create("https://orders/")).build();
            assertThrows(IllegalArgumentException.class, () -> way.send(client, mistake, BodyHandlers.ofString()));
        }
    }

    @Test
    void cancellingEndsTheHopUnderWay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> {
                    if (call.target().equals("/end")) {
                        arrived.countDown();
                        call.hang();
                    }
                    call.respond(302, "", "Location: /end");
                });
                LoadBalancedHttpClient client = client(Redirect.NORMAL, server)) {
            CompletableFuture<Integer> status =
                    client.sendAsync(Clients.get(), BodyHandlers.ofString()).thenApply(HttpResponse::statusCode);
            Await.latch("the second hop", arrived);
            status.cancel(false);
            Await.until("the server sees it", () -> server.calls().get(1).clientGone());
            Clients.awaitIdle(client);
        }
    }

    @Test
    void anEndlessPageOfARedirectHoldsNothing() throws Exception {
        try (TestServer server = TestServer.start(call -> {
                    if (call.target().equals("/end")) {
                        call.respond(200, "the end");
                    } else {
                        call.promise(302, 1_000_000, "Location: /end");
                        call.hang();
                    }
                });
                LoadBalancedHttpClient client = client(Redirect.NORMAL, server)) {
            assertEquals("the end", Clients.send(client, Clients.get()).body());
            Clients.awaitIdle(client);
        }
    }
}

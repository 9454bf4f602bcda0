package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
    @Test
    void requestsAtTheSameTimeAreSharedByAllServers() throws Exception {
        int requests = 30;
        CountDownLatch arrived = new CountDownLatch(requests);
        TestServer.Script together = call -> {
            arrived.countDown();
            Await.latch("all requests", arrived);
            call.respond(200, "");
        };
        try (TestServer a = TestServer.start(together);
                TestServer b = TestServer.start(together);
                TestServer c = TestServer.start(together);
                LoadBalancedHttpClient client = Clients.builder()
                        .pool("orders", pool -> pool.servers(a.origin(), b.origin(), c.origin()))
                        .build()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                answers.add(client.sendAsync(Clients.get(), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals(200, answer.get(20, TimeUnit.SECONDS).statusCode());
            }
            for (TestServer server : List.of(a, b, c)) {
                assertEquals(requests / 3.0, server.hits(), 2, "the default strategy counts what is in flight");
            }
        }
    }

    @Test
    void roundRobinGivesEachServerItsTurn() throws Exception {
        try (TestServer a = TestServer.echoingName();
                TestServer b = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.builder()
                        .pool(
                                "orders",
                                pool -> pool.servers(a.origin(), b.origin()).strategy(SelectionStrategy.roundRobin()))
                        .build()) {
            for (int i = 0; i < 20; i++) {
                Clients.send(client, Clients.get());
            }
            assertEquals(10, a.hits());
            assertEquals(10, b.hits());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/42 | /api/42",
                "'' | /",
                "?a=b | /?a=b",
                "/?a=b&c=%26&d=e%20f+g | /?a=b&c=%26&d=e%20f+g",
                "/a%2Fb%20c%C3%A4 | /a%2Fb%20c%C3%A4",
                "/a;v=1/b;w=2?q=1;2 | /a;v=1/b;w=2?q=1;2",
                "//x/y | //x/y",
                "/a//b/../c/./ | /a//b/../c/./",
                "/? | /",
                "/x?a=http://other:1/&b=? | /x?a=http://other:1/&b=?",
                "/x#fragment | /x"
            })
    void pathAndQueryArriveUnchanged(String asked, String arrived) throws Exception {
        try (TestServer server = TestServer.answering(200, "");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            Clients.send(client, Clients.request(asked).build());
            assertEquals(arrived, server.onlyCall().target());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://ORDERS/x", "http://Orders:80/x", "http://orders:9999/x", "HTTP://orders/x"})
    void neitherTheCaseOfTheNameNorAPortMatters(String uri) throws Exception {
        try (TestServer server = TestServer.answering(200, "");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
            LoadBalancedResponse<String> response = Clients.send(client, request);
            assertEquals(URI.create(uri), response.uri());
            assertEquals("/x", server.onlyCall().target());
            assertEquals(
                    "127.0.0.1:" + server.port(),
                    server.onlyCall().headers("host").get(0));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ''",
        "HEAD, ''",
        "DELETE, ''",
        "OPTIONS, ''",
        "PATCH, ''",
        "PURGE, ''",
        "GET, body",
        "POST, body",
        "PUT, body",
        "PATCH, body",
        "DELETE, body",
        "PURGE, body"
    })
    void methodAndBodyArrive(String method, String body) throws Exception {
        try (TestServer server = TestServer.answering(200, "answer");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpRequest request = Clients.request("/")
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> response = Clients.send(client, request);
            assertEquals(method, server.onlyCall().method());
            assertEquals(body, server.onlyCall().body());
            assertEquals(method.equals("HEAD") ? "" : "answer", response.body());
        }
    }

    @Test
    void headersArriveWithAllTheirValues() throws Exception {
        try (TestServer server = TestServer.start(call -> call.respond(200, "", "X-Out: 1", "X-Out: 2"));
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpRequest request = Clients.request("/")
                    .header("X-In", "a")
                    .header("X-In", "b")
                    .header("User-Agent", "me")
                    .build();
            HttpResponse<String> response = Clients.send(client, request);
            assertEquals(List.of("a", "b"), server.onlyCall().headers("x-in"));
            assertEquals(List.of("me"), server.onlyCall().headers("user-agent"));
            assertEquals(List.of("1", "2"), response.headers().allValues("x-out"));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theResponseSpeaksOfTheRequestAndTellsWhoAnswered(Way way) throws Exception {
        try (TestServer server = TestServer.answering(201, "made");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpRequest request = Clients.request("/a?b").build();
            HttpResponse<String> response = way.send(client, request, BodyHandlers.ofString());
            assertSame(request, response.request());
            assertEquals(request.uri(), response.uri());
            assertEquals(201, response.statusCode());
            assertEquals("made", response.body());
            assertEquals(HttpClient.Version.HTTP_1_1, response.version());
            assertTrue(response.previousResponse().isEmpty());
            assertTrue(response.sslSession().isEmpty());
            LoadBalancedResponse<?> balanced = assertInstanceOf(LoadBalancedResponse.class, response);
            assertEquals(URI.create(server.origin() + "/a?b"), balanced.physicalUri());
            assertEquals(URI.create(server.origin()), balanced.server().origin());
            assertEquals(1, balanced.attempts());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void otherHostsPassThroughUntouched(Way way) throws Exception {
        try (TestServer other = TestServer.answering(503, "busy");
                TestServer server = TestServer.answering(200, "");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(other.origin() + "/x")).build();
            HttpResponse<String> response = way.send(client, request, BodyHandlers.ofString());
            assertFalse(response instanceof LoadBalancedResponse);
            assertEquals(503, response.statusCode());
            assertEquals("busy", response.body());
            assertEquals(0, server.hits());
            assertEquals("", Clients.outcomes(client));
        }
    }

    @Test
    void plainHttpServersAreSpokenToInHttp11UnlessToldOtherwise() throws Exception {
        try (TestServer server = TestServer.answering(200, "");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin());
                LoadBalancedHttpClient second = LoadBalancedHttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .pool("orders", pool -> pool.servers(server.origin()))
                        .build()) {
            Clients.send(client, Clients.get());
            Clients.send(
                    client,
                    Clients.request("/").version(HttpClient.Version.HTTP_2).build());
            Clients.send(second, Clients.get());
            Clients.send(
                    second,
                    Clients.request("/").version(HttpClient.Version.HTTP_1_1).build());
            List<Call> calls = server.calls();
            assertEquals(List.of(), calls.get(0).headers("upgrade"), "default");
            assertEquals(List.of("h2c"), calls.get(1).headers("upgrade"), "asked by the request");
            assertEquals(List.of("h2c"), calls.get(2).headers("upgrade"), "asked by the client");
            assertEquals(List.of(), calls.get(3).headers("upgrade"), "request against client");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void httpsIsNotSentInPlainText(Way way) throws Exception {
        try (TestServer server = TestServer.answering(200, "");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://orders/secret")).build();
            Exception e = assertThrows(
                    IllegalArgumentException.class, () -> way.send(client, request, BodyHandlers.ofString()));
            assertTrue(e.getMessage().contains("https://orders/secret asks for https"), e.getMessage());
            assertTrue(e.getMessage().contains("ask for http, or list https servers"), e.getMessage());
            assertEquals(0, server.accepted());
            assertEquals("", Clients.outcomes(client));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whenTheOnlyServerDrainsAndThePoolDoesNotFailOpenTheRequestFailsAtOnce(Way way) throws Exception {
        try (TestServer server = TestServer.answering(200, "");
                LoadBalancedHttpClient client = Clients.builder()
                        .pool(
                                "orders",
                                pool -> pool.servers(List.of(
                                                ServerSpec.of(server.origin()).withDraining(true)))
                                        .failOpen(false))
                        .build()) {
            Exception e = assertThrows(
                    ConnectException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals("no server of pool 'orders' is available: it has 1 draining", e.getMessage());
            assertEquals(0, server.accepted());
        }
    }

    @Test
    void statisticsOfAnUnknownPoolAreRefusedByName() {
        try (LoadBalancedHttpClient client = Clients.inOrder("http://127.0.0.1:1")) {
            Exception e = assertThrows(
                    IllegalArgumentException.class, () -> client.pool("order").statistics());
            assertEquals("no pool 'order'; there are [orders]", e.getMessage());
            assertSame("orders", client.pool("ORDERS").statistics().name());
        }
    }
}

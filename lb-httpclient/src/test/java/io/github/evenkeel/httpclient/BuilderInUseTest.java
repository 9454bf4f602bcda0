package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The builder in the hands of others, who know it as the JDK's. */
class BuilderInUseTest {
    private static final ProxySelector NO_PROXY = ProxySelector.of(null);
    private static final Authenticator NOBODY = new Authenticator() {};
    private static final Executor EXECUTOR = ForkJoinPool.commonPool();

    /** As a library does that wants to finish building the client itself. */
    private static HttpClient finish(HttpClient.Builder builder, SSLContext tls) {
        return builder.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(7))
                .followRedirects(Redirect.NEVER)
                .executor(EXECUTOR)
                .priority(16)
                .proxy(NO_PROXY)
                .authenticator(NOBODY)
                .sslContext(tls)
                .sslParameters(new SSLParameters(null, new String[] {"TLSv1.3"}))
                .build();
    }

    private static LoadBalancedHttpClientBuilder orders(String... origins) {
        return Clients.builder().pool("orders", pool -> pool.servers(origins));
    }

    @Test
    void whoTakesOnlyABuilderGetsABalancedClient() throws Exception {
        try (TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = assertInstanceOf(
                        LoadBalancedHttpClient.class, finish(orders(server.origin()), SSLContext.getDefault()))) {
            assertEquals(server.origin(), Clients.send(client, Clients.get()).body());
        }
    }

    @Test
    void whatTheSettersSetTheAccessorsTellEvenOnceClosed() throws Exception {
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(null, null, null);
        HttpClient client = finish(orders("http://127.0.0.1:1"), tls);
        for (int i = 0; i < 2; i++) {
            assertEquals(HttpClient.Version.HTTP_1_1, client.version());
            assertEquals(Optional.of(Duration.ofSeconds(7)), client.connectTimeout());
            assertEquals(Redirect.NEVER, client.followRedirects());
            assertSame(EXECUTOR, client.executor().orElseThrow());
            assertSame(NO_PROXY, client.proxy().orElseThrow());
            assertSame(NOBODY, client.authenticator().orElseThrow());
            assertSame(tls, client.sslContext());
            assertEquals(List.of("TLSv1.3"), List.of(client.sslParameters().getProtocols()));
            assertEquals(Optional.empty(), client.cookieHandler());
            ((LoadBalancedHttpClient) client).close();
        }
    }

    @Test
    void theConnectTimeoutHolds() throws Exception {
        try (DeadServer swallowing = DeadServer.swallowing();
                TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .connectTimeout(
                                Duration.ofSeconds(3)) // enough for the server that lives, however busy the machine
                        .pool(
                                "orders",
                                pool -> pool.servers(swallowing.origin(), server.origin())
                                        .strategy(SelectionStrategy.roundRobin()))
                        .build()) {
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        server.origin(), Clients.send(client, Clients.get()).body());
            }
            assertTrue(Clients.outcomes(client).endsWith("1 CONNECT"), Clients.outcomes(client));
        }
    }

    @Test
    void redirectsWorkWithoutPools() throws Exception {
        try (TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .followRedirects(Redirect.NORMAL)
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.origin() + "/x")).build();
            server.become(call -> {
                if (call.target().equals("/x")) {
                    call.respond(302, "", "Location: /y");
                } else {
                    call.respond(200, "there");
                }
            });
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertEquals("there", response.body());
            assertEquals(URI.create(server.origin() + "/y"), response.uri());
        }
    }

    @Test
    void cookiesWorkWithoutPools() throws Exception {
        CookieManager cookies = new CookieManager();
        try (TestServer server = TestServer.start(call -> call.respond(200, "", "Set-Cookie: a=b"));
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .cookieHandler(cookies)
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.origin())).build();
            client.send(request, BodyHandlers.discarding());
            client.send(request, BodyHandlers.discarding());
            assertSame(cookies, client.cookieHandler().orElseThrow());
            assertEquals(List.of("a=b"), server.calls().get(1).headers("cookie"));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_19)
    void theLocalAddressIsSetThroughTheJdksInterfaceToo() throws Exception {
        InetAddress address = InetAddress.getByName("127.0.0.5");
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(15_000);
            LoadBalancedHttpClientBuilder builder = orders("http://127.0.0.1:" + listening.getLocalPort());
            Object same = HttpClient.Builder.class
                    .getMethod("localAddress", InetAddress.class)
                    .invoke(builder, address);
            assertSame(builder, same);
            try (LoadBalancedHttpClient client = builder.build()) {
                CompletableFuture<?> answer = client.sendAsync(Clients.get(), BodyHandlers.discarding());
                try (Socket connection = listening.accept()) {
                    assertEquals(address, connection.getInetAddress());
                }
                answer.cancel(true);
            }
        }
    }

    @Test
    void nothingMayBeMissingFromADescription() {
        assertThrows(NullPointerException.class, () -> describe(pool -> pool.strategy(null)));
        assertThrows(NullPointerException.class, () -> describe(pool -> pool.retry(null)));
        assertThrows(NullPointerException.class, () -> describe(pool -> pool.breaker(null)));
        assertThrows(NullPointerException.class, () -> describe(pool -> pool.servers((String) null)));
        assertThrows(NullPointerException.class, () -> Clients.builder().pool("orders", null));
    }

    @Test
    void aRefusedPoolLeavesTheBuilderAsItWas() {
        LoadBalancedHttpClientBuilder builder = LoadBalancedHttpClient.newBuilder();
        assertThrows(IllegalArgumentException.class, () -> builder.pool("orders", pool -> {}));
        assertEquals("LoadBalancedHttpClientBuilder[]", builder.toString());
        builder.pool("Orders", pool -> pool.servers("http://127.0.0.1:1"));
        assertEquals("LoadBalancedHttpClientBuilder[orders]", builder.toString());
    }

    private static void describe(Consumer<PoolBuilder> description) {
        Clients.builder().pool("orders", description);
    }
}

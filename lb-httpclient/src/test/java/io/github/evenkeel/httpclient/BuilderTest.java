package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderTest {
    private static final String SERVER = "http://127.0.0.1:9";

    private static LoadBalancedHttpClientBuilder builder() {
        return LoadBalancedHttpClient.newBuilder();
    }

    private static LoadBalancedHttpClientBuilder withPool() {
        return builder().pool("orders", pool -> pool.servers(SERVER));
    }

    @Test
    void everySettingReachesTheClient() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Authenticator authenticator = new Authenticator() {};
        ProxySelector proxy = ProxySelector.of(null);
        SSLParameters parameters = new SSLParameters(null, new String[] {"TLSv1.3"});
        CookieManager cookies = new CookieManager();
        LoadBalancedHttpClientBuilder builder = builder()
                .executor(executor)
                .authenticator(authenticator)
                .proxy(proxy)
                .sslContext(Tls.context())
                .sslParameters(parameters)
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .version(HttpClient.Version.HTTP_1_1)
                .priority(7)
                .connectTimeout(Duration.ofMillis(1234));
        try (LoadBalancedHttpClient client = builder.build()) {
            assertSame(executor, client.executor().orElseThrow());
            assertSame(authenticator, client.authenticator().orElseThrow());
            assertSame(proxy, client.proxy().orElseThrow());
            assertSame(Tls.context(), client.sslContext());
            assertEquals(List.of("TLSv1.3"), List.of(client.sslParameters().getProtocols()));
            assertSame(cookies, client.cookieHandler().orElseThrow());
            assertEquals(HttpClient.Redirect.ALWAYS, client.followRedirects());
            assertEquals(HttpClient.Version.HTTP_1_1, client.version());
            assertEquals(Optional.of(Duration.ofMillis(1234)), client.connectTimeout());
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void whatIsNotSetIsAsTheJdkHasItButConnectingHasALimit() {
        HttpClient plain = HttpClient.newHttpClient();
        try (LoadBalancedHttpClient client = withPool().build()) {
            assertEquals(Optional.of(Duration.ofSeconds(2)), client.connectTimeout());
            assertEquals(plain.version(), client.version());
            assertEquals(plain.followRedirects(), client.followRedirects());
            assertEquals(plain.executor(), client.executor());
            assertEquals(plain.cookieHandler(), client.cookieHandler());
            assertEquals(plain.authenticator(), client.authenticator());
            assertEquals(plain.proxy(), client.proxy());
            assertEquals("LoadBalancedHttpClient[orders]", client.toString());
        }
    }

    @Test
    void senselessSettingsAreRefusedAsTheJdkDoes() {
        assertThrows(IllegalArgumentException.class, () -> builder().connectTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder().priority(0));
        assertThrows(NullPointerException.class, () -> builder().followRedirects(null));
        assertThrows(NullPointerException.class, () -> builder().cookieHandler(null));
    }

    @Test
    void oneBuilderMakesManyClients() throws Exception {
        try (TestServer server = TestServer.answering(200, "fine")) {
            LoadBalancedHttpClientBuilder builder = builder().pool("orders", pool -> pool.servers(server.origin()));
            try (LoadBalancedHttpClient one = builder.build();
                    LoadBalancedHttpClient other = builder.build()) {
                Clients.send(one, Clients.get());
                assertEquals("1 good", Clients.outcomes(one));
                assertEquals("", Clients.outcomes(other));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "Orders",
                "a",
                "order-service",
                "a.b.c",
                "orders.svc.cluster.local",
                "x1",
                "1a.b2",
                "42"
            })
    void hostNamesArePoolNames(String name) throws Exception {
        try (TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = builder()
                        .pool(name, pool -> pool.servers(server.origin()))
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://" + name + "/")).build();
            assertEquals("fine", Clients.send(client, request).body());
        }
    }

    private static void assertRefused(String message, Consumer<PoolBuilder> description) {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> builder().pool("orders", description));
        assertEquals(message, e.getMessage());
    }

    @Test
    void aPoolIsDescribedOnce() {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> withPool().pool("ORDERS", pool -> pool.servers(SERVER)));
        assertEquals("pool 'ORDERS' is there already; describe each pool once", e.getMessage());
    }

    @Test
    void serversThatMakeNoPoolAreRefused() {
        assertRefused("pool 'orders' has no servers; name at least one with servers(...)", pool -> {});
        assertRefused(
                "TLS name 'no_host' cannot be the host of a URI: '_' is not allowed in a host name; use letters, digits,"
                        + " '-' and '.', as in http://orders/",
                pool -> pool.servers("https://10.0.0.1").tlsName("no_host"));
        assertRefused(
                "server id 'http://a:1' occurs twice in pool 'orders'; ids must be unique",
                pool -> pool.servers("http://a:1", "HTTP://A:1/"));
        assertRefused(
                "server id 'same' occurs twice in pool 'orders'; ids must be unique",
                pool -> pool.servers(List.of(
                        ServerSpec.of("http://a").withId("same"),
                        ServerSpec.of("http://b").withId("same"))));
    }

    @Test
    void aClientThatCannotBeBuiltLeavesNothingRunning() throws Exception {
        try (TestServer server = TestServer.answering(200, "fine")) {
            LoadBalancedHttpClientBuilder builder = builder()
                    .pool("good", pool -> pool.servers(server.origin()).probe("/health"))
                    .pool(
                            "bad",
                            pool -> pool.servers(SERVER).strategy((view, previous, random) -> {
                                throw new IllegalStateException("no strategy");
                            }));
            assertThrows(IllegalStateException.class, builder::build);
            Await.until(
                    "no probing",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("evenkeel-probes") && thread.isAlive()));
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_18)
    void aLocalAddressNeedsALaterJdk() {
        Exception e = assertThrows(
                UnsupportedOperationException.class, () -> builder().localAddress(InetAddress.getLoopbackAddress()));
        assertEquals("localAddress needs JDK 19 or later", e.getMessage());
    }

    @Test
    void statisticsAreAskedByName() {
        try (LoadBalancedHttpClient client = withPool().build()) {
            assertEquals("orders", client.pool("Orders").statistics().name());
            assertFalse(client.pool("orders").statistics().failOpen());
        }
    }
}

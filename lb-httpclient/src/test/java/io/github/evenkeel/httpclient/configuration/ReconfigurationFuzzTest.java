package io.github.evenkeel.httpclient.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.fixture.InOrder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a client is told, it has all of it or stays as it was, and throws nothing but the one exception. */
class ReconfigurationFuzzTest {
    private static final String POOL = "evenkeel.orders.";
    private static final String OTHER = "evenkeel.users.";
    private static final TestServer ORDERS = TestServer.echoingName();
    private static final TestServer USERS = TestServer.echoingName();
    private static final Map<String, String> FIRST = Map.of(
            POOL + "servers",
            ORDERS.origin() + ",http://127.0.0.1:2",
            POOL + "strategy",
            "in-order",
            OTHER + "servers",
            USERS.origin(),
            "evenkeel.shop.route",
            "orders");
    private static final LoadBalancedHttpClient CLIENT =
            LoadBalancedHttpClient.newBuilder().configure(read(FIRST)).build();

    private static Configuration read(Map<String, String> properties) {
        return Configuration.of(
                properties, Map.of("in-order", () -> InOrder.STRATEGY, "broken", () -> (view, previous, random) -> {
                    throw new IllegalStateException("broken on purpose");
                }));
    }

    @AfterContainer
    static void close() {
        CLIENT.close();
        ORDERS.close();
        USERS.close();
    }

    @Provide
    Arbitrary<Map<String, String>> changes() {
        Arbitrary<String> sensible = Arbitraries.of(
                "1",
                "100",
                "5s",
                "0.5",
                "true",
                "none",
                "/x",
                "http://127.0.0.1:1",
                "random",
                "broken",
                "maglev",
                "json",
                "users",
                "nowhere");
        Arbitrary<String> senseless =
                Arbitraries.of("", "0", "-1", "web 1 + blue", "header X-A", "x y\n: z", ",", "\0");
        Arbitrary<String> keys = Arbitraries.oneOf(
                Arbitraries.of(PoolKeys.ALL).map(key -> POOL + key),
                Arbitraries.of("servers", "strategy", "limit", "tls-name").map(key -> OTHER + key),
                Arbitraries.of("evenkeel.shop.route", "evenkeel.more.servers"));
        return Arbitraries.maps(keys, Arbitraries.frequencyOf(Tuple.of(4, sensible), Tuple.of(1, senseless)))
                .ofMaxSize(3);
    }

    @Property(tries = 300)
    void itIsAllOrNothing(@ForAll("changes") Map<String, String> changes) {
        String before = state();
        Map<String, String> changed = new HashMap<>(FIRST);
        changed.putAll(changes);
        try {
            CLIENT.reconfigure(read(changed));
            CLIENT.reconfigure(read(FIRST));
        } catch (ConfigurationException refused) {
            assertTrue(refused.problems().size() >= 1);
        }
        assertEquals(before, state());
    }

    /** The members, how they are chosen, but not whether they warm up, and where the routed host leads. */
    private static String state() {
        return pool("orders") + pool("users") + asked();
    }

    private static String pool(String name) {
        return CLIENT.pool(name).statistics().servers().stream()
                        .map(ServerStatistics::spec)
                        .toList()
                + " " + CLIENT.pool(name).explain().rule().split(";")[0];
    }

    private static String asked() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://shop/")).build();
            return CLIENT.send(request, BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.Match;
import io.github.evenkeel.httpclient.routing.Routes;
import io.github.evenkeel.httpclient.routing.Split;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One host in front of several pools. */
class RoutesTest {
    private static final List<String> POOLS = List.of("cart", "beta", "web");

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** A client whose pools answer with their names. */
    private LoadBalancedHttpClient client(Routes routes) {
        LoadBalancedHttpClientBuilder builder = LoadBalancedHttpClient.newBuilder();
        for (String pool : POOLS) {
            TestServer server = TestServer.answering(200, pool);
            builder.pool(pool, description -> description.servers(server.origin()));
            open.add(server);
        }
        LoadBalancedHttpClient client = builder.route("shop", routes).build();
        open.add(0, client);
        return client;
    }

    private static HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://shop" + pathAndQuery));
    }

    private static String answering(LoadBalancedHttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void firstRouteThatMatchesSaysWhichPool(Way way) throws Exception {
        LoadBalancedHttpClient client = client(Routes.when(Match.path("/cart/**"), "cart")
                .when(Match.header("X-Beta", "1"), "beta")
                .otherwise("web"));
        assertEquals("cart", body(way, client, request("/cart/7").header("X-Beta", "1")));
        assertEquals("beta", body(way, client, request("/").header("x-beta", "1")));
        assertEquals("web", body(way, client, request("/").header("X-Beta", "2")));
    }

    private static String body(Way way, LoadBalancedHttpClient client, HttpRequest.Builder request) throws Exception {
        return way.send(client, request.build(), BodyHandlers.ofString()).body();
    }

    @Test
    void responsesSpeakOfTheHostAskedForAndPoolsRemainReachable() throws Exception {
        LoadBalancedHttpClient client =
                client(Routes.when(Match.path("/cart/**"), "CART").otherwise("web"));
        HttpResponse<String> response = client.send(request("/cart/7?a=b").build(), BodyHandlers.ofString());
        assertEquals(URI.create("http://shop/cart/7?a=b"), response.uri());
        assertEquals("cart", answering(client, HttpRequest.newBuilder(URI.create("http://SHOP:81/cart"))));
        assertEquals("beta", answering(client, HttpRequest.newBuilder(URI.create("http://beta/"))));
        assertEquals(2, client.pool("cart").statistics().successes());
        assertThrows(IllegalArgumentException.class, () -> client.pool("shop"));
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/**, /orders, true",
        "/orders/**, /orders/, true",
        "/orders/**, /orders/4/2?a=b, true",
        "/orders/**, /orders2, false",
        "/orders/**, /, false",
        "/orders/**, '', false",
        "/orders/**, /%6frders/x, true",
        "/orders/**, /ORDERS, false",
        "/orders, /orders, true",
        "/orders, /orders/, false",
        "/orders/*/items, /orders/42/items, true",
        "/orders/*/items, /orders//items, true",
        "/orders/*/items, /orders/items, false",
        "/orders/*/items, /orders/42/items/1, false",
        "/a b/**, /a%20b/c, true",
        "/a+b, /a+b, true",
        "/a+b, /a%2Bb, true",
        "/a/b, /a%2Fb, false",
        "/**, /, true",
        "/**, '', true",
        "/**, /a/b, true",
        "/, /, true",
        "/, /a, false",
        "/orders/**, /orders;v=2/42, true",
        "/orders, /%6frders;v=2, true",
        "/orders, /orders%3Bv=2, false",
        "/orders;v=2, /orders;v=2, true",
        "/orders/**, //orders, false"
    })
    void pathsMatchSegmentBySegment(String pattern, String pathAndQuery, boolean matches) {
        assertEquals(matches, Match.path(pattern).test(request(pathAndQuery).build()));
    }

    /** Oracle: RFC 3986, section 5.2.4; encoded or with parameters as servers are known to read them. */
    @ParameterizedTest
    @CsvSource({
        "/public/../admin/x, /admin/x",
        "/public/%2e%2E/admin/x, /admin/x",
        "/public/.%2e/admin/x, /admin/x",
        "/public/..;/admin/x, /admin/x",
        "/public/..;a=1/admin/x, /admin/x",
        "/./admin/x, /admin/x",
        "/%2e;/admin/x, /admin/x",
        "/../../admin/x, /admin/x",
        "/admin/y/../x, /admin/x",
        "/public//../admin, /public/admin",
        "/admin/.., /",
        "/admin/., /admin/",
        "/.., /",
        "/a/b/c/./../../g, /a/g",
        "/mid/content=5/../6, /mid/6"
    })
    void dotsLeadNoRequestPastItsRoute(String asked, String meant) {
        assertTrue(Match.path(meant).test(request(asked).build()));
        assertEquals(
                meant.startsWith("/admin/"),
                Match.path("/admin/**").test(request(asked).build()));
        assertEquals(
                meant.startsWith("/public/"),
                Match.path("/public/**").test(request(asked).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/...", "/.well-known", "/..a", "/%2fa", "/a./b.", "/%252e"})
    void otherDotsStandForThemselves(String path) {
        assertTrue(Match.path(path).test(request(path).build()));
    }

    @Test
    void conditionsLookAtAllOfARequest() {
        HttpRequest request = request("/x?debug&v=2%201")
                .header("X-A", "1")
                .header("X-A", "2")
                .header("Cookie", "sid=7")
                .PUT(BodyPublishers.noBody())
                .build();
        List<Predicate<HttpRequest>> met = List.of(
                Match.method("POST", "PUT"),
                Match.header("x-a"),
                Match.header("X-A", "2"),
                Match.cookie("sid"),
                Match.cookie("sid", "7"),
                Match.query("debug"),
                Match.query("v", "2 1"));
        List<Predicate<HttpRequest>> missed = List.of(
                Match.method("put"),
                Match.header("X-B"),
                Match.header("X-A", "3"),
                Match.cookie("Sid"),
                Match.cookie("sid", "8"),
                Match.query("deb"),
                Match.query("v", "2"));
        met.forEach(condition -> assertTrue(condition.test(request)));
        missed.forEach(condition -> assertFalse(condition.test(request)));
    }

    @Test
    void splitGivesEachPoolItsShareAndEachKeyOnePool() throws Exception {
        LoadBalancedHttpClient client = client(
                Routes.all(Split.by(Affinity.cookie("sid")).share("web", 75).share("beta", 25)));
        Map<String, Integer> counts = new HashMap<>();
        for (int user = 0; user < 100; user++) {
            String pool = answering(client, request("/").header("Cookie", "sid=" + user));
            assertEquals(pool, answering(client, request("/other").header("Cookie", "sid=" + user)));
            counts.merge(pool, 1, Integer::sum);
        }
        // The keys and the hash are always the same, and so is what comes of them: no chance is involved.
        assertEquals(25, counts.get("beta"), 8);
        assertEquals(100, counts.get("beta") + counts.get("web"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"atRandom", "by"})
    void requestsWithoutAKeyAreSplitToo(String kind) throws Exception {
        Split split = kind.equals("by") ? Split.by(Affinity.cookie("sid")) : Split.atRandom();
        LoadBalancedHttpClient client =
                client(Routes.all(split.share("web", 1).share("beta", 1).share("cart", 0)));
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            counts.merge(answering(client, request("/")), 1, Integer::sum);
        }
        // 40 off the mean of 100 is 5.7 standard deviations of 7.1: one failure in a hundred million runs.
        assertEquals(100, counts.get("web"), 40);
        assertEquals(Map.of("web", counts.get("web"), "beta", 200 - counts.get("web")), counts);
    }

    @ParameterizedTest
    @CsvSource({
        "/**, /orders",
        "/orders/**, /orders",
        "/orders/**, /orders/*/items",
        "/orders/**, /orders/new/**",
        "/orders/*, /orders/new",
        "/orders/*, /orders/*",
        "/orders, /orders"
    })
    void routeThatNothingIsLeftForIsRefused(String before, String after) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Routes.when(Match.path(before), "web").when(Match.path(after), "cart"))
                .getMessage();
        assertEquals(
                "the route to [cart] can never be taken: that for " + before
                        + " before it takes all of its requests; put it first",
                message);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders, /orders/**",
        "/orders/new, /orders/*",
        "/orders/*, /orders/*/items",
        "/orders/*/items, /orders/new/**",
        "/orders/a, /orders/b",
        "/orders/**, /**"
    })
    void routeThatSomethingIsLeftForIsNot(String before, String after) {
        Routes routes = Routes.when(Match.path(before), "web")
                .when(Match.path(after), "cart")
                .otherwise("beta");
        assertEquals(3, routes.pools().size());
    }

    @Test
    void conditionsBesideThePathMakeRoomForMore() {
        Predicate<HttpRequest> gets = Match.path("/a/**").and(Match.method("GET"));
        assertEquals(
                2,
                Routes.when(gets, "web")
                        .when(Match.path("/a"), "cart")
                        .otherwise("web")
                        .pools()
                        .size());
        assertThrows(
                IllegalArgumentException.class,
                () -> Routes.when(Match.path("/**"), "web").when(gets, "cart"));
    }

    @Test
    void routesThatMakeNoSenseAreRefusedAtBuildTime() {
        assertEquals(
                "a route of 'shop' leads to pool 'nowhere', but the pools are [cart, beta, web]; describe it with"
                        + " pool(...)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> client(
                                        Routes.when(Match.path("/a"), "nowhere").otherwise("web")))
                        .getMessage());
        LoadBalancedHttpClientBuilder builder =
                Clients.builder().pool("web", pool -> pool.servers("http://127.0.0.1:1"));
        Routes routes = Routes.all(Split.atRandom().share("web", 1));
        assertEquals(
                "'Web' is a pool already; route a host of another name, once",
                assertThrows(IllegalArgumentException.class, () -> builder.route("Web", routes))
                        .getMessage());
        builder.route("shop", routes);
        assertThrows(IllegalArgumentException.class, () -> builder.route("SHOP", routes));
        assertEquals(
                "'shop' has routes and cannot be a pool; give one another name",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> builder.pool("shop", pool -> pool.servers("http://127.0.0.1:1")))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> builder.route("my_shop", routes));
        assertThrows(IllegalArgumentException.class, () -> Routes.all(Split.atRandom()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Routes.all(Split.atRandom().share("web", 0)));
        assertThrows(IllegalArgumentException.class, () -> Split.atRandom().share("web", -1));
        assertThrows(
                IllegalArgumentException.class,
                () -> Split.atRandom().share("web", 1).share("WEB", 1));
        assertThrows(IllegalArgumentException.class, () -> Match.method());
        assertThrows(IllegalArgumentException.class, () -> Match.method("GET /"));
        assertThrows(IllegalArgumentException.class, () -> Match.header("a:"));
        assertThrows(IllegalArgumentException.class, () -> Match.cookie("a;"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "/orders/**/x", "/ord*", "/***", "/a/**b"})
    void patternsThatMeanNothingAreRefused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> Match.path(pattern));
    }
}

package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.SessionStatistics;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.net.CookieManager;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that live in the memory of one server. */
class SessionsTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final List<TestServer> servers =
            IntStream.range(0, 3).mapToObj(i -> TestServer.echoingName()).toList();
    private final List<LoadBalancedHttpClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(LoadBalancedHttpClient::close);
        servers.forEach(TestServer::close);
    }

    private LoadBalancedHttpClient client(Sessions sessions) {
        LoadBalancedHttpClient client = Clients.builder()
                .pool("orders", pool -> {
                    servers.forEach(server -> pool.servers(server.origin()));
                    pool.sessions(sessions)
                            .strategy(SelectionStrategy.roundRobin())
                            .slowStart(SlowStart.NONE);
                })
                .build();
        clients.add(client);
        return client;
    }

    private static HttpResponse<String> send(LoadBalancedHttpClient client, String... headers) throws Exception {
        HttpRequest.Builder request = Clients.request("/");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The cookie that a browser would send back. */
    private static String cookie(HttpResponse<?> response) {
        List<String> cookies = response.headers().allValues("set-cookie");
        assertEquals(1, cookies.size(), () -> "cookies: " + cookies);
        return cookies.get(0).substring(0, cookies.get(0).indexOf(';'));
    }

    private TestServer named(String origin) {
        return servers.stream()
                .filter(server -> server.origin().equals(origin))
                .findFirst()
                .orElseThrow();
    }

    private static SessionStatistics figures(LoadBalancedHttpClient client) {
        return client.pool("orders").sessions();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void cookieLeadsBackToTheServerThatGaveIt(Way way) throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        Set<String> cookies = new HashSet<>();
        for (int session = 0; session < 6; session++) {
            HttpResponse<String> first = way.send(client, Clients.get(), BodyHandlers.ofString());
            String cookie = cookie(first);
            cookies.add(cookie);
            for (int i = 0; i < 4; i++) {
                HttpRequest request = Clients.request("/")
                        .header("Cookie", "a=1; " + cookie + "; b=2")
                        .build();
                HttpResponse<String> next = way.send(client, request, BodyHandlers.ofString());
                assertEquals(first.body(), next.body());
                assertEquals(List.of(), next.headers().allValues("set-cookie"), "it has one already");
            }
        }
        assertEquals(3, cookies.size(), "new sessions are spread: one cookie for each server");
        assertEquals(new SessionStatistics(6, 24, 0), figures(client));
        servers.forEach(server -> assertEquals(10, server.hits()));
    }

    @Test
    void serversSeeAllCookiesButThePools() throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        String cookie = cookie(send(client));
        HttpResponse<String> response = send(client, "Cookie", "a=1; " + cookie + "; b=2", "X-Other", "x");
        TestServer home = named(response.body());
        assertEquals(List.of("a=1; b=2"), last(home).headers("cookie"));
        assertEquals(List.of("x"), last(home).headers("x-other"));
        send(client, "Cookie", cookie);
        assertEquals(List.of(), last(home).headers("cookie"));
        send(client, "Cookie", "EVENKEEL=nonsense");
        servers.forEach(server -> server.calls()
                .forEach(call -> assertFalse(
                        call.headers("cookie").toString().contains("EVENKEEL"), () -> "shown to a server: " + call)));
    }

    private static io.github.evenkeel.httpclient.fixture.Call last(TestServer server) {
        return server.calls().get(server.calls().size() - 1);
    }

    @ParameterizedTest
    @CsvSource({"none, false", "http, false", "https, true", "HTTPS, true"})
    void cookieIsForTheWholeOriginAndNotForScripts(String forwardedProtocol, boolean secure) throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        HttpResponse<String> response = send(client, "X-Forwarded-Proto", forwardedProtocol);
        String cookie = response.headers().firstValue("set-cookie").orElseThrow();
        String expected = "EVENKEEL=[A-Za-z0-9_-]{32}; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
        assertTrue(cookie.matches(expected), cookie);
    }

    @Test
    void bodyHandlersSeeTheCookieTooBesideTheServersOwn() throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        servers.forEach(server -> server.become(call -> call.respond(200, "", "Set-Cookie: app=1", "X-App: 2")));
        AtomicReference<List<String>> seen = new AtomicReference<>();
        HttpResponse<Void> response = client.send(Clients.get(), head -> {
            seen.set(head.headers().allValues("set-cookie"));
            return HttpResponse.BodySubscribers.discarding();
        });
        assertEquals(2, seen.get().size());
        assertEquals("app=1", seen.get().get(0));
        assertTrue(seen.get().get(1).startsWith("EVENKEEL="));
        assertEquals(seen.get(), response.headers().allValues("Set-Cookie"));
        assertEquals("2", response.headers().firstValue("x-app").orElseThrow());
    }

    @Test
    void cookieTellsNothingAndIsNoOtherPools() throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL", SECRET));
        String cookie = cookie(send(client));
        assertEquals("EVENKEEL".length() + 1 + 32, cookie.length());
        byte[] value = java.util.Base64.getUrlDecoder().decode(cookie.substring("EVENKEEL=".length()));
        assertFalse(new String(value, StandardCharsets.ISO_8859_1).contains("127"));
        LoadBalancedHttpClient other = Clients.builder()
                .pool("other", pool -> {
                    servers.forEach(server -> pool.servers(server.origin()));
                    pool.sessions(Sessions.cookie("EVENKEEL", SECRET));
                })
                .build();
        clients.add(other);
        HttpRequest request = HttpRequest.newBuilder(java.net.URI.create("http://other/"))
                .header("Cookie", cookie)
                .build();
        assertNotEquals(cookie, cookie(other.send(request, BodyHandlers.ofString())));
        assertEquals(new SessionStatistics(1, 0, 0), other.pool("other").sessions());
    }

    @Test
    void clientsThatShareASecretKnowEachOthersCookies() throws Exception {
        LoadBalancedHttpClient first = client(Sessions.cookie("EVENKEEL", SECRET));
        LoadBalancedHttpClient second = client(Sessions.cookie("EVENKEEL", SECRET));
        LoadBalancedHttpClient stranger = client(Sessions.cookie("EVENKEEL"));
        for (int i = 0; i < 6; i++) {
            HttpResponse<String> response = send(first);
            assertEquals(
                    response.body(), send(second, "Cookie", cookie(response)).body());
            assertNotEquals(cookie(response), cookie(send(stranger, "Cookie", cookie(response))));
        }
        assertEquals(new SessionStatistics(0, 6, 0), figures(second));
        assertEquals(new SessionStatistics(6, 0, 0), figures(stranger));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "http://127.0.0.1:1/",
                "\"\"",
                "%0d%0aX: 1"
            })
    void forgedCookieIsNoCookie(String value) throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        cookie(send(client, "Cookie", "EVENKEEL=" + value));
        assertEquals(new SessionStatistics(1, 0, 0), figures(client));
    }

    /** Changed in any place, even one that stands for the same server, it is worth nothing. */
    @Test
    void everyCharacterOfTheCookieCounts() throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        String cookie = cookie(send(client));
        for (int i = "EVENKEEL=".length(); i < cookie.length(); i++) {
            char other = cookie.charAt(i) == 'A' ? 'B' : 'A';
            send(client, "Cookie", cookie.substring(0, i) + other + cookie.substring(i + 1));
        }
        assertEquals(new SessionStatistics(33, 0, 0), figures(client));
    }

    @Test
    void sessionOfAServerThatLeftMovesAndCountsAsBroken() throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        HttpResponse<String> first = send(client);
        client.pool("orders").remove(first.body());
        HttpResponse<String> moved = send(client, "Cookie", cookie(first));
        assertNotEquals(first.body(), moved.body());
        assertEquals(new SessionStatistics(1, 0, 1), figures(client));
        for (int i = 0; i < 3; i++) {
            assertEquals(moved.body(), send(client, "Cookie", cookie(moved)).body());
        }
        assertEquals(new SessionStatistics(1, 3, 1), figures(client));
        client.pool("orders").add(ServerSpec.of(first.body()));
        assertEquals(first.body(), send(client, "Cookie", cookie(first)).body(), "known again, now that it is back");
    }

    @Test
    void sessionsOfADrainedServerMove() throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        HttpResponse<String> first = send(client);
        client.pool("orders").drain(first.body(), Duration.ofSeconds(1));
        assertNotEquals(first.body(), send(client, "Cookie", cookie(first)).body());
        assertEquals(1, figures(client).broken());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void sessionGoesToWhoAnsweredForItsDeadServer(Way way) throws Exception {
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        HttpResponse<String> first = send(client);
        named(first.body()).die();
        HttpRequest request =
                Clients.request("/").header("Cookie", cookie(first)).build();
        HttpResponse<String> moved = way.send(client, request, BodyHandlers.ofString());
        assertNotEquals(first.body(), moved.body());
        assertEquals(moved.body(), send(client, "Cookie", cookie(moved)).body());
        assertEquals(new SessionStatistics(1, 1, 1), figures(client));
    }

    @Test
    void nobodyIsBoundToAServerThatFailsHim() throws Exception {
        servers.forEach(server -> server.become(call -> call.respond(500, "")));
        LoadBalancedHttpClient client = client(Sessions.cookie("EVENKEEL"));
        assertEquals(List.of(), send(client).headers().allValues("set-cookie"));
        assertEquals(new SessionStatistics(0, 0, 0), figures(client));
    }

    /** A client that keeps cookies needs no gateway to stay with one server. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void clientThatKeepsCookiesKeepsItsServer(Way way) throws Exception {
        LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .pool("orders", pool -> {
                    servers.forEach(server -> pool.servers(server.origin()));
                    pool.sessions(Sessions.cookie("EVENKEEL")).strategy(SelectionStrategy.roundRobin());
                })
                .build();
        clients.add(client);
        String home = way.send(client, Clients.get(), BodyHandlers.ofString()).body();
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    home,
                    way.send(client, Clients.get(), BodyHandlers.ofString()).body());
        }
        assertEquals(new SessionStatistics(1, 5, 0), figures(client));
        named(home).calls().forEach(call -> assertEquals(List.of(), call.headers("cookie")));
    }

    @Test
    void hashOfTheSourceIsAnotherWay() throws Exception {
        LoadBalancedHttpClient client = Clients.builder()
                .pool("orders", pool -> {
                    servers.forEach(server -> pool.servers(server.origin()));
                    pool.affinity(Affinity.lastHop("X-Forwarded-For")).strategy(SelectionStrategy.sourceHash());
                })
                .build();
        clients.add(client);
        Set<String> homes = new HashSet<>();
        for (int address = 0; address < 20; address++) {
            String home = send(client, "X-Forwarded-For", "192.0.2." + address).body();
            homes.add(home);
            assertEquals(
                    home,
                    send(client, "X-Forwarded-For", "10.0.0.1, 192.0.2." + address + ":99")
                            .body());
        }
        assertEquals(3, homes.size());
        assertEquals(new SessionStatistics(0, 0, 0), figures(client), "a hash knows no sessions");
    }

    /** Servers that give each new visitor an id of their own making. */
    private void makeIds(boolean header) {
        AtomicInteger ids = new AtomicInteger();
        for (TestServer server : servers) {
            Set<String> known = java.util.concurrent.ConcurrentHashMap.newKeySet();
            server.become(call -> {
                String brought = header
                        ? String.join("", call.headers("mcp-session-id"))
                        : String.join("", call.headers("cookie")).replace("JSESSIONID=", "");
                if (known.contains(brought)) {
                    call.respond(200, server.origin());
                    return;
                }
                String id = "id" + ids.incrementAndGet();
                known.add(id);
                call.respond(
                        200,
                        server.origin(),
                        header ? "Mcp-Session-Id: " + id : "Set-Cookie: JSESSIONID=" + id + "; Path=/; HttpOnly");
            });
        }
    }

    @Test
    void sessionsOfTheApplicationAreLearnedFromItsCookies() throws Exception {
        makeIds(false);
        LoadBalancedHttpClient client = client(Sessions.applicationCookie("JSESSIONID"));
        for (int session = 0; session < 6; session++) {
            HttpResponse<String> first = send(client);
            for (int i = 0; i < 4; i++) {
                HttpResponse<String> next = send(client, "Cookie", cookie(first));
                assertEquals(first.body(), next.body());
                assertEquals(List.of(), next.headers().allValues("set-cookie"));
            }
        }
        assertEquals(new SessionStatistics(6, 24, 0), figures(client));
    }

    @Test
    void orFromItsHeaders() throws Exception {
        makeIds(true);
        LoadBalancedHttpClient client = client(Sessions.applicationHeader("Mcp-Session-Id"));
        for (int session = 0; session < 6; session++) {
            HttpResponse<String> first = send(client);
            String id = first.headers().firstValue("mcp-session-id").orElseThrow();
            for (int i = 0; i < 4; i++) {
                assertEquals(first.body(), send(client, "Mcp-Session-Id", id).body());
            }
        }
        assertEquals(new SessionStatistics(6, 24, 0), figures(client));
    }

    @Test
    void sessionOfTheApplicationMovesWithItsServersEnd() throws Exception {
        makeIds(false);
        LoadBalancedHttpClient client = client(Sessions.applicationCookie("JSESSIONID"));
        HttpResponse<String> first = send(client);
        named(first.body()).die();
        HttpResponse<String> moved = send(client, "Cookie", cookie(first));
        assertNotEquals(first.body(), moved.body());
        assertNotEquals(cookie(first), cookie(moved), "it is another server's, and another session");
        for (int i = 0; i < 4; i++) {
            assertEquals(moved.body(), send(client, "Cookie", cookie(moved)).body());
        }
        assertEquals(new SessionStatistics(2, 4, 1), figures(client));
    }

    /** As after a restart of this client: the first server to answer may not be right, but it is always the same. */
    @Test
    void idThatWasNeverLearnedStaysWithWhoAnswersItFirst() throws Exception {
        LoadBalancedHttpClient client = client(Sessions.applicationCookie("JSESSIONID"));
        String home = send(client, "Cookie", "JSESSIONID=old").body();
        for (int i = 0; i < 5; i++) {
            assertEquals(home, send(client, "Cookie", "JSESSIONID=old").body());
        }
        assertEquals(new SessionStatistics(0, 5, 0), figures(client));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JSESSIONID=; Path=/",
                "JSESSIONID=x; Max-Age=0",
                "JSESSIONID=x; max-age=-1; Path=/",
                "JSESSIONID=x; Path=/; Max-Age= 00"
            })
    void sessionThatTheApplicationEndsIsForgotten(String deletion) throws Exception {
        LoadBalancedHttpClient client = client(Sessions.applicationCookie("JSESSIONID"));
        String home = send(client, "Cookie", "JSESSIONID=x").body();
        named(home).become(call -> call.respond(200, home, "Set-Cookie: " + deletion));
        assertEquals(home, send(client, "Cookie", "JSESSIONID=x").body());
        Set<String> next = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            next.add(send(client, "Cookie", "JSESSIONID=x").body());
        }
        assertEquals(new SessionStatistics(0, next.contains(home) ? 1 : 2, 0), figures(client));
    }

    @Test
    void tableIsBoundedAndForgets() throws Exception {
        LoadBalancedHttpClient few =
                client(Sessions.applicationCookie("JSESSIONID").atMost(10));
        for (int i = 0; i < 200; i++) {
            send(few, "Cookie", "JSESSIONID=id" + i);
        }
        for (int i = 0; i < 200; i++) {
            send(few, "Cookie", "JSESSIONID=id" + i);
        }
        assertTrue(figures(few).kept() <= 40, () -> "it remembers too much: " + figures(few));
        LoadBalancedHttpClient brief =
                client(Sessions.applicationCookie("JSESSIONID").forgottenAfter(Duration.ofNanos(1)));
        for (int i = 0; i < 10; i++) {
            send(brief, "Cookie", "JSESSIONID=id");
        }
        assertEquals(0, figures(brief).kept());
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertEquals(
                "the secret of session cookie 'S' must have at least 16 bytes but had 3; take 32 random ones",
                assertThrows(IllegalArgumentException.class, () -> Sessions.cookie("S", new byte[3]))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Sessions.cookie("S; Domain=evil"));
        assertThrows(IllegalArgumentException.class, () -> Sessions.applicationCookie("a=b"));
        assertThrows(IllegalArgumentException.class, () -> Sessions.applicationHeader("a:b"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Sessions.applicationCookie("S").atMost(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> Sessions.applicationCookie("S").forgottenAfter(Duration.ZERO));
        assertFalse(Sessions.cookie("S", SECRET).toString().contains("0123"));
    }
}

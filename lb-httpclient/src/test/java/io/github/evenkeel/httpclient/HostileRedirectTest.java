package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a server sends the client, it learns nothing there of what was meant for another, and forges no message. */
class HostileRedirectTest {
    private static final List<String> SECRETS = List.of(
            "Authorization",
            "Cookie",
            "X-Api-Key",
            "X-Auth-Token",
            "X-Amz-Security-Token",
            "X-Forwarded-For",
            "X-Csrf-Token",
            "From",
            "Referer",
            "Origin");

    private static final List<String> HARMLESS = List.of(
            "Accept",
            "Accept-Language",
            "Content-Type",
            "Content-Disposition",
            "Idempotency-Key",
            "If-None-Match",
            "Range",
            "User-Agent",
            "traceparent");

    /** What the JDK client says by itself, or with its offer to speak HTTP/2. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "http2-settings", "upgrade");

    private static LoadBalancedHttpClient client(TestServer server, TestServer other) {
        return Clients.builder()
                .followRedirects(Redirect.ALWAYS)
                .pool("orders", pool -> pool.servers(server.origin()))
                .pool("bills", pool -> pool.servers(other.origin()))
                .build();
    }

    private static HttpRequest.Builder withAll(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        SECRETS.forEach(name -> request.header(name, "mine"));
        HARMLESS.forEach(name -> request.header(name, "anybody's"));
        return request;
    }

    private static Set<String> fieldsOf(Call call) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(call.headers().keySet());
        names.removeAll(OF_THE_CONNECTION);
        return names;
    }

    private static Set<String> lower(List<String> names) {
        Set<String> lower = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        lower.addAll(names);
        return lower;
    }

    /** From a pool to another host or another pool, and from a host that is none to another. */
    @ParameterizedTest
    @CsvSource({
        "true, false, SEND",
        "true, true, SEND_ASYNC",
        "false, false, SEND_ASYNC",
        "false, true, SEND",
    })
    void anotherOriginLearnsNothingOfTheCaller(boolean fromPool, boolean toPool, Way way) throws Exception {
        try (TestServer other = TestServer.answering(200, "elsewhere");
                TestServer server = TestServer.start(call ->
                        call.respond(307, "", "Location: " + (toPool ? "http://bills" : other.origin()) + "/x"));
                LoadBalancedHttpClient client = client(server, other)) {
            URI uri = URI.create((fromPool ? "http://orders" : server.origin()) + "/");
            HttpRequest request =
                    withAll(uri).POST(BodyPublishers.ofString("body")).build();
            HttpResponse<String> response = way.send(client, request, BodyHandlers.ofString());
            assertEquals("elsewhere", response.body());
            List<String> all = new ArrayList<>(SECRETS);
            all.addAll(HARMLESS);
            assertEquals(lower(all), fieldsOf(server.onlyCall()));
            assertEquals(lower(HARMLESS), fieldsOf(other.onlyCall()));
        }
    }

    /** Nor does who is asked after that: what was left behind stays behind, even on the way back. */
    @Test
    void whatWasLeftBehindDoesNotComeBack() throws Exception {
        try (TestServer server = TestServer.answering(200, "the end");
                TestServer between = TestServer.start(call -> call.respond(307, "", "Location: http://orders/end"));
                LoadBalancedHttpClient client = client(server, between)) {
            server.become(call ->
                    call.respond(call.target().equals("/end") ? 200 : 307, "the end", "Location: " + between.origin()));
            HttpRequest request = withAll(URI.create("http://orders/begin")).build();
            assertEquals("the end", Clients.send(client, request).body());
            Set<String> left = lower(HARMLESS);
            assertEquals(left, fieldsOf(between.onlyCall()));
            assertEquals(left, fieldsOf(server.calls().get(1)));
        }
    }

    /** The address of another server is not that of the pool; nor is what only looks like the pool's name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//127.0.0.1:%d/x",
                "http://orders@127.0.0.1:%d/x",
                "http://orders:80@127.0.0.1:%d/x",
                "http://orders%%40x@127.0.0.1:%d/x",
                "HTTP://[::ffff:127.0.0.1]:%d/x",
            })
    void whatLooksLikeThePoolIsNot(String location) throws Exception {
        try (TestServer other = TestServer.answering(200, "elsewhere");
                TestServer server = TestServer.start(
                        call -> call.respond(302, "", "Location: " + String.format(location, other.port())));
                LoadBalancedHttpClient client = client(server, other)) {
            HttpRequest request = withAll(URI.create("http://orders/")).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertEquals("elsewhere", response.body());
            assertEquals(Set.of(), secretsAmong(fieldsOf(other.onlyCall())));
        }
    }

    private static Set<String> secretsAmong(Set<String> seen) {
        Set<String> secrets = lower(SECRETS);
        secrets.retainAll(seen);
        return secrets;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://orders\\@127.0.0.1:%d/x",
                "http:\\\\127.0.0.1:%d/x",
                "\\\\127.0.0.1:%d/x",
                "/\\127.0.0.1:%d/x",
                "http://örders:%d/",
                "http://127.0.0.1:%d:80/",
                "http:///127.0.0.1:%d/",
                "http:127.0.0.1:%d/",
                "http://127.0.0.1 :%d/",
                "http://127.0.0.1\t:%d/",
                "http://[127.0.0.1]:%d/",
                "http://127.0.0.1:%d:",
                "file://127.0.0.1:%d/etc/passwd",
                "jar:http://127.0.0.1:%d!/x",
                "ws://127.0.0.1:%d/",
                "gopher://127.0.0.1:%d/",
                "javascript:alert(%d)",
                " ",
            })
    void whatIsNoAddressIsHandedOver(String location) throws Exception {
        try (TestServer other = TestServer.answering(200, "elsewhere");
                TestServer server = TestServer.start(
                        call -> call.respond(302, "page", "Location: " + String.format(location, other.port())));
                LoadBalancedHttpClient client = client(server, other)) {
            HttpResponse<String> response = Clients.send(client, Clients.get());
            assertEquals("302 page", response.statusCode() + " " + response.body());
            assertEquals(0, other.hits());
        }
    }

    /** A line break in a header ends that header; encoded it stays what it is, a part of the path. */
    @ParameterizedTest
    @CsvSource({"/end%0d%0aX-Evil:1", "/end%0D%0A%0D%0AGET%20/evil", "/end%00", "/end;x=%0a", "/end?a=%0d%0aX-Evil:1"})
    void noMessageIsForged(String location) throws Exception {
        try (TestServer server = TestServer.answering(200, "the end");
                LoadBalancedHttpClient client = client(server, server)) {
            server.become(call ->
                    call.respond(call.target().startsWith("/end") ? 200 : 302, "the end", "Location: " + location));
            assertEquals("the end", Clients.send(client, Clients.get()).body());
            assertEquals(2, server.hits());
            Call last = server.calls().get(1);
            assertEquals(location, last.target());
            assertEquals(List.of(), last.headers("x-evil"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?q=1, /a/b?q=1",
        "'?', /a/b",
        "?http://127.0.0.1/, /a/b?http://127.0.0.1/",
        "c?q=1, /a/c?q=1",
        "../c, /c",
        "/../../c, /../../c",
        "//orders//c, //c",
        "http://ORDERS:65000/c#part, /c",
        "http://u:p@orders/c, /c",
    })
    void whatIsOfThePoolGoesWhereItSays(String location, String target) throws Exception {
        try (TestServer server = TestServer.answering(200, "the end");
                LoadBalancedHttpClient client = client(server, server)) {
            server.become(call -> {
                boolean first = server.hits() == 1;
                call.respond(first ? 302 : 200, "the end", first ? "Location: " + location : "X: y");
            });
            HttpRequest request = withAll(URI.create("http://orders/a/b?p=0")).build();
            assertEquals("the end", Clients.send(client, request).body());
            Call last = server.calls().get(1);
            assertEquals(target, last.target());
            assertEquals(List.of("mine"), last.headers("authorization"));
        }
    }

    /** A path that begins with two slashes is no host. */
    @Test
    void aQueryAloneStaysWithItsHost() throws Exception {
        try (TestServer server = TestServer.answering(200, "the end");
                LoadBalancedHttpClient client = client(server, server)) {
            server.become(call -> call.respond(call.target().endsWith("?q") ? 200 : 302, "the end", "Location: ?q"));
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://orders//evil/x")).build();
            HttpResponse<String> response = Clients.send(client, request);
            assertEquals("http://orders//evil/x?q", response.uri().toString());
            assertEquals("//evil/x?q", server.calls().get(1).target());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void twoHostsThatSendToEachOtherAreLeft(Way way) throws Exception {
        try (TestServer server = TestServer.start(call -> call.respond(302, "", "Location: http://bills/"));
                TestServer other = TestServer.start(call -> call.respond(302, "", "Location: http://orders/"));
                LoadBalancedHttpClient client = client(server, other)) {
            assertEquals(
                    302,
                    way.send(client, Clients.get(), BodyHandlers.ofString()).statusCode());
            assertEquals(5, server.hits() + other.hits());
            Clients.awaitIdle(client);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whereNobodyCanListenTheExchangeFailsAndBlamesNobody(Way way) throws Exception {
        try (TestServer server = TestServer.start(call -> call.respond(302, "", "Location: http://127.0.0.1:70000/"));
                LoadBalancedHttpClient client = client(server, server)) {
            IOException e =
                    assertThrows(IOException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals("the redirect cannot be followed: port out of range:70000", e.getMessage());
            Clients.awaitIdle(client);
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    /** A jar files what it is told under the name asked; what it gives out cannot break a line. */
    @ParameterizedTest
    @CsvSource({
        "sid=1, sid=1",
        "sid=1; Domain=orders.evil, ''",
        "sid=1; Domain=127.0.0.1, ''",
        "sid=1; Domain=.local, ''",
        "sid=1; Domain=LOCAL, ''",
        "sid=1; Version=1; Domain=.local, ''",
        "sid=1; Domain=orders, ''",
        "sid=1; Domain=com, ''",
        "sid=1; Path=/elsewhere, ''",
        "sid=1; Path=/a, sid=1",
        "sid=1; Secure, ''",
        "sid=1; Max-Age=0, ''",
        "sid=1; Max-Age=x, ''",
        "=1, ''",
        "sid, ''",
        "s d=1, ''",
        "$Version=1, ''",
        "sid=a b, sid=a b",
    })
    void cookiesGoWhereTheyBelong(String set, String sent) throws Exception {
        try (TestServer server = TestServer.start(call -> call.respond(200, "", "Set-Cookie: " + set));
                TestServer other = TestServer.answering(200, "");
                LoadBalancedHttpClient client = Clients.builder()
                        .cookieHandler(new CookieManager())
                        .pool("orders", pool -> pool.servers(server.origin()))
                        .pool("bills", pool -> pool.servers(other.origin()))
                        .build()) {
            for (int i = 0; i < 2; i++) {
                Clients.send(client, Clients.request("/a/b").build());
            }
            Clients.send(
                    client,
                    HttpRequest.newBuilder(URI.create("http://bills/a/b")).build());
            assertEquals(
                    sent.isEmpty() ? List.of() : List.of(sent),
                    server.calls().get(1).headers("cookie"));
            assertEquals(List.of(), other.onlyCall().headers("cookie"));
        }
    }
}

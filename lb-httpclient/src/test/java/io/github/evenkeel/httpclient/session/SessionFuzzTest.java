package io.github.evenkeel.httpclient.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.routing.SessionStatistics;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever clients and servers send, a session is found or it is not; nothing is thrown, forged or injected. */
class SessionFuzzTest {
    private static final String COOKIE = "S=[A-Za-z0-9_-]{32}; Path=/; HttpOnly; SameSite=Lax";
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    /** Its headers may hold what no builder accepts. */
    private static final class AnyRequest extends HttpRequest {
        private final HttpHeaders headers;

        AnyRequest(String name, List<String> values) {
            this.headers = HttpHeaders.of(Map.of(name, values), (header, value) -> true);
        }

        @Override
        public Optional<BodyPublisher> bodyPublisher() {
            return Optional.empty();
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public Optional<Duration> timeout() {
            return Optional.empty();
        }

        @Override
        public boolean expectContinue() {
            return false;
        }

        @Override
        public URI uri() {
            return URI.create("http://orders/");
        }

        @Override
        public Optional<HttpClient.Version> version() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return headers;
        }
    }

    private static ServerPool servers(PoolSessions sessions, String... ids) {
        ServerPool pool = new ServerPool("orders", PoolConfig.DEFAULT, sessions, 1);
        for (String id : ids) {
            pool.add(ServerSpec.of("http://127.0.0.1:1").withId(id), 0);
        }
        return pool;
    }

    @Property
    void whatClientsSendIsNoSession(@ForAll @Size(max = 4) List<@From("cookieHeaders") String> values) {
        PoolSessions sessions = PoolSessions.of("orders", Sessions.cookie("S"));
        ServerPool pool = servers(sessions, "a", "b");
        Server answering = pool.servers().get(0);
        Session session = sessions.of(new AnyRequest("Cookie", values), pool);
        assertNull(session.home());
        session.asSent(new AnyRequest("Cookie", values).headers());
        HttpHeaders shown = session.answered(answering, true, NO_HEADERS);
        assertTrue(shown.firstValue("set-cookie").orElseThrow().matches(COOKIE));
        assertEquals(new SessionStatistics(1, 0, 0), sessions.statistics());
    }

    /** Names that discovery gives to servers are not to be seen in a cookie, nor can they break out of it. */
    @Property
    void whatServersAreCalledStaysUnknown(@ForAll @NotBlank String id) {
        PoolSessions sessions = PoolSessions.of("orders", Sessions.cookie("S"));
        ServerPool pool = servers(sessions, id);
        Server server = pool.servers().get(0);
        HttpHeaders shown = sessions.of(new AnyRequest("X", List.of("")), pool).answered(server, true, NO_HEADERS);
        String cookie = shown.firstValue("set-cookie").orElseThrow();
        assertTrue(cookie.matches(COOKIE), cookie);
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertSame(
                server,
                sessions.of(new AnyRequest("Cookie", List.of(pair)), pool).home());
    }

    @Property
    void idsOfApplicationsMayBeAnything(
            @ForAll @Size(max = 3) List<String> asked,
            @ForAll @Size(max = 3) List<@From("setCookies") String> answered) {
        PoolSessions sessions = PoolSessions.of("orders", Sessions.applicationCookie("S"));
        ServerPool pool = servers(sessions, "a", "b");
        for (Server server : pool.servers()) {
            Session session = sessions.of(new AnyRequest("Cookie", asked), pool);
            HttpHeaders headers = HttpHeaders.of(Map.of("Set-Cookie", answered), (name, value) -> true);
            assertNull(session.answered(server, true, headers));
        }
    }

    @Property
    void madeUpValuesAreNotGenuine(@ForAll @Size(24) byte[] bytes) {
        Signature signature = new Signature("orders", new SecretKeySpec(new byte[] {1, 2, 3}, "HmacSHA256"));
        assertFalse(signature.isGenuine(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
    }

    @Test
    void everyServerPoolAndSecretHasValuesOfItsOwn() {
        Set<String> values = new HashSet<>();
        int expected = 0;
        for (String pool : List.of("orders", "users")) {
            for (byte secret = 0; secret < 2; secret++) {
                Signature signature = new Signature(pool, new SecretKeySpec(new byte[] {secret}, "HmacSHA256"));
                PoolSessions none = PoolSessions.of(pool, null);
                for (Server server : servers(none, "a", "b").servers()) {
                    String value = signature.of(server);
                    assertTrue(signature.isGenuine(value));
                    assertNotEquals("", value);
                    values.add(value);
                    expected++;
                }
            }
        }
        assertEquals(expected, values.size());
    }

    @Provide
    Arbitrary<String> cookieHeaders() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of("S", "S=", "=", ";", "; ", "\r\n", "\"", "A".repeat(32), "_-".repeat(16), "%00"),
                Arbitraries.strings().ofMaxLength(5));
        return piece.list().ofMaxSize(6).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> setCookies() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "S", "S=", "=", ";", "; ", "Max-Age", "max-age=", "0", "-1", "999999999999999999999", "Path=/"),
                Arbitraries.strings().ofMaxLength(5));
        return piece.list().ofMaxSize(8).map(pieces -> String.join("", pieces));
    }
}

package io.github.evenkeel.httpclient.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cookies, queries, paths and hops as requests carry them, well made or not. */
class FieldsTest {
    private static HttpHeaders cookies(String... values) {
        return HttpHeaders.of(Map.of("cookie", List.of(values), "X-Other", List.of("a", "b")), (name, value) -> true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "sid=1 | 1",
                "a=0; sid=1; b=2 | 1",
                "a=0;sid=1;b=2 | 1",
                "a=0;  sid = 1 ; b=2 | 1",
                "sid=1; sid=2 | 1",
                "sid= | ''",
                "sid | none",
                "=; ;; =x; sid=a=b== | a=b==",
                "SID=1 | none",
                "xsid=1 | none",
                "a=sid=1 | none",
                "sidx=1 | none",
                "'' | none"
            })
    void cookieIsFoundByItsName(String header, String value) {
        assertEquals(value, RequestCookies.value(cookies(header), "sid"));
    }

    @Test
    void cookiesMayStandInSeveralHeaders() {
        assertEquals("1", RequestCookies.value(cookies("a=0", "b=2; sid=1"), "sid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=0; sid=1; b=2 | a=0; b=2",
                "sid=1; b=2 | b=2",
                "a=0; sid=1 | a=0",
                "a=0;sid=1;sid=2 | a=0",
                "a=sid=1; sid=2 | a=sid=1"
            })
    void cookieIsTakenOut(String header, String left) {
        HttpHeaders without = RequestCookies.without(cookies(header), "sid");
        assertEquals(List.of(left), without.allValues("Cookie"));
        assertEquals(List.of("a", "b"), without.allValues("x-other"));
    }

    @Test
    void headerWithoutCookiesIsTakenOutToo() {
        assertFalse(
                RequestCookies.without(cookies("sid=1", " sid=2;"), "sid").map().containsKey("cookie"));
        assertEquals(
                List.of("a=1"),
                RequestCookies.without(cookies("sid=1", "a=1"), "sid").allValues("cookie"));
    }

    @Test
    void headersWithoutTheCookieAreLeftAsTheyAre() {
        HttpHeaders headers = cookies("a=1;b=2");
        assertSame(headers, RequestCookies.without(headers, "sid"));
    }

    /** Whatever else stands there, the cookie can be read and taken out, and the others stay. */
    @Property
    void nothingInACookieHeaderThrows(
            @ForAll @Size(max = 4) List<String> values, @ForAll @AlphaChars @NotEmpty String name) {
        HttpHeaders headers = cookies(values.toArray(String[]::new));
        HttpHeaders without = RequestCookies.without(headers, name);
        assertNull(RequestCookies.value(without, name));
        assertEquals(RequestCookies.value(headers, "other"), RequestCookies.value(without, "other"));
    }

    @Property
    void cookieComesOutAsItWentIn(
            @ForAll @Size(max = 5) List<@AlphaChars String> before,
            @ForAll @CharRange(from = '?', to = 'z') String value) {
        List<String> pairs = new ArrayList<>();
        before.forEach(name -> pairs.add("x" + name + "=1"));
        pairs.add("sid=" + value);
        assertEquals(value, RequestCookies.value(cookies(String.join("; ", pairs)), "sid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "/?user=1 | 1",
                "/?a=b&user=1&c=d | 1",
                "/?user=1&user=2 | 1",
                "/?user | ''",
                "/?user= | ''",
                "/?user&a=b | ''",
                "/?user=a=b | a=b",
                "/?user=a%40b+c | a@b c",
                "/?us%65r=1 | 1",
                "/?User=1 | none",
                "/?xuser=1 | none",
                "/? | none",
                "/ | none",
                "/?user=%ff | \uFFFD",
                "/?&&user=1 | 1"
            })
    void parameterIsFoundByItsName(String pathAndQuery, String value) {
        assertEquals(value, QueryParameters.value(URI.create("http://orders" + pathAndQuery), "user"));
    }

    @Property
    void parameterComesOutAsItWentIn(@ForAll @CharRange(to = '\uD7FF') String value) throws Exception {
        String encoded = java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(value, QueryParameters.value(URI.create("http://orders/?a=1&user=" + encoded), "user"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "/tenants/42/orders | 1 | 42",
                "/tenants/42/orders | 0 | tenants",
                "/tenants/42/orders | 2 | orders",
                "/tenants/42/orders | 3 | none",
                "/tenants/ | 1 | ''",
                "/tenants | 1 | none",
                "/ | 0 | ''",
                "'' | 0 | none",
                "//a | 1 | a",
                "/a%2Fb/c | 0 | a%2Fb"
            })
    void segmentIsFoundByItsPlace(String path, int index, String segment) {
        assertEquals(segment, PathSegments.segment(URI.create("http://orders" + path), index));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "192.0.2.1 | 192.0.2.1 | 192.0.2.1",
                "192.0.2.1, 198.51.100.2 | 192.0.2.1 | 198.51.100.2",
                "192.0.2.1:4711 , 198.51.100.2:80 | 192.0.2.1 | 198.51.100.2",
                "[2001:db8::1]:4711, 2001:db8::2 | 2001:db8::1 | 2001:db8::2",
                "[2001:db8::1 | 2001:db8::1 | 2001:db8::1",
                "unknown | unknown | unknown",
                "'' | none | none",
                "', ,' | none | none"
            })
    void hopsAreAddressesWithoutPorts(String header, String first, String last) {
        HttpHeaders headers = HttpHeaders.of(Map.of("X-Forwarded-For", List.of(header)), (name, value) -> true);
        assertEquals(first, Hops.first(headers, "x-forwarded-for"));
        assertEquals(last, Hops.last(headers, "x-forwarded-for"));
    }

    @Test
    void hopsMayStandInSeveralHeaders() {
        HttpHeaders headers = HttpHeaders.of(Map.of("X-Forwarded-For", List.of("a, b", "c, d")), (name, value) -> true);
        assertEquals("a", Hops.first(headers, "X-Forwarded-For"));
        assertEquals("d", Hops.last(headers, "X-Forwarded-For"));
        assertNull(Hops.first(headers, "X-Real-IP"));
        assertNull(Hops.last(headers, "X-Real-IP"));
    }

    @Property
    void nothingInAHopThrows(@ForAll @Size(max = 3) List<String> values, @ForAll @IntRange(max = 9) int index) {
        HttpHeaders headers = HttpHeaders.of(Map.of("X-Forwarded-For", values), (name, value) -> true);
        Hops.first(headers, "X-Forwarded-For");
        Hops.last(headers, "X-Forwarded-For");
        String path = "/" + String.join("/", values).replaceAll("[^a-z/]", "");
        PathSegments.segment(URI.create("http://orders" + path), index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:b", "a;b", "a=b", "a\r\nX-Evil: 1", "a\0", "ä", "\"a\""})
    void namesThatWouldInjectSomethingAreRefused(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> Token.checked("cookie", name))
                .getMessage();
        assertEquals(-1, message.indexOf('\n'), message);
        assertEquals(-1, message.indexOf('\0'), message);
    }

    @Test
    void namesAreTokens() {
        assertEquals("JSESSIONID", Token.checked("cookie", "JSESSIONID"));
        assertEquals("__Host-a.b_c!~1", Token.checked("cookie", "__Host-a.b_c!~1"));
    }

    @ParameterizedTest
    @CsvSource({
        "orders, 'sid=1; Path=/; Domain=.LOCAL', false",
        "orders, 'sid=1; domain = \".local\"; Version=1', false",
        "orders, 'sid=1; Max-Age=5, id=2; Domain=.local', false",
        "orders, 'sid=1; Domain=orders', true",
        "orders, 'sid=.local; Expires=Wed, 21 Oct 2099 07:28:00 GMT', true",
        "orders.shop.example, 'sid=1; Domain=.shop.example', true",
        "orders.shop.example, 'sid=1; Domain=Orders.Shop.Example', true",
        "orders.shop.example, 'sid=1; Domain=hop.example', false",
        "10.0.0.1, 'sid=1; Domain=10.0.0.1', true",
        "10.0.0.1, 'sid=1; Domain=10.0.0.2', false",
    })
    void aHostSetsCookiesOfItsOwnDomains(String host, String cookie, boolean may) {
        for (String name : List.of("set-cookie", "Set-Cookie2")) {
            HttpHeaders headers =
                    HttpHeaders.of(Map.of(name, List.of("own=1", cookie), "X", List.of("y")), (any, value) -> true);
            HttpHeaders kept = ResponseCookies.ofHost(host, headers);
            assertEquals(may ? List.of("own=1", cookie) : List.of("own=1"), kept.allValues(name));
            assertEquals(List.of("y"), kept.allValues("x"));
        }
    }

    @Property(tries = 500)
    void noCookieThatAHostSetsIsTooStrange(@ForAll String host, @ForAll String cookie) {
        HttpHeaders headers = HttpHeaders.of(Map.of("Set-Cookie", List.of(cookie)), (any, value) -> true);
        List<String> kept = ResponseCookies.ofHost(host, headers).allValues("Set-Cookie");
        if (!cookie.toLowerCase(Locale.ROOT).contains("domain")) {
            assertEquals(headers.allValues("Set-Cookie"), kept);
        }
    }
}

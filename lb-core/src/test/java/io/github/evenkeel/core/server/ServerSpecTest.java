package io.github.evenkeel.core.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSpecTest {
    private static final URI ORIGIN = URI.create("http://10.0.0.1:8080");

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.1:8080, http://10.0.0.1:8080",
        "HTTP://A:80/, http://a:80",
        "https://Orders.Example.COM, https://orders.example.com",
        "http://a:, http://a",
        "http://a:1, http://a:1",
        "http://a:65535/, http://a:65535",
        "'  http://a:80  ', http://a:80",
        "http://[::1]:8080, http://[::1]:8080",
        "http://[2001:DB8::A]/, http://[2001:db8::a]",
        "http://xn--bcher-kva.example, http://xn--bcher-kva.example"
    })
    void bringsOriginsToTheirPlainForm(String origin, String plain) {
        ServerSpec spec = ServerSpec.of(origin);
        assertEquals(URI.create(plain), spec.origin());
        assertEquals(plain, spec.origin().toString());
        assertEquals(plain, spec.id());
        assertEquals(1, spec.weight());
        assertFalse(spec.draining());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "10.0.0.1:8080, it is not a URI",
                "//a:80, it must begin with http:// or https://",
                "ftp://a, it must begin with http:// or https://",
                "/path, it must begin with http:// or https://",
                "http:a, it names no host that HTTP allows",
                "http:///, it names no host that HTTP allows",
                "http://under_score:80, it names no host that HTTP allows",
                "http://a:80:90, it names no host that HTTP allows",
                "http://a:x, it names no host that HTTP allows",
                "http://a:-1, it names no host that HTTP allows",
                "http://a:0, the port must be from 1 to 65535",
                "http://a:65536, the port must be from 1 to 65535",
                "http://a/api, it must not have a path but has /api; the path comes from each request",
                "http://a//, it must not have a path but has //; the path comes from each request",
                "http://a?q, it must have neither query nor fragment",
                "http://a/#f, it must have neither query nor fragment",
                "http://a b, it is not a URI",
                "http://[::1, it is not a URI",
                "\"\", it must begin with http:// or https://"
            })
    void refusesWhatIsNoOriginAndSaysWhy(String origin, String why) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> ServerSpec.of(origin));
        assertTrue(e.getMessage().startsWith("server origin '" + origin + "' cannot be used: " + why), e::getMessage);
        assertTrue(e.getMessage().endsWith("(an origin looks like http://10.0.0.1:8080)"), e::getMessage);
    }

    @Test
    void passwordInAnOriginIsNotRepeated() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> ServerSpec.of("http://user:secret@a"));
        assertFalse(refusal.getMessage().contains("secret"), refusal.getMessage());
        assertTrue(
                refusal.getMessage()
                        .startsWith("server origin 'http://***@a' cannot be used: it must not hold a user; use an"),
                refusal.getMessage());
        refusal = assertThrows(IllegalArgumentException.class, () -> ServerSpec.of("http://user:sec ret@a"));
        assertFalse(refusal.getMessage().contains("ret"), refusal.getMessage());
    }

    @Test
    void constructorChecksTheOriginToo() {
        URI withPath = URI.create("http://a/api");
        assertThrows(IllegalArgumentException.class, () -> spec("a", withPath));
        assertEquals(URI.create("http://a"), spec("a", URI.create("HTTP://A/")).origin());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void refusesABlankIdAndSaysOfWhichServer(String id) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> spec(id, ORIGIN));
        assertEquals("id must not be blank (server http://10.0.0.1:8080)", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesAWeightBelowOneAndSaysOfWhichServer(int weight) {
        ServerSpec spec = ServerSpec.of("http://a");
        Exception e = assertThrows(IllegalArgumentException.class, () -> spec.withWeight(weight));
        assertEquals(
                "weight must be at least 1 but was " + weight
                        + " (server http://a); whoever is to get no new requests drains",
                e.getMessage());
    }

    @Test
    void namesWhatIsMissing() {
        assertEquals(
                "origin",
                assertThrows(NullPointerException.class, () -> ServerSpec.of(null))
                        .getMessage());
        assertEquals(
                "origin",
                assertThrows(NullPointerException.class, () -> spec("a", null)).getMessage());
        assertEquals(
                "id",
                assertThrows(NullPointerException.class, () -> spec(null, ORIGIN))
                        .getMessage());
    }

    @Test
    void eachWithChangesItsValueOnly() {
        ServerSpec spec = ServerSpec.of("http://a");
        assertEquals(
                new ServerSpec("b", URI.create("http://a"), 7, true, "east", 2, Map.of("version", "3")),
                spec.withId("b")
                        .withWeight(7)
                        .withDraining(true)
                        .withZone("east")
                        .withTier(2)
                        .withMetadata(Map.of("version", "3")));
        assertEquals(spec, spec.withId("b").withId("http://a").withWeight(7).withWeight(1));
    }

    @Test
    void isAPrimaryServerInNoKnownZoneUnlessSaidOtherwise() {
        ServerSpec spec = ServerSpec.of("http://a");
        assertEquals("", spec.zone());
        assertEquals(0, spec.tier());
        assertEquals(Map.of(), spec.metadata());
    }

    @Test
    void refusesATierBelowZeroAndSaysOfWhichServer() {
        ServerSpec spec = ServerSpec.of("http://a");
        Exception e = assertThrows(IllegalArgumentException.class, () -> spec.withTier(-1));
        assertEquals("tier must be at least 0 but was -1 (server http://a)", e.getMessage());
    }

    @Test
    void copiesItsMetadata() {
        Map<String, String> metadata = new HashMap<>(Map.of("version", "1"));
        ServerSpec spec = ServerSpec.of("http://a").withMetadata(metadata);
        metadata.put("version", "2");
        assertEquals(Map.of("version", "1"), spec.metadata());
    }

    private static ServerSpec spec(String id, URI origin) {
        return new ServerSpec(id, origin, 1, false, "", 0, Map.of());
    }
}

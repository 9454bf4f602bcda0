package io.github.evenkeel.httpclient.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server gets path and query as the caller wrote them, and nothing of them is taken for something else. */
class RoutedRequestTest {
    @ParameterizedTest
    @CsvSource({
        "'', http://10.0.0.1:8080",
        "/, http://10.0.0.1:8080/",
        "?q=1, http://10.0.0.1:8080?q=1",
        "/api/42, http://10.0.0.1:8080/api/42",
        "/api?q=%20a&r=/b//c, http://10.0.0.1:8080/api?q=%20a&r=/b//c",
        "/api?, http://10.0.0.1:8080/api?",
        "/api#part, http://10.0.0.1:8080/api",
        "/a%2Fb%20c, http://10.0.0.1:8080/a%2Fb%20c",
        "/a:b;c=d@e, http://10.0.0.1:8080/a:b;c=d@e",
        "/a/../b/./c/, http://10.0.0.1:8080/a/../b/./c/",
        "/../a, http://10.0.0.1:8080/../a",
        "/a//b, http://10.0.0.1:8080/a//b",
        "//evil/a, http://10.0.0.1:8080//evil/a",
        "///a, http://10.0.0.1:8080///a",
    })
    void goesToTheSamePathElsewhere(String target, URI expected) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://orders" + target)).build();

        isRoutedTo(expected, request, URI.create("http://10.0.0.1:8080"));
    }

    @ParameterizedTest
    @CsvSource({"http://[::1]:8080, http://[::1]:8080/a?b", "https://shop.example, https://shop.example/a?b"})
    void takesAnyOrigin(URI origin, URI expected) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://orders/a?b")).build();

        isRoutedTo(expected, request, origin);
    }

    private static void isRoutedTo(URI expected, HttpRequest request, URI origin) {
        URI uri = new RoutedRequest(request, origin, request.headers(), null, null, null).uri();
        assertEquals(expected, uri);
        assertEquals(expected.toString(), uri.toString());
        assertEquals(expected.getHost(), uri.getHost());
        assertEquals(expected.getPort(), uri.getPort());
        assertEquals(expected.getRawPath(), uri.getRawPath());
        assertEquals(expected.getRawQuery(), uri.getRawQuery());
    }
}

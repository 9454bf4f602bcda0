package io.github.evenkeel.examples.gateway.proxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is asked for, as a URI that Java takes: browsers leave in place some characters that URIs must not hold. */
final class Target {
    private static final String ALLOWED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + "-._~:/?@!$&'()*+,;=%";

    private Target() {}

    /**
     * The URI of a path and query at a pool, spelt as the client spelt it wherever that is possible.
     *
     * @throws URISyntaxException if it cannot be made one
     */
    static URI at(String pool, @Nullable String pathAndQuery) throws URISyntaxException {
        if (pathAndQuery == null || !pathAndQuery.startsWith("/")) { // as of CONNECT, or OPTIONS *
            throw new URISyntaxException(
                    String.valueOf(pathAndQuery), "only paths can be forwarded, as in /index.html");
        }
        StringBuilder uri = new StringBuilder("http://").append(pool);
        for (byte octet : pathAndQuery.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (ALLOWED.indexOf(c) >= 0) {
                uri.append(c);
            } else {
                uri.append('%').append(hex(c >> 4)).append(hex(c & 15));
            }
        }
        return new URI(uri.toString());
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit, 16));
    }
}

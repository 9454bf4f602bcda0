package io.github.evenkeel.examples.gateway.api;

import io.github.evenkeel.examples.gateway.configuration.Configuration.Api;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Who may use the API. The address it listens at keeps other machines out, but not a web page that a user of this one
 * looks at: its browser would send whatever that page wants to. So a request must come from a page of ours or from none,
 * and name this host by an address rather than by a name that anybody can point here.
 */
final class Guard {
    private static final String ADDRESS = "(\\[[0-9a-fA-F:.]+]|\\d{1,3}(\\.\\d{1,3}){3}|localhost)(:\\d+)?";

    private Guard() {}

    /** Why a request is refused whatever it knows; empty if it is not. */
    static Optional<String> foreign(Api api, Request request) {
        String host = String.valueOf(request.getHeaders().get(HttpHeader.HOST));
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
            return Optional.of("requests from pages of " + origin + " are not accepted");
        }
        if (api.token() == null && request.getHeaders().contains(HttpHeader.HOST) && !host.matches(ADDRESS)) {
            return Optional.of("call this host by its address or localhost instead of " + host + ", or set a token");
        }
        return Optional.empty();
    }

    /** Whether a request knows the token, if there is one. */
    static boolean knowsToken(Api api, Request request) {
        String token = api.token();
        String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        return token == null || (given != null && same("Bearer " + token, given));
    }

    /** Takes as long whatever they differ in. */
    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}

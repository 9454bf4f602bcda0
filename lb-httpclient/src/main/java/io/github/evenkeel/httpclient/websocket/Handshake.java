package io.github.evenkeel.httpclient.websocket;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket is opened with. Immutable.
 *
 * @param uri where the caller wants it
 * @param listener what the caller does with it
 * @param headers that the caller adds, names and values in turn
 * @param subprotocols that the caller speaks, the most wanted first
 * @param connectTimeout how long one server may take to open it, or null
 */
record Handshake(
        URI uri,
        WebSocket.Listener listener,
        List<String> headers,
        List<String> subprotocols,
        @Nullable Duration connectTimeout) {

    /** Whether a WebSocket can be there at all; if not the JDK says why. */
    boolean isOfWebSocket() {
        boolean schemeIs = isSecure() || "ws".equalsIgnoreCase(uri.getScheme());
        return schemeIs && uri.getHost() != null && uri.getRawFragment() == null;
    }

    /** Whether only a server that speaks TLS will do. */
    boolean isSecure() {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    /** The request that it begins with, as pools, routes and affinities see it. */
    HttpRequest request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create((isSecure() ? "https" : "http")
                + uri.toString().substring(uri.getScheme().length())));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return request.build();
    }

    /** The builder of a JDK client, told all this but the URI and the listener. */
    WebSocket.Builder with(HttpClient client) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.size(); i += 2) {
            builder.header(headers.get(i), headers.get(i + 1));
        }
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(
                    subprotocols.get(0), subprotocols.stream().skip(1).toArray(String[]::new));
        }
        if (connectTimeout != null) {
            builder.connectTimeout(connectTimeout);
        }
        return builder;
    }

    /** The same place on one server. */
    URI at(URI origin) {
        String scheme = origin.getScheme().toLowerCase(Locale.ROOT).equals("https") ? "wss" : "ws";
        String query = uri.getRawQuery();
        return URI.create(
                scheme + "://" + origin.getRawAuthority() + uri.getRawPath() + (query == null ? "" : "?" + query));
    }
}

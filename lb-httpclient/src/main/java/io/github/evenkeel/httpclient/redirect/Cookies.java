package io.github.evenkeel.httpclient.redirect;

import io.github.evenkeel.httpclient.message.ResponseCookies;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The caller's cookies, asked for and filed under the URI that the caller knows: under each server's own address those
 * of one would be lost to the others.
 *
 * @param handler keeps them, null for none
 */
record Cookies(@Nullable CookieHandler handler) {
    private static final List<String> HEADERS = List.of("Cookie", "Cookie2");

    HttpRequest addedTo(HttpRequest request) throws IOException {
        if (handler == null) {
            return request;
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers().map());
        boolean added = false;
        for (Map.Entry<String, List<String>> found :
                handler.get(request.uri(), request.headers().map()).entrySet()) {
            if (HEADERS.stream().anyMatch(found.getKey()::equalsIgnoreCase)
                    && !found.getValue().isEmpty()) {
                List<String> all = new ArrayList<>(headers.getOrDefault(found.getKey(), List.of()));
                all.addAll(found.getValue());
                headers.put(found.getKey(), all);
                added = true;
            }
        }
        return added ? HopRequest.with(HttpHeaders.of(headers, (name, value) -> true), request) : request;
    }

    void takeFrom(HttpHeaders response, HttpRequest request) throws IOException {
        if (handler != null) {
            handler.put(
                    request.uri(),
                    ResponseCookies.ofHost(request.uri().getHost(), response).map());
        }
    }
}

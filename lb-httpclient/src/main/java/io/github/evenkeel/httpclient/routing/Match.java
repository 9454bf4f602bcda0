package io.github.evenkeel.httpclient.routing;

import io.github.evenkeel.httpclient.message.QueryParameters;
import io.github.evenkeel.httpclient.message.RequestCookies;
import io.github.evenkeel.httpclient.message.Token;
import java.net.http.HttpRequest;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Conditions on requests, for routes. They are predicates, so that they can be combined, and one of your own is a
 * lambda: {@code Match.path("/api/**").and(Match.method("GET")).and(request -> isBeta(request))}. They throw nothing,
 * whatever a request holds.
 */
public final class Match {
    private Match() {}

    /**
     * By the path, segment by segment: {@code *} stands for any one, {@code **} at the end for all that follow, be it
     * none. {@code /orders/**} matches {@code /orders}, {@code /orders/} and {@code /orders/42}, but not
     * {@code /orders2}. Percent-encoded characters match those they stand for, parameters ({@code /orders;v=2}) do not
     * count, and the segments {@code .} and {@code ..} lead where they do in any URI: {@code /a/../orders} is
     * {@code /orders}. Case, double slashes and encoded ones are taken as they stand, which not all servers do: a route
     * chooses servers, and is no guard for them. The server gets the path as it was asked for.
     *
     * @param pattern begins with a slash
     * @return the condition
     * @throws IllegalArgumentException if it does not, or a star is only a part of a segment, or two stand elsewhere
     */
    public static Predicate<HttpRequest> path(String pattern) {
        return PathPattern.of(pattern);
    }

    /**
     * By the method.
     *
     * @param methods any of these, compared with regard to case
     * @return the condition
     * @throws IllegalArgumentException if there are none, or one cannot be a method
     */
    public static Predicate<HttpRequest> method(String... methods) {
        Set<String> wanted = Set.of(methods);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("name at least one method");
        }
        wanted.forEach(method -> Token.checked("method", method));
        return request -> wanted.contains(request.method());
    }

    /**
     * By a header, whatever its value.
     *
     * @param name of the header
     * @return the condition
     * @throws IllegalArgumentException if no header can have that name
     */
    public static Predicate<HttpRequest> header(String name) {
        Token.checked("header", name);
        return request -> request.headers().firstValue(name).isPresent();
    }

    /**
     * By a header and its value.
     *
     * @param name of the header
     * @param value one of its values, compared with regard to case
     * @return the condition
     * @throws IllegalArgumentException if no header can have that name
     */
    public static Predicate<HttpRequest> header(String name, String value) {
        Token.checked("header", name);
        Objects.requireNonNull(value, "value");
        return request -> request.headers().allValues(name).contains(value);
    }

    /**
     * By a cookie, whatever its value.
     *
     * @param name of the cookie
     * @return the condition
     * @throws IllegalArgumentException if no cookie can have that name
     */
    public static Predicate<HttpRequest> cookie(String name) {
        Token.checked("cookie", name);
        return request -> RequestCookies.value(request.headers(), name) != null;
    }

    /**
     * By a cookie and its value.
     *
     * @param name of the cookie
     * @param value compared with regard to case
     * @return the condition
     * @throws IllegalArgumentException if no cookie can have that name
     */
    public static Predicate<HttpRequest> cookie(String name, String value) {
        Token.checked("cookie", name);
        Objects.requireNonNull(value, "value");
        return request -> value.equals(RequestCookies.value(request.headers(), name));
    }

    /**
     * By a parameter of the query, whatever its value.
     *
     * @param name of the parameter
     * @return the condition
     */
    public static Predicate<HttpRequest> query(String name) {
        Objects.requireNonNull(name, "name");
        return request -> QueryParameters.value(request.uri(), name) != null;
    }

    /**
     * By a parameter of the query and its value.
     *
     * @param name of the parameter
     * @param value compared with regard to case
     * @return the condition
     */
    public static Predicate<HttpRequest> query(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return request -> value.equals(QueryParameters.value(request.uri(), name));
    }
}

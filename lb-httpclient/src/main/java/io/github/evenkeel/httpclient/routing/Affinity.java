package io.github.evenkeel.httpclient.routing;

import io.github.evenkeel.httpclient.message.Hops;
import io.github.evenkeel.httpclient.message.PathSegments;
import io.github.evenkeel.httpclient.message.QueryParameters;
import io.github.evenkeel.httpclient.message.RequestCookies;
import io.github.evenkeel.httpclient.message.Token;
import java.net.http.HttpRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request should stick to, such as its user, tenant or document: requests with the same key go to the same server
 * while the pool's strategy sees no reason against it. A function of the request, so that one of your own is a lambda:
 *
 * <pre>{@code
 * pool.affinity(Affinity.header("X-User").orElse(Affinity.cookie("sid")));
 * pool.affinity(request -> tenantOf(request.uri()));
 * }</pre>
 *
 * <p>Called once for each request, by many threads at once. What it throws, the request fails with; those made here
 * throw nothing, whatever the request holds.
 */
@FunctionalInterface
public interface Affinity {
    /**
     * Finds the key of a request.
     *
     * @param request as the caller made it
     * @return the key; null or empty if the request has none, and may go to any server
     */
    @Nullable
    String key(HttpRequest request);

    /**
     * Looks elsewhere for the key of a request that has none here.
     *
     * @param other where to look next
     * @return this one, then the other
     */
    default Affinity orElse(Affinity other) {
        Objects.requireNonNull(other, "other");
        return request -> {
            String key = key(request);
            return key == null || key.isEmpty() ? other.key(request) : key;
        };
    }

    /**
     * By a header.
     *
     * @param name of the header, whose first value is the key
     * @return the affinity
     * @throws IllegalArgumentException if no header can have that name
     */
    static Affinity header(String name) {
        Token.checked("header", name);
        return request -> request.headers().firstValue(name).orElse(null);
    }

    /**
     * By a cookie that the request carries.
     *
     * @param name of the cookie
     * @return the affinity
     * @throws IllegalArgumentException if no cookie can have that name
     */
    static Affinity cookie(String name) {
        Token.checked("cookie", name);
        return request -> RequestCookies.value(request.headers(), name);
    }

    /**
     * By a parameter of the query.
     *
     * @param name of the parameter, whose first value is the key
     * @return the affinity
     */
    static Affinity query(String name) {
        Objects.requireNonNull(name, "name");
        return request -> QueryParameters.value(request.uri(), name);
    }

    /**
     * By a segment of the path, as it stands.
     *
     * @param index from 0: of {@code /tenants/42/orders} the segment 1 is {@code 42}
     * @return the affinity
     * @throws IllegalArgumentException if the index is negative
     */
    static Affinity pathSegment(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("the index of a path segment must be at least 0 but was " + index);
        }
        return request -> PathSegments.segment(request.uri(), index);
    }

    /**
     * By the address of the first hop that a header lists, without its port: the client, as far as everybody on the way
     * tells the truth. Who makes requests can name any address here.
     *
     * @param header such as {@code X-Forwarded-For}
     * @return the affinity
     * @throws IllegalArgumentException if no header can have that name
     */
    static Affinity firstHop(String header) {
        Token.checked("header", header);
        return request -> Hops.first(request.headers(), header);
    }

    /**
     * By the address of the last hop that a header lists, without its port: whoever called the nearest proxy, which is
     * the client if there is no other proxy, and cannot be made up.
     *
     * @param header such as {@code X-Forwarded-For}
     * @return the affinity
     * @throws IllegalArgumentException if no header can have that name
     */
    static Affinity lastHop(String header) {
        Token.checked("header", header);
        return request -> Hops.last(request.headers(), header);
    }
}

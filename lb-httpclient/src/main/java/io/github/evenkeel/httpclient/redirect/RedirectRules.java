package io.github.evenkeel.httpclient.redirect;

import io.github.evenkeel.httpclient.exchange.TrackedPublisher;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What to ask for after a redirect: as the JDK does it, but seen from the names that the caller knows. Immutable.
 *
 * @param policy which redirects are followed
 * @param isLogical whether a host, in lower case, stands for servers of ours
 */
record RedirectRules(Redirect policy, Predicate<String> isLogical) {
    /** As in the JDK: with 5, the fifth redirect is handed over. */
    private static final int LIMIT = Integer.getInteger("jdk.httpclient.redirects.retrylimit", 5);

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    /** What may be told to anybody, beside what says what the body is: how the caller reads, not who it is. */
    private static final Set<String> FOR_ANYBODY = ignoringCase(
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Cache-Control",
            "Idempotency-Key",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "If-Unmodified-Since",
            "Pragma",
            "Prefer",
            "Range",
            "Traceparent",
            "Tracestate",
            "User-Agent");

    private static final String OF_BODY = "Content-";

    private static Set<String> ignoringCase(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }

    /**
     * Where a response leads, null if it is to be handed over: because it is no redirect, or one that the policy
     * forbids, too many, one that cannot be followed, or one that takes a body along that can be sent only once.
     */
    @Nullable
    URI target(HttpRequest request, int status, HttpHeaders headers, int followed) {
        if (policy == Redirect.NEVER || !STATUSES.contains(status) || followed + 1 >= LIMIT) {
            return null;
        }
        URI target = location(request.uri(), headers);
        boolean allowed = target != null
                && (policy == Redirect.ALWAYS || isSecure(target) || !isSecure(request.uri()))
                && (!method(status, request.method()).equals(request.method())
                        || request.bodyPublisher()
                                .map(TrackedPublisher::isReplayable)
                                .orElse(true));
        return allowed ? target : null;
    }

    private static @Nullable URI location(URI base, HttpHeaders headers) {
        String location = headers.firstValue("Location").orElse("").strip();
        if (location.isEmpty()) {
            return null;
        }
        URI target;
        try {
            target = resolved(base, location);
        } catch (IllegalArgumentException e) {
            return null;
        }
        String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
        boolean isHttp = scheme.equals("http") || scheme.equals("https");
        return isHttp && target.getHost() != null ? target : null;
    }

    /** Java resolves {@code x} against {@code http://a} to {@code http://ax}, and {@code ?q} against {@code /a/b} to {@code /a/?q}. */
    private static URI resolved(URI base, String location) {
        if (location.startsWith("?")) {
            return URI.create(base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath() + location);
        }
        URI rooted = base.getRawPath().isEmpty() ? base.resolve("/") : base;
        return rooted.resolve(URI.create(location));
    }

    /**
     * The request that follows.
     *
     * @param request as the caller knows it, that was redirected
     * @param status of the response
     * @param target where it leads
     * @param answering the origin of the server that answered, null if the request went past all pools
     * @param timeout what is left of the time, null for any
     */
    HttpRequest next(HttpRequest request, int status, URI target, @Nullable URI answering, @Nullable Duration timeout) {
        URI uri = answering != null && sameOrigin(answering, target) ? logical(request.uri(), target) : target;
        String method = method(status, request.method());
        boolean keepsBody = method.equals(request.method());
        boolean keepsAll = mayKnow(request.uri(), uri);
        HttpHeaders headers = HttpHeaders.of(
                request.headers().map(),
                (name, value) -> isOfBody(name) ? keepsBody : keepsAll || FOR_ANYBODY.contains(name));
        return new HopRequest(request, uri, method, headers, timeout);
    }

    private static boolean isOfBody(String header) {
        return header.regionMatches(true, 0, OF_BODY, 0, OF_BODY.length());
    }

    /** A server that speaks of itself by its own address means the name that it was asked under. */
    private static URI logical(URI asked, URI target) {
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        return URI.create(target.getScheme() + "://" + asked.getRawAuthority() + target.getRawPath() + query);
    }

    private static String method(int status, String method) {
        boolean becomesGet = status == 303 || ((status == 301 || status == 302) && method.equals("POST"));
        return becomesGet ? "GET" : method;
    }

    /** Whether who is asked next may see what was meant for who was asked before. A pool is one, whatever the port. */
    private boolean mayKnow(URI before, URI next) {
        boolean samePool = before.getHost().equalsIgnoreCase(next.getHost())
                && isLogical.test(next.getHost().toLowerCase(Locale.ROOT));
        return samePool ? isSecure(next) || !isSecure(before) : sameOrigin(before, next);
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return isSecure(uri) ? 443 : 80;
    }

    private static boolean isSecure(URI uri) {
        return uri.getScheme().equalsIgnoreCase("https");
    }
}

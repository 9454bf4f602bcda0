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

    /** What one origin was given is none of another's business. */
    private static final Set<String> CREDENTIALS =
            ignoringCase("Authorization", "Proxy-Authorization", "Cookie", "Cookie2", "Host", "Origin", "Referer");

    /** What tells of a body that is not sent any more. */
    private static final Set<String> OF_BODY =
            ignoringCase("Content-Type", "Content-Encoding", "Content-Language", "Content-Location", "Content-Range");

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
        URI target;
        try {
            String location = headers.firstValue("Location").orElse("");
            target = rooted(base).resolve(URI.create(location.strip()));
        } catch (IllegalArgumentException e) {
            return null;
        }
        String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
        boolean isHttp = scheme.equals("http") || scheme.equals("https");
        return isHttp
                        && target.getHost() != null
                        && headers.firstValue("Location").isPresent()
                ? target
                : null;
    }

    /** Java resolves {@code x} against {@code http://a} to {@code http://ax}. */
    private static URI rooted(URI base) {
        return base.getRawPath().isEmpty() ? base.resolve("/") : base;
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
        boolean keepsCredentials = mayKnow(request.uri(), uri);
        HttpHeaders headers = HttpHeaders.of(
                request.headers().map(),
                (name, value) ->
                        (keepsBody || !OF_BODY.contains(name)) && (keepsCredentials || !CREDENTIALS.contains(name)));
        return new HopRequest(request, uri, method, headers, timeout);
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

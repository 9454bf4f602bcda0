package io.github.evenkeel.httpclient.session;

import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.message.RequestCookies;
import io.github.evenkeel.httpclient.message.ResponseCookies;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Sessions known by a cookie of the pool's own. Remembers none: the cookie says it all. */
final class CookieSessions extends PoolSessions {
    private final Sessions.PoolCookie cookie;
    private final String name;
    private final Signature signature;
    private final Homes homes;

    CookieSessions(String pool, Sessions.PoolCookie cookie, Counts counts) {
        super(counts);
        this.cookie = cookie;
        this.name = cookie.name();
        this.signature = new Signature(pool, cookie.key());
        this.homes = new Homes(signature::of);
    }

    @Override
    boolean goOnAs(@Nullable Sessions sessions) {
        return cookie.equals(sessions);
    }

    @Override
    public void onEvent(PoolEvent event) {
        homes.onEvent(event);
    }

    @Override
    public Session of(HttpRequest request, ServerPool servers) {
        String value = RequestCookies.value(request.headers(), name);
        Server home = value == null ? null : homes.find(value, servers);
        boolean known = home != null || (value != null && signature.isGenuine(value));
        return new CookieSession(home, known, isSecure(request), servers);
    }

    /** By the caller's word, or that of the proxy in front of it: a browser sends a secure cookie by https alone. */
    private static boolean isSecure(HttpRequest request) {
        return request.uri().getScheme().equalsIgnoreCase("https")
                || request.headers()
                        .firstValue("X-Forwarded-Proto")
                        .filter("https"::equalsIgnoreCase)
                        .isPresent();
    }

    private final class CookieSession implements Session {
        private final @Nullable Server home;
        private final boolean known;
        private final boolean secure;
        private final ServerPool servers;

        CookieSession(@Nullable Server home, boolean known, boolean secure, ServerPool servers) {
            this.home = home;
            this.known = known;
            this.secure = secure;
            this.servers = servers;
        }

        @Override
        public @Nullable Server home() {
            return home;
        }

        @Override
        public HttpHeaders asSent(HttpHeaders headers) {
            return RequestCookies.without(headers, name);
        }

        @Override
        public @Nullable HttpHeaders answered(Server server, boolean well, HttpHeaders headers) {
            if (server == home) {
                countKept();
                return null;
            }
            if (known) {
                countBroken();
            }
            if (!well) {
                return null;
            }
            if (!known) {
                countStarted();
            }
            return ResponseCookies.with(headers, name, homes.name(server, servers), secure);
        }
    }
}

package io.github.evenkeel.httpclient.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.message.RequestCookies;
import io.github.evenkeel.httpclient.message.ResponseCookies;
import io.github.evenkeel.httpclient.routing.Sessions;
import io.github.evenkeel.httpclient.routing.Sessions.Carrier;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the application's own, by their ids, as its responses show them. The table holds hashes of the ids, of
 * whatever length, with a secret; two in a table of a million agree with a chance of one to thirty million.
 */
final class LearnedSessions extends PoolSessions {
    private final Carrier carrier;
    private final String name;
    private final KeyHash hash = KeyHash.seeded(new SecureRandom().nextLong());
    private final Homes homes = new Homes(server -> server.id() + ' ' + server.origin());

    /** The name of each session's server. */
    private final Cache<Long, String> table;

    LearnedSessions(Sessions.ApplicationIds ids, Counts counts) {
        super(counts);
        this.carrier = ids.carrier();
        this.name = ids.name();
        this.table = Caffeine.newBuilder()
                .maximumSize(ids.most())
                .expireAfterAccess(ids.idle())
                .executor(Runnable::run) // its upkeep is short and needs no thread of its own
                .build();
    }

    /** The table may become larger or smaller, and what is in it live longer or less long. */
    @Override
    boolean goOnAs(@Nullable Sessions sessions) {
        if (!(sessions instanceof Sessions.ApplicationIds ids)
                || ids.carrier() != carrier
                || !ids.name().equals(name)) {
            return false;
        }
        Policy<Long, String> policy = table.policy();
        policy.eviction().ifPresent(size -> size.setMaximum(ids.most()));
        policy.expireAfterAccess().ifPresent(time -> time.setExpiresAfter(ids.idle()));
        return true;
    }

    @Override
    public void onEvent(PoolEvent event) {
        homes.onEvent(event);
    }

    @Override
    public Session of(HttpRequest request, ServerPool servers) {
        String id = carrier == Carrier.COOKIE
                ? RequestCookies.value(request.headers(), name)
                : request.headers().firstValue(name).orElse(null);
        if (id == null || id.isEmpty()) {
            return new LearnedSession(null, null, null, servers);
        }
        Long key = hash.hash(id);
        String known = table.getIfPresent(key);
        return new LearnedSession(key, known, known == null ? null : homes.find(known, servers), servers);
    }

    private final class LearnedSession implements Session {
        private final @Nullable Long key;
        private final @Nullable String known;
        private final @Nullable Server home;
        private final ServerPool servers;

        LearnedSession(@Nullable Long key, @Nullable String known, @Nullable Server home, ServerPool servers) {
            this.key = key;
            this.known = known;
            this.home = home;
            this.servers = servers;
        }

        @Override
        public @Nullable Server home() {
            return home;
        }

        @Override
        public HttpHeaders asSent(HttpHeaders headers) {
            return headers;
        }

        @Override
        public @Nullable HttpHeaders answered(Server server, boolean well, HttpHeaders headers) {
            String id = carrier == Carrier.COOKIE
                    ? ResponseCookies.value(headers, name)
                    : headers.firstValue(name).orElse(null);
            Long learned = id == null || id.isEmpty() ? null : (Long) hash.hash(id);
            if (server == home) {
                countKept();
            } else if (known != null) {
                countBroken();
            }
            if (learned != null && !learned.equals(key)) {
                countStarted();
            }
            if (learned != null) {
                table.put(learned, homes.name(server, servers));
            } else if (key != null && id != null) {
                table.invalidate(key); // it has ended
            } else if (key != null && server != home && well) {
                table.put(key, homes.name(server, servers));
            }
            return null;
        }
    }
}

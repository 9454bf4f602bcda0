package io.github.evenkeel.httpclient.session;

import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Of a pool whose requests know no sessions. */
final class NoSessions extends PoolSessions {
    NoSessions(Counts counts) {
        super(counts);
    }

    @Override
    boolean goOnAs(@Nullable Sessions sessions) {
        return sessions == null;
    }

    @Override
    public Session of(HttpRequest request, ServerPool servers) {
        return Session.NONE;
    }
}

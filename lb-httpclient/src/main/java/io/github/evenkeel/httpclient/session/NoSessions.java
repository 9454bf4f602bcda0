package io.github.evenkeel.httpclient.session;

import io.github.evenkeel.core.pool.ServerPool;
import java.net.http.HttpRequest;

/** Of a pool whose requests know no sessions. */
final class NoSessions extends PoolSessions {
    @Override
    public Session of(HttpRequest request, ServerPool servers) {
        return Session.NONE;
    }
}

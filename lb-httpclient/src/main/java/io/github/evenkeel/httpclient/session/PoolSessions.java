package io.github.evenkeel.httpclient.session;

import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.httpclient.routing.SessionStatistics;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.net.http.HttpRequest;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The sessions of one pool, which must be told of the pool's changes. Thread-safe. */
public abstract sealed class PoolSessions implements PoolListener permits CookieSessions, LearnedSessions, NoSessions {
    private final LongAdder started = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private final LongAdder broken = new LongAdder();

    PoolSessions() {}

    /**
     * Keeps sessions.
     *
     * @param pool names the pool
     * @param sessions how their requests are told, or null if there are none
     * @return none yet
     */
    public static PoolSessions of(String pool, @Nullable Sessions sessions) {
        if (sessions instanceof Sessions.PoolCookie cookie) {
            return new CookieSessions(pool, cookie);
        }
        return sessions instanceof Sessions.ApplicationIds ids ? new LearnedSessions(ids) : new NoSessions();
    }

    /**
     * Finds a request's session.
     *
     * @param request as the caller made it
     * @param servers where it may live
     * @return a session of its own for each request
     */
    public abstract Session of(HttpRequest request, ServerPool servers);

    @Override
    public void onEvent(PoolEvent event) {}

    /**
     * The figures.
     *
     * @return a copy
     */
    public SessionStatistics statistics() {
        return new SessionStatistics(started.sum(), kept.sum(), broken.sum());
    }

    void countStarted() {
        started.increment();
    }

    void countKept() {
        kept.increment();
    }

    void countBroken() {
        broken.increment();
    }
}

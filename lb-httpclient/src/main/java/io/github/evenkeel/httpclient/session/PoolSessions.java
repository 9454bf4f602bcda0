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
    private final Counts counts;

    /** Of the pool, however its sessions are told. Each counter is written by requests that end, and read for statistics. */
    record Counts(LongAdder started, LongAdder kept, LongAdder broken) {
        Counts() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    PoolSessions(Counts counts) {
        this.counts = counts;
    }

    /**
     * Keeps sessions.
     *
     * @param pool names the pool
     * @param sessions how their requests are told, or null if there are none
     * @return none yet
     */
    public static PoolSessions of(String pool, @Nullable Sessions sessions) {
        return of(pool, sessions, new Counts());
    }

    private static PoolSessions of(String pool, @Nullable Sessions sessions, Counts counts) {
        if (sessions instanceof Sessions.PoolCookie cookie) {
            return new CookieSessions(pool, cookie, counts);
        }
        return sessions instanceof Sessions.ApplicationIds ids
                ? new LearnedSessions(ids, counts)
                : new NoSessions(counts);
    }

    /**
     * The same told by other means. Counts go on; sessions only if they are told as before.
     *
     * @param pool names the pool
     * @param sessions how their requests are told, or null if there are none
     * @return for requests that begin from now on
     */
    public PoolSessions with(String pool, @Nullable Sessions sessions) {
        return goOnAs(sessions) ? this : of(pool, sessions, counts);
    }

    /** Goes on with that, if its requests are told as they are: sessions stay, how many and how long may change. */
    abstract boolean goOnAs(@Nullable Sessions sessions);

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
        return new SessionStatistics(counts.started.sum(), counts.kept.sum(), counts.broken.sum());
    }

    void countStarted() {
        counts.started.increment();
    }

    void countKept() {
        counts.kept.increment();
    }

    void countBroken() {
        counts.broken.increment();
    }
}

package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.Drain;
import io.github.evenkeel.core.pool.DrainOutcome;
import io.github.evenkeel.core.pool.Explanation;
import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.policy.HedgingStatistics;
import io.github.evenkeel.httpclient.policy.RetryStatistics;
import io.github.evenkeel.httpclient.routing.SessionStatistics;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A pool of a running client: how its servers are doing, and changes of who they are. Thread-safe. A change takes effect
 * before the method returns; requests under way on a server that leaves go on.
 */
public final class Pool {
    private final RunningPool pool;

    Pool(RunningPool pool) {
        this.pool = pool;
    }

    /**
     * Names the pool.
     *
     * @return the host that stands for it in requests
     */
    public String name() {
        return servers().name();
    }

    private ServerPool servers() {
        return pool.servers();
    }

    /**
     * How the servers are doing.
     *
     * @return a copy of the figures
     */
    public PoolStatistics statistics() {
        return servers().statistics(System.nanoTime());
    }

    /**
     * How often requests were retried, and how often they were not because too many were.
     *
     * @return a copy of the figures
     */
    public RetryStatistics retries() {
        return pool.http().retries().statistics(System.nanoTime());
    }

    /**
     * What became of the sessions.
     *
     * @return a copy of the figures; all zero unless the pool was told of {@link PoolBuilder#sessions sessions}
     */
    public SessionStatistics sessions() {
        return pool.http().sessions().statistics();
    }

    /**
     * How often a second server was asked, and how often that was worth it.
     *
     * @return a copy of the figures
     */
    public HedgingStatistics hedging() {
        return pool.http().hedges().statistics();
    }

    /**
     * Where the next request would go and why, without sending one. Strategies that take turns move on by one.
     *
     * @return the choice, how each server compares, and why others are not considered
     */
    public Explanation explain() {
        return servers().explain(KeyHash.NO_KEY, System.nanoTime(), ThreadLocalRandom.current());
    }

    /**
     * Where this request would go and why, without sending it: as {@link #explain()}, with the key that the pool's
     * affinity finds in it. A session of the request is not looked at.
     *
     * @param request for this pool
     * @return the choice, how each server compares, and why others are not considered
     */
    public Explanation explain(HttpRequest request) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return servers().explain(pool.http().key(request, random), System.nanoTime(), random);
    }

    /**
     * Replaces all servers. Those whose id and origin stay keep what is known of them. New ones, and those that come
     * back, start slowly beside others.
     *
     * @param specs the servers from now on; none is allowed, and requests fail meanwhile
     * @throws IllegalArgumentException if an id occurs twice, or no request could be sent to a server, or it could not
     *     be probed; nothing is then changed
     */
    public void update(Collection<ServerSpec> specs) {
        specs.forEach(pool::check);
        servers().update(specs, System.nanoTime());
    }

    /**
     * Adds a server.
     *
     * @param spec what is to be known of it
     * @throws IllegalArgumentException if there is one of that id, or no request could be sent to it, or it could not be
     *     probed
     */
    public void add(ServerSpec spec) {
        pool.check(spec);
        servers().add(spec, System.nanoTime());
    }

    /**
     * Changes what is known of a server: {@code pool.change("a", spec -> spec.withWeight(3))}.
     *
     * @param id which server
     * @param change has no side effects and leaves the id as it is
     * @throws IllegalArgumentException if there is no such server, or the change makes no sense
     */
    public void change(String id, UnaryOperator<ServerSpec> change) {
        servers()
                .change(
                        id,
                        spec -> {
                            ServerSpec changed = change.apply(spec);
                            pool.check(changed);
                            return changed;
                        },
                        System.nanoTime());
    }

    /**
     * Removes a server; {@link #drain} it first to know when its requests have ended.
     *
     * @param id which server
     * @return false if there was none
     */
    public boolean remove(String id) {
        return servers().remove(id, System.nanoTime());
    }

    /**
     * Works otherwise from now on, in one step: {@code pool.reconfigure(change -> change.limit(...).breaker(...))}. What
     * is said here takes the place of what was; all else stays, and so does what is known of the servers. Probes take the
     * place of all probes there are; {@link PoolBuilder#unprobed} ends probing. Requests under way go on as they began,
     * and hold their places under new limits, unless there were none before. A session whose cookie or id is told otherwise
     * begins anew.
     *
     * @param changes all that a pool can be described by, but for its servers and the TLS name
     * @throws IllegalArgumentException if that makes no sense; nothing is then changed
     */
    public void reconfigure(Consumer<PoolBuilder> changes) {
        pool.reconfigure(changes);
    }

    /**
     * Sends no new requests to a server and waits for those it has. It stays drained, also over updates, until it is
     * removed or {@link #readmit readmitted}.
     *
     * @param id which server
     * @param within how long the requests under way may take
     * @return completed when the last of them has ended, or the time is over, or the draining was called off; never
     *     exceptionally
     * @throws IllegalArgumentException if there is no such server
     */
    public CompletionStage<DrainOutcome> drain(String id, Duration within) {
        Drain drain = servers().drain(id, within, System.nanoTime());
        if (!drain.isOver()) {
            CompletableFuture.delayedExecutor(within.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(() -> servers().advance(System.nanoTime()));
        }
        return drain.outcome();
    }

    /**
     * Sends requests to a drained server again, few at first.
     *
     * @param id which server
     * @return false if nobody had drained it
     * @throws IllegalArgumentException if there is no such server
     */
    public boolean readmit(String id) {
        return servers().readmit(id, System.nanoTime());
    }

    @Override
    public String toString() {
        List<String> ids =
                servers().servers().stream().map(server -> server.id()).toList();
        return "Pool[" + name() + ", " + ids + "]";
    }
}

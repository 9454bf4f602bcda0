package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.server.Server;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Probes every server of one pool for as long as it is a member: it listens to the pool and follows what joins and
 * leaves. Thread-safe.
 */
public final class Prober implements PoolListener, AutoCloseable {
    private final HttpProbe probe;
    private final Supplier<@Nullable HttpClient> client;
    private final ScheduledExecutorService timer;
    private final Map<Server, ProbeLoop> loops = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Probes nothing yet.
     *
     * @param probe what to ask each server
     * @param client sends the probes, null once closed; the one that sends the requests too, so that a passed probe
     *     leaves a warm connection
     * @param timer runs short tasks; stays open when this closes
     */
    public Prober(HttpProbe probe, Supplier<@Nullable HttpClient> client, ScheduledExecutorService timer) {
        this.probe = probe;
        this.client = client;
        this.timer = timer;
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.ServerAdded added) {
            ProbeLoop loop = new ProbeLoop(added.server(), probe, client, timer);
            loops.put(added.server(), loop);
            loop.start();
            if (closed) {
                close(); // it came while this closed
            }
        } else if (event instanceof PoolEvent.ServerRemoved removed) {
            ProbeLoop loop = loops.remove(removed.server());
            if (loop != null) {
                loop.stop();
            }
        }
    }

    /** Ends all probing, probes under way included. */
    @Override
    public void close() {
        closed = true;
        loops.values().forEach(ProbeLoop::stop);
    }
}

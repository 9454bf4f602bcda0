package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Probes every server of one pool for as long as it is a member: it listens to the pool and follows what joins and
 * leaves. Thread-safe.
 */
public final class Prober implements PoolListener, AutoCloseable {
    private final Function<ServerSpec, HttpProbe> probes;
    private final Function<Server, @Nullable HttpClient> client;
    private final ScheduledExecutorService timer;
    private final Map<Server, ProbeLoop> loops = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Probes nothing yet.
     *
     * @param probes what to ask a server, and how often, by what discovery says of it; asked again when that changes
     * @param client sends the probes of a server, null once closed; the one that sends its requests too, so that a passed probe
     *     leaves a warm connection
     * @param timer runs short tasks; stays open when this closes
     */
    public Prober(
            Function<ServerSpec, HttpProbe> probes,
            Function<Server, @Nullable HttpClient> client,
            ScheduledExecutorService timer) {
        this.probes = probes;
        this.client = client;
        this.timer = timer;
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.ServerAdded added) {
            probe(added.server(), probes.apply(added.spec()));
        } else if (event instanceof PoolEvent.ServerChanged changed) {
            HttpProbe probe = probes.apply(changed.after());
            if (!probe.equals(probes.apply(changed.before()))) {
                stop(changed.server());
                probe(changed.server(), probe);
            }
        } else if (event instanceof PoolEvent.ServerRemoved removed) {
            stop(removed.server());
        }
    }

    private void probe(Server server, HttpProbe probe) {
        ProbeLoop loop = new ProbeLoop(server, probe, () -> client.apply(server), timer);
        loops.put(server, loop);
        loop.start();
        if (closed) {
            close(); // it came while this closed
        }
    }

    private void stop(Server server) {
        ProbeLoop loop = loops.remove(server);
        if (loop != null) {
            loop.stop();
        }
    }

    /** Ends all probing, probes under way included. */
    @Override
    public void close() {
        closed = true;
        loops.values().forEach(ProbeLoop::stop);
    }
}

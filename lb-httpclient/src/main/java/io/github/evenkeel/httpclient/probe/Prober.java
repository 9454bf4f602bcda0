package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import java.net.http.HttpClient;
import java.util.List;
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
    private final Function<ServerSpec, List<Probe>> probes;
    private final ProbeMeans means;
    private final ScheduledExecutorService timer;
    private final Beat beat = new Beat();
    private final Map<Server, List<ProbeLoop>> loops = new ConcurrentHashMap<>();
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
            Function<ServerSpec, List<Probe>> probes,
            Function<Server, @Nullable HttpClient> client,
            ScheduledExecutorService timer) {
        this.probes = probes;
        this.means = new ProbeMeans(client);
        this.timer = timer;
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.ServerAdded added) {
            probe(added.server(), probes.apply(added.spec()));
        } else if (event instanceof PoolEvent.ServerChanged changed) {
            List<Probe> wanted = probes.apply(changed.after());
            if (!wanted.equals(probes.apply(changed.before()))) {
                stop(changed.server());
                probe(changed.server(), wanted);
            }
        } else if (event instanceof PoolEvent.ServerRemoved removed) {
            stop(removed.server());
        }
    }

    private void probe(Server server, List<Probe> wanted) {
        List<ProbeLoop> started = wanted.stream()
                .map(probe -> new ProbeLoop(server, probe, means, timer, loops::size, beat))
                .toList();
        loops.put(server, started);
        started.forEach(ProbeLoop::start);
        if (closed) {
            close(); // it came while this closed
        }
    }

    private void stop(Server server) {
        List<ProbeLoop> running = loops.remove(server);
        if (running != null) {
            running.forEach(ProbeLoop::stop);
        }
    }

    /** Ends all probing, probes under way included. */
    @Override
    public void close() {
        closed = true;
        loops.values().forEach(running -> running.forEach(ProbeLoop::stop));
        means.close();
    }
}

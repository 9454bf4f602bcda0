package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Probes every server of one pool for as long as it is a member and does not drain: it listens to the pool and follows
 * what joins and leaves. Thread-safe.
 */
public final class Prober implements PoolListener, AutoCloseable {
    private final Function<ServerSpec, List<Probe>> probes;
    private final ProbeMeans means;
    private final ScheduledExecutorService timer;
    private final Beat beat = new Beat();
    private final Map<Server, Followed> followed = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A member, and its probing: none while it drains. */
    private record Followed(ServerSpec spec, boolean drains, List<Probe> wanted, List<ProbeLoop> loops) {}

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
            follow(added.server(), added.spec(), added.spec().draining());
        } else if (event instanceof PoolEvent.ServerChanged changed) {
            Followed before = followed.get(changed.server());
            follow(changed.server(), changed.after(), before != null && before.drains);
        } else if (event instanceof PoolEvent.StateChanged moved) {
            boolean drains = moved.to() == ServerState.DRAINING;
            Followed before = followed.get(moved.server());
            if (before != null && before.drains != drains) {
                follow(moved.server(), before.spec, drains);
            }
        } else if (event instanceof PoolEvent.ServerRemoved removed) {
            stop(followed.remove(removed.server()));
        }
    }

    /** A server that drains is left alone, or its connections would never be idle for as long as the JDK keeps those. */
    private void follow(Server server, ServerSpec spec, boolean drains) {
        List<Probe> wanted = drains ? List.of() : probes.apply(spec);
        Followed before = followed.get(server);
        if (before != null && before.wanted.equals(wanted)) {
            followed.put(server, new Followed(spec, drains, wanted, before.loops));
            return;
        }
        List<ProbeLoop> loops = wanted.stream()
                .map(probe -> new ProbeLoop(server, probe, means, timer, followed::size, beat))
                .toList();
        stop(followed.put(server, new Followed(spec, drains, wanted, loops)));
        loops.forEach(ProbeLoop::start);
        if (closed) {
            close(); // it came while this closed
        }
    }

    private static void stop(@Nullable Followed server) {
        if (server != null) {
            server.loops.forEach(ProbeLoop::stop);
        }
    }

    /** Ends all probing, probes under way included. */
    @Override
    public void close() {
        closed = true;
        followed.values().forEach(Prober::stop);
        means.close();
    }
}

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
    private final ProbeMeans means;
    private final ScheduledExecutorService timer;
    private final Beat beat = new Beat();

    /** What to ask a server. Written by change; who has followed it looks again afterwards. */
    private volatile Function<ServerSpec, List<Probe>> probes;

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

    /**
     * Asks otherwise from now on; a probe that stays the same goes on as it is.
     *
     * @param next what to ask a server, and how often
     */
    public void change(Function<ServerSpec, List<Probe>> next) {
        probes = next;
        followed.keySet()
                .forEach(server -> followed.computeIfPresent(
                        server, (same, before) -> asking(server, before, before.spec, before.drains)));
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

    private void follow(Server server, ServerSpec spec, boolean drains) {
        Function<ServerSpec, List<Probe>> asked;
        do {
            asked = probes;
            followed.compute(server, (same, before) -> asking(server, before, spec, drains));
        } while (asked != probes); // they were changed, perhaps before this server was there to see
        if (closed) {
            close(); // it came while this closed
        }
    }

    /** A server that drains is left alone, or its connections would never be idle for as long as the JDK keeps those. */
    private Followed asking(Server server, @Nullable Followed before, ServerSpec spec, boolean drains) {
        List<Probe> wanted = drains ? List.of() : probes.apply(spec);
        if (before != null && before.wanted.equals(wanted)) {
            return new Followed(spec, drains, wanted, before.loops);
        }
        stop(before);
        List<ProbeLoop> loops = wanted.stream()
                .map(probe -> new ProbeLoop(server, probe, means, timer, followed::size, beat))
                .toList();
        loops.forEach(ProbeLoop::start);
        return new Followed(spec, drains, wanted, loops);
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

package io.github.evenkeel.core.server;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.HealthTracker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Servers for tests, outside of any pool. */
public final class Servers {
    private static final EligibilityListener NOBODY = nowNanos -> {};

    private Servers() {}

    /** What discovery would say of a server of this name. */
    public static ServerSpec spec(String name) {
        return ServerSpec.of("http://" + name + ":80").withId(name);
    }

    public static Server server(String name) {
        return server(name, NOBODY);
    }

    public static Server server(String name, EligibilityListener listener) {
        return server(name, BreakerSettings.DEFAULT, listener);
    }

    public static Server server(String name, BreakerSettings settings, EligibilityListener listener) {
        return new Server(
                spec(name),
                new HealthTracker(HealthThresholds.DEFAULT),
                new CircuitBreaker(settings, name.hashCode(), 0),
                listener);
    }

    /** Servers s0, s1 and so on, without history. */
    public static List<Server> idle(int count) {
        return IntStream.range(0, count).mapToObj(i -> server("s" + i)).toList();
    }

    /** Idle servers but for so many leases on each that stay open. */
    public static List<Server> loaded(int... leases) {
        List<Server> servers = idle(leases.length);
        for (int i = 0; i < leases.length; i++) {
            occupy(servers.get(i), leases[i]);
        }
        return servers;
    }

    /** Claims a server so many times and leaves the leases open. */
    public static void occupy(Server server, int leases) {
        for (int i = 0; i < leases; i++) {
            server.acquire(0, null);
        }
    }

    /** One good request that took so long and ends now. */
    public static void answer(Server server, long latencyNanos, long nowNanos) {
        server.acquire(nowNanos - latencyNanos, null).succeed(nowNanos);
    }

    /** So many failed requests in a row. */
    public static void fail(Server server, int requests, long nowNanos) {
        for (int i = 0; i < requests; i++) {
            server.acquire(nowNanos, null).fail(FailureKind.STATUS, nowNanos);
        }
    }

    /** The figures of a server that stands in no pool, at time 0. */
    public static ServerStatistics statistics(Server server) {
        return statistics(server, 0);
    }

    /** The figures of a server that stands in no pool. */
    public static ServerStatistics statistics(Server server, long nowNanos) {
        ServerStanding nowhere = new ServerStanding(ServerState.ACTIVE, Duration.ZERO, StateCause.JOINED, "", null, 1);
        return ServerStatistics.of(
                server, ServerSpec.of(server.origin().toString()).withId(server.id()), nowhere, nowNanos);
    }
}

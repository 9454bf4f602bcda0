package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.Breakers;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pool for tests, with servers known by name and the events it told. */
final class Pools {
    /** Round robin, two failures in a row open for a second. */
    static final PoolConfig CONFIG =
            PoolConfig.DEFAULT.withStrategy(SelectionStrategy.roundRobin()).withBreaker(Breakers.TWO_IN_A_ROW);

    private Pools() {}

    static List<ServerSpec> specs(String... names) {
        return Arrays.stream(names).map(Servers::spec).toList();
    }

    /** A pool of these servers since time 0, with the events from then on. */
    static ServerPool pool(PoolConfig config, PoolListener listener, String... names) {
        ServerPool pool = new ServerPool("orders", config, listener, 42);
        pool.update(specs(names), 0);
        return pool;
    }

    static ServerPool pool(String... names) {
        return pool(CONFIG, PoolListener.NONE, names);
    }

    static Server server(ServerPool pool, String name) {
        return pool.servers().stream()
                .filter(server -> server.id().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<ServerState> states(ServerPool pool) {
        return pool.statistics(0).servers().stream()
                .map(figures -> figures.state())
                .toList();
    }

    static RandomGenerator random() {
        return new SplittableRandom(7);
    }

    static @Nullable Lease acquire(ServerPool pool, long nowNanos) {
        return pool.acquire(0, nowNanos, random(), null);
    }

    /** A lease on just this server, by taking turns. */
    static Lease leaseOn(ServerPool pool, Server server, long nowNanos) {
        for (int i = 0; i < 1000; i++) {
            Lease lease = acquire(pool, nowNanos);
            if (lease.server() == server) {
                return lease;
            }
            lease.withdraw(nowNanos);
        }
        throw new AssertionError("never picked: " + server);
    }

    /** Opens the breaker of a server. */
    static void open(ServerPool pool, String name, long nowNanos) {
        Servers.fail(server(pool, name), 2, nowNanos);
    }

    /** Takes a server out by its probes. */
    static void sicken(ServerPool pool, String name, long nowNanos) {
        Server server = server(pool, name);
        for (int i = 0; i < 4; i++) {
            server.recordProbe(false, nowNanos);
        }
    }

    /** The names of the servers that so many first attempts reach, in order, without duplicates. */
    static List<String> reached(ServerPool pool, int picks, long nowNanos) {
        RandomGenerator random = random();
        return Stream.generate(() -> pool.acquire(0, nowNanos, random, null))
                .limit(picks)
                .map(Pools::cancelled)
                .distinct()
                .sorted()
                .toList();
    }

    private static String cancelled(Lease lease) {
        lease.cancel(0);
        return lease.server().id();
    }

    static void fail(Lease lease, long nowNanos) {
        lease.fail(FailureKind.STATUS, nowNanos);
    }
}

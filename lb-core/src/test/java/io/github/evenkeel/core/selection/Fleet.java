package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.HealthTracker;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Servers at addresses, and where their selectors send keys. */
final class Fleet {
    private Fleet() {}

    /** A server that listens at {@code host:port}, or at any origin. */
    static Server at(String address) {
        ServerSpec spec = ServerSpec.of(address.contains("://") ? address : "http://" + address);
        return new Server(
                spec,
                new HealthTracker(HealthThresholds.DEFAULT),
                new CircuitBreaker(BreakerSettings.DEFAULT, 1, 0),
                nowNanos -> {});
    }

    static List<Server> at(String... addresses) {
        return Arrays.stream(addresses).map(Fleet::at).toList();
    }

    /** Servers 127.0.0.1:from and on, as Envoy's tests have them. */
    static List<Server> local(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(port -> at("127.0.0.1:" + port))
                .toList();
    }

    static int pick(Selector selector, long key) {
        return selector.select(key, 0, Views.random(), null);
    }

    static int retry(Selector selector, long key, Lease tried) {
        return selector.select(key, 0, Views.random(), tried);
    }

    /** The indices that the attempts of one exchange meet. */
    static int[] walk(Selector selector, PoolView view, long key, int attempts) {
        int[] walk = new int[attempts];
        Lease tried = null;
        for (int i = 0; i < attempts; i++) {
            walk[i] = retry(selector, key, tried);
            tried = view.server(walk[i]).acquire(0, tried);
        }
        for (Lease lease = tried; lease != null; lease = lease.previous()) {
            lease.cancel(0);
        }
        return walk;
    }

    /** The strategy, as called by someone who gives requests without a key a random one; Envoy's modes require it. */
    static SelectionStrategy randomKeyed(SelectionStrategy strategy) {
        return (view, previous, random) -> {
            Selector selector = strategy.prepare(view, null, random);
            return (key, nowNanos, draws, tried) ->
                    selector.select(key == KeyHash.NO_KEY ? draws.nextLong() : key, nowNanos, draws, tried);
        };
    }

    /** The ids of the servers that so many keys go to, spread over the whole of 64 and of the lower 32 bits. */
    static String[] homes(SelectionStrategy strategy, PoolView view, int keys) {
        Selector selector = Views.prepare(strategy, view);
        return IntStream.rangeClosed(1, keys)
                .mapToObj(key -> view.server(pick(selector, Mixer.mix(key))).id())
                .toArray(String[]::new);
    }

    /** How many of these keys each server gets. */
    static int[] counts(SelectionStrategy strategy, PoolView view, int keys) {
        Selector selector = Views.prepare(strategy, view);
        int[] counts = new int[view.size()];
        for (int key = 1; key <= keys; key++) {
            counts[pick(selector, Mixer.mix(key))]++;
        }
        return counts;
    }
}

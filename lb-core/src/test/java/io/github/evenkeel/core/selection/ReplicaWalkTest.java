package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attempt k of an exchange goes to the k-th distinct server in the key's own order: the places of its replicas. */
class ReplicaWalkTest {
    private static PoolView view(List<Integer> weights) {
        return Views.weighted(
                Servers.idle(weights.size()),
                weights.stream().mapToDouble(weight -> weight).toArray());
    }

    private static long seed(PoolView view, int index) {
        return KeyHash.xxHash64().hash(view.server(index).id());
    }

    /** The naive way round the ring: all owners from the key on, each where it comes first. */
    private static int[] ringOrder(PoolView view, long key) {
        TreeMap<Long, Integer> ring = new TreeMap<>(Long::compareUnsigned);
        for (int i = 0; i < view.size(); i++) {
            for (int point = 1; point <= 160 * view.weight(i); point++) {
                ring.put(Mixer.mix(seed(view, i) + point * Mixer.GOLDEN_GAMMA), i);
            }
        }
        Set<Integer> order = new LinkedHashSet<>(ring.tailMap(Mixer.mix(key)).values());
        order.addAll(ring.values());
        return order.stream().mapToInt(i -> i).toArray();
    }

    /** All draws, highest first. */
    private static int[] rendezvousOrder(PoolView view, long key) {
        return IntStream.range(0, view.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> {
                    long hash = Mixer.mix(Mixer.mix(key) ^ seed(view, i));
                    return view.weight(i) / Math.log(((hash >>> 12) + 0.5) / (1L << 52));
                }))
                .mapToInt(i -> i)
                .toArray();
    }

    @Property(tries = 200, seed = "1")
    void ringHashMeetsOwnersInRingOrder(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 5) Integer> weights, @ForAll long anyKey) {
        long key = anyKey | 1;
        PoolView view = view(weights);
        Selector selector = Views.prepare(SelectionStrategy.ringHash(), view);
        assertArrayEquals(ringOrder(view, key), Fleet.walk(selector, view, key, view.size()));
    }

    @Property(tries = 500, seed = "1")
    void rendezvousMeetsServersByTheirDraws(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 1000) Integer> weights,
            @ForAll long anyKey) {
        long key = anyKey | 1;
        PoolView view = view(weights);
        Selector selector = Views.prepare(SelectionStrategy.rendezvous(), view);
        assertArrayEquals(rendezvousOrder(view, key), Fleet.walk(selector, view, key, view.size()));
    }

    @Property(tries = 200, seed = "1")
    void tablesGoOnFromTheirChoiceByRendezvous(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 9) Integer> weights, @ForAll long anyKey) {
        long key = anyKey | 1;
        PoolView view = view(weights);
        for (SelectionStrategy strategy : List.of(SelectionStrategy.maglev(), SelectionStrategy.sourceHash())) {
            int[] walk = Fleet.walk(Views.prepare(strategy, view), view, key, view.size());
            int[] others = Arrays.stream(rendezvousOrder(view, key))
                    .filter(i -> i != walk[0])
                    .toArray();
            assertArrayEquals(others, Arrays.copyOfRange(walk, 1, walk.length));
        }
    }

    /** So a retry goes where the key would move anyway, should the failed server leave. */
    @Property(tries = 200, seed = "1")
    void theNextReplicaInheritsTheKey(@ForAll @IntRange(min = 2, max = 12) int size, @ForAll long anyKey) {
        long key = anyKey | 1;
        List<Server> servers = Servers.idle(size);
        for (SelectionStrategy strategy : List.of(
                SelectionStrategy.ringHash(), SelectionStrategy.rendezvous(), SelectionStrategy.nginxRingHash())) {
            PoolView view = Views.of(servers);
            int[] walk = Fleet.walk(Views.prepare(strategy, view), view, key, 2);
            List<Server> rest = new ArrayList<>(servers);
            rest.remove(walk[0]);
            Server heir = rest.get(Fleet.pick(Views.prepare(strategy, rest), key));
            assertEquals(servers.get(walk[1]), heir);
        }
    }

    @Tag("long")
    @Test
    void aThousandServersAreAllMetOnce() {
        PoolView view = Views.of(Servers.idle(1000));
        for (Strategies each : Strategies.values()) {
            if (each.ordinal() >= Strategies.SOURCE_HASH.ordinal()) {
                int[] walk = Fleet.walk(Views.prepare(each.strategy, view), view, 12_345, 1000);
                assertEquals(1000, Arrays.stream(walk).distinct().count(), each.name());
            }
        }
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.evenkeel.core.server.Server;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nginx's own tests ask of {@code hash ... consistent} (upstream_hash.t). */
class OracleT5Test {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.nginxRingHash();
    private static final List<Server> SERVERS = Fleet.local(8081, 3);

    private static PoolView view(List<Server> servers, double weight) {
        double[] weights = new double[servers.size()];
        Arrays.fill(weights, weight);
        return Views.weighted(servers, weights);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10})
    void withoutASecondPeerOnlyItsKeysMove(double weight) {
        List<Server> without = List.of(SERVERS.get(0), SERVERS.get(2));
        Selector all = Views.prepare(STRATEGY, view(SERVERS, weight));
        Selector rest = Views.prepare(STRATEGY, view(without, weight));
        int moved = 0;
        for (int i = 0; i < 1000; i++) {
            long key = KeyHash.crc32().hash("/?a=" + i);
            Server before = SERVERS.get(Fleet.pick(all, key));
            Server after = without.get(Fleet.pick(rest, key));
            if (before == SERVERS.get(1)) {
                moved++;
                assertNotEquals(before, after);
            } else {
                assertEquals(before, after);
            }
        }
        assertNotEquals(0, moved);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10})
    void anEmptyKeyGoesToOneAfterTheOther(double weight) {
        Selector selector = Views.prepare(STRATEGY, view(SERVERS, weight));
        long key = KeyHash.crc32().hash("");
        int[] counts = new int[3];
        RandomGenerator random = Views.random();
        for (int i = 0; i < 6; i++) {
            counts[selector.select(key, 0, random, null)]++;
        }
        assertArrayEquals(new int[] {2, 2, 2}, counts);
    }

    @Test
    void aKeyStaysWhereItIs() {
        Selector selector = Views.prepare(STRATEGY, SERVERS);
        long key = KeyHash.crc32().hash("/?a=1");
        int[] counts = new int[3];
        for (int i = 0; i < 20; i++) {
            counts[Fleet.pick(selector, key)]++;
        }
        assertEquals(20, Arrays.stream(counts).max().orElseThrow());
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A ring made from the one before is the ring made anew. */
class RingRebuildTest {
    private static final List<Server> SERVERS = Servers.idle(30);

    private static void assertSameRing(PoolView view, Ring made, int keys) {
        Ring anew = RingHash.ring(view);
        for (int key = 0; key < keys; key++) {
            long position = Mixer.mix(key);
            assertEquals(anew.owner(position), made.owner(position));
        }
        for (int i = 0; i < view.size(); i++) {
            assertEquals(anew.rank(i, 12_345), made.rank(i, 12_345));
        }
        assertEquals(anew.size(), made.size());
    }

    @Property(tries = 150, seed = "1")
    void whateverComesGoesMovesOrChangesItsWeight(@ForAll Random random) {
        PoolView before = Views.weighted(SERVERS.subList(0, 5), 1, 2, 3, 1, 2);
        Ring ring = RingHash.ring(before);
        for (int step = 0; step < 6; step++) {
            List<Server> servers = new ArrayList<>(SERVERS);
            Collections.shuffle(servers, random);
            servers = servers.subList(0, 1 + random.nextInt(30));
            double[] weights = new double[servers.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = 1 + random.nextInt(3);
            }
            PoolView after = Views.weighted(servers, weights);
            ring = RingHash.ring(after, before, ring);
            assertSameRing(after, ring, 300);
            before = after;
        }
    }

    @Test
    void fromNobodyToSomeAndBack() {
        PoolView some = Views.of(SERVERS);
        Ring empty = RingHash.ring(PoolView.EMPTY);
        Ring full = RingHash.ring(some, PoolView.EMPTY, empty);
        assertSameRing(some, full, 300);
        assertEquals(0, RingHash.ring(PoolView.EMPTY, some, full).size());
    }

    @Test
    void withoutAChangeItStays() {
        PoolView view = Views.of(SERVERS);
        Ring ring = RingHash.ring(view);
        assertSame(ring, RingHash.ring(Views.of(SERVERS), view, ring));
    }

    /** Weights that pass the step from which each server has half of its points. */
    @Test
    void aStepInTheNumberOfPointsIsNoObstacle() {
        PoolView below = Views.weighted(SERVERS.subList(0, 3), 3000, 2000, 1000);
        PoolView beyond = Views.weighted(SERVERS.subList(0, 4), 3000, 2000, 1000, 1000);
        Ring ring = RingHash.ring(beyond, below, RingHash.ring(below));
        assertSameRing(beyond, ring, 300);
        assertSameRing(below, RingHash.ring(below, beyond, ring), 300);
    }
}

package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UntriedTest {
    private final List<Server> servers = Servers.idle(4);
    private final RandomGenerator random = Views.random();

    private int[] count(PoolView view, Lease tried) {
        int[] counts = new int[view.size()];
        for (int i = 0; i < 10_000; i++) {
            counts[Untried.byWeight(view, random, tried)]++;
        }
        return counts;
    }

    @Test
    void anyHasEqualChance() {
        int[] counts = new int[4];
        Lease tried = Views.tried(servers.get(2));
        for (int i = 0; i < 10_000; i++) {
            counts[Untried.any(Views.weighted(servers, 1, 2, 3, 4), random, tried)]++;
        }
        assertEquals(0, counts[2]);
        ChiSquare.assertFollows(new double[] {1, 1, 1}, new int[] {counts[0], counts[1], counts[3]});
    }

    @Test
    void byWeightHasAChanceByItsWeight() {
        PoolView view = Views.weighted(servers, 1, 2, 3, 4);
        ChiSquare.assertFollows(new double[] {1, 2, 3, 4}, count(view, null));
        int[] counts = count(view, Views.tried(servers.get(0), servers.get(2)));
        assertEquals(0, counts[0]);
        assertEquals(0, counts[2]);
        ChiSquare.assertFollows(new double[] {2, 4}, new int[] {counts[1], counts[3]});
    }

    /** The sum of these is infinite, or every part of it rounds to nothing. */
    @Test
    void byWeightIsUntriedWhateverTheWeights() {
        Lease tried = Views.tried(servers.get(3));
        double huge = Double.MAX_VALUE;
        assertEquals(0, count(Views.weighted(servers, huge, huge, huge, huge), tried)[3]);
        double tiny = Double.MIN_VALUE;
        assertEquals(0, count(Views.weighted(servers, tiny, tiny, tiny, tiny), tried)[3]);
        RandomGenerator zero = () -> 0;
        assertEquals(0, Untried.byWeight(Views.weighted(servers, 1, 1, 1, 1), zero, null));
        assertEquals(1, Untried.byWeight(Views.weighted(servers, 1, 1, 1, 1), zero, Views.tried(servers.get(0))));
        RandomGenerator most = () -> -1;
        assertEquals(2, Untried.byWeight(Views.weighted(servers, 1, 1, 1, 1), most, tried));
    }

    @Test
    void nobodyIsLeft() {
        Lease all = Views.tried(servers.toArray(Server[]::new));
        assertEquals(Selector.NONE, Untried.any(Views.of(servers), random, all));
        assertEquals(Selector.NONE, Untried.byWeight(Views.of(servers), random, all));
        assertEquals(Selector.NONE, Untried.any(PoolView.EMPTY, random, null));
        assertEquals(Selector.NONE, Untried.byWeight(PoolView.EMPTY, random, null));
    }
}

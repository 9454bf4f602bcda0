package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Weighted round robin without a table, for any weights: gRPC's static stride scheduler. The rotation goes round the
 * servers; in each round a server takes or passes its turn such that in 65 535 rounds it takes as many as its weight,
 * scaled so that the greatest is 65 535, evenly spread.
 *
 * <p>Whoever passes costs a turn: a pick takes as many on average as the greatest weight exceeds the mean one. gRPC
 * therefore counts no weight for more than ten means, nor for less than a tenth of one. Here weights are the
 * operator's, not measured, and count for what they are.
 */
final class StaticStride implements Rotation.Rotating {
    static final SelectionStrategy STRATEGY =
            (view, previous, random) -> new StaticStride(view, Rotation.continued(previous, random));

    private static final long FULL = 0xFFFF;

    /** Where a server begins its rounds differs from its neighbours', or all light ones would take the same round. */
    private static final long OFFSET = FULL / 2;

    private final PoolView view;
    private final Rotation rotation;
    private final int[] strides;

    StaticStride(PoolView view, Rotation rotation) {
        this.view = view;
        this.rotation = rotation;
        this.strides = strides(view);
    }

    private static int[] strides(PoolView view) {
        double greatest = view.greatestWeight();
        int[] strides = new int[view.size()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = (int) Math.max(1, Math.round(view.weight(i) / greatest * FULL));
        }
        return strides;
    }

    @Override
    public Rotation rotation() {
        return rotation;
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        int size = view.size();
        if (size == 0 || tried != null) {
            return Untried.byWeight(view, random, tried);
        }
        while (true) { // ends within a round, other threads aside: the heaviest server passes no turn
            long turn = rotation.next();
            int index = (int) (turn % size);
            long stride = strides[index];
            // Modulo first: the product of round and stride would overflow.
            long position = (turn / size % FULL * stride + OFFSET * index) % FULL;
            if (position >= FULL - stride) {
                return index;
            }
        }
    }
}

package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Weighted round robin without a table, for any weights: gRPC's static stride scheduler. The rotation goes round the
 * lanes; in each round a lane takes or passes its turn such that in 65 535 rounds it takes as many as its weight, scaled
 * so that the greatest is 65 535, evenly spread.
 *
 * <p>Every server has one lane, as with gRPC, but those heavier than twice the mean, whose weight is shared out among
 * several all round. Whoever passes costs a turn, and without that a pick would take as many as the greatest weight
 * exceeds the mean one; so it takes two or three. (gRPC counts no weight for more than ten means. Here weights are the
 * operator's, not measured, and count for what they are.)
 */
final class StaticStride implements Rotation.Rotating {
    static final SelectionStrategy STRATEGY =
            (view, previous, random) -> new StaticStride(view, Rotation.continued(previous, view, random));

    private static final long FULL = 0xFFFF;
    private static final int INDEX_BITS = 31;

    /** Where a server begins its rounds differs from its neighbours', or all light ones would take the same round. */
    private static final long OFFSET = FULL / 2;

    /** The weight of a lane at most, in means. */
    private static final double MOST_MEANS = 2;

    private final PoolView view;
    private final Rotation rotation;
    private final int[] owners;
    private final int[] strides;

    StaticStride(PoolView view, Rotation rotation) {
        this.view = view;
        this.rotation = rotation;
        double[] weights = Weights.scaled(view);
        int[] lanes = lanes(weights);
        this.owners = owners(lanes);
        double greatest = 0;
        for (int i = 0; i < weights.length; i++) {
            greatest = Math.max(greatest, weights[i] / lanes[i]);
        }
        this.strides = new int[owners.length];
        for (int lane = 0; lane < strides.length; lane++) {
            double weight = weights[owners[lane]] / lanes[owners[lane]];
            strides[lane] = stride(weight, greatest);
        }
    }

    /** How many lanes each server has: one, and together one more for each time a lane's weight goes into the sum. */
    private static int[] lanes(double[] weights) {
        double limit = MOST_MEANS * Arrays.stream(weights).sum() / weights.length;
        return Arrays.stream(weights)
                .mapToInt(weight -> (int) Math.max(1, Math.ceil(weight / limit)))
                .toArray();
    }

    /** Whose each lane is: in the order of the servers, several of one spread evenly over the round. */
    private static int[] owners(int[] lanes) {
        long[] places = new long[Arrays.stream(lanes).sum()];
        int lane = 0;
        for (int i = 0; i < lanes.length; i++) {
            for (int k = 0; k < lanes[i]; k++) {
                double place = (k + (i + 0.5) / lanes.length) / lanes[i];
                places[lane++] = (long) (place * (1L << INDEX_BITS)) << INDEX_BITS | i;
            }
        }
        Arrays.sort(places);
        return Arrays.stream(places)
                .mapToInt(place -> (int) place & Integer.MAX_VALUE)
                .toArray();
    }

    @Override
    public Rotation rotation() {
        return rotation;
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        if (tried != null || view.size() == 0) {
            return Untried.byWeight(view, random, tried);
        }
        return owners[lane(rotation, strides)];
    }

    static int stride(double weight, double greatest) {
        return (int) Math.max(1, Math.min(Math.round(weight / greatest * FULL), FULL));
    }

    /** The lane that takes the next turn. */
    static int lane(Rotation rotation, int[] strides) {
        int size = strides.length;
        while (true) { // ends within a round, other threads aside: the heaviest lane passes no turn
            long turn = rotation.next();
            int lane = (int) (turn % size);
            long stride = strides[lane];
            // Modulo first: the product of round and stride would overflow.
            long position = (turn / size % FULL * stride + OFFSET * lane) % FULL;
            if (position >= FULL - stride) {
                return lane;
            }
        }
    }

    @Override
    public String rule() {
        return "in turn, by weight";
    }
}

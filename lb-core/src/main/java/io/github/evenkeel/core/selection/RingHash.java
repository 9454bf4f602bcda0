package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Consistent hashing as Karger meant it: what points a server owns depends on its id and weight alone, so nobody else's
 * points come or go with it.
 */
record RingHash(PoolView view, Ring ring, Selector keyless) implements Selector {
    static final SelectionStrategy STRATEGY = RingHash::prepare;

    /** As nginx; the share of a server of weight 1 is then off by some 8 % (the standard deviation is 1 / sqrt(160)). */
    static final int POINTS_PER_WEIGHT = 160;

    /**
     * Where more points are due, each server gets half of its own, or a quarter, and so on: in steps of two, so that a
     * change elsewhere does not move every server's points unless it passes such a step. A million points take 16 MB
     * and some 30 ms to build.
     */
    private static final int MOST_POINTS = 1 << 20;

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        if (!(previous instanceof RingHash before)) {
            return new RingHash(view, ring(view), Keyless.prepare(view, null, random));
        }
        Ring ring = Identity.same(view, before.view) ? before.ring : ring(view);
        return new RingHash(view, ring, Keyless.prepare(view, before.keyless, random));
    }

    static Ring ring(PoolView view) {
        int[] counts = pointCounts(view, MOST_POINTS);
        long[] seeds = Identity.seeds(view);
        int total = Arrays.stream(counts).sum();
        long[] points = new long[total];
        int[] owners = new int[total];
        int point = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int count = 1; count <= counts[i]; count++) {
                points[point] = Mixer.mix(seeds[i] + count * Mixer.GOLDEN_GAMMA);
                owners[point++] = i;
            }
        }
        return Ring.of(points, owners);
    }

    /** How many points each server gets: at least one, and together hardly more than the most. */
    static int[] pointCounts(PoolView view, int most) {
        int halvings = 0;
        while (pointsDue(view, halvings) > most) {
            halvings++;
        }
        double points = Math.scalb((double) POINTS_PER_WEIGHT, -halvings);
        int[] counts = new int[view.size()];
        Arrays.setAll(counts, i -> (int) Math.max(1, Math.rint(view.weight(i) * points)));
        return counts;
    }

    private static double pointsDue(PoolView view, int halvings) {
        double points = Math.scalb((double) POINTS_PER_WEIGHT, -halvings);
        double due = 0;
        for (int i = 0; i < view.size(); i++) {
            due += view.weight(i) * points;
        }
        return due;
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        return key == KeyHash.NO_KEY
                ? keyless.select(key, nowNanos, random, tried)
                : ring.select(Mixer.mix(key), view, random, tried);
    }
}

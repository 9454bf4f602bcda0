package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Consistent hashing as Karger meant it: what points a server owns depends on its id and weight alone, so nobody else's
 * points come or go with it.
 */
record RingHash(PoolView view, Ring ring, Selector keyless) implements KeyOrder {
    static final SelectionStrategy STRATEGY = RingHash::prepare;

    /** As nginx; the share of a server of weight 1 is then off by some 8 % (the standard deviation is 1 / sqrt(160)). */
    static final int POINTS_PER_WEIGHT = 160;

    /**
     * Where more points are due, each server gets half of its own, or a quarter, and so on: in steps of two, so that a
     * change elsewhere does not move every server's points unless it passes such a step. A million points take 16 MB.
     */
    private static final int MOST_POINTS = 1 << 20;

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        if (!(previous instanceof RingHash before)) {
            return new RingHash(view, ring(view), Keyless.prepare(view, null, random));
        }
        return new RingHash(view, ring(view, before.view, before.ring), Keyless.prepare(view, before.keyless, random));
    }

    static Ring ring(PoolView view) {
        return fill(view, pointCounts(view, MOST_POINTS), Ring::of);
    }

    /** As above, from the ring of another view: only the points of new servers, and of new weights, are computed. */
    static Ring ring(PoolView view, PoolView viewBefore, Ring ringBefore) {
        if (Identity.same(view, viewBefore)) {
            return ringBefore;
        }
        int[] counts = pointCounts(view, MOST_POINTS);
        int[] countsBefore = pointCounts(viewBefore, MOST_POINTS);
        Map<String, Integer> placesBefore = new HashMap<>();
        for (int i = 0; i < countsBefore.length; i++) {
            placesBefore.put(viewBefore.server(i).id(), i);
        }
        int[] places = new int[countsBefore.length];
        Arrays.fill(places, NONE);
        int[] added = counts.clone();
        for (int i = 0; i < counts.length; i++) {
            Integer before = placesBefore.get(view.server(i).id());
            if (before != null && countsBefore[before] == counts[i]) {
                places[before] = i;
                added[i] = 0;
            }
        }
        return fill(view, added, (points, owners) -> ringBefore.changed(places, points, owners));
    }

    /** So many points for each server. */
    private static Ring fill(PoolView view, int[] counts, BiFunction<long[], int[], Ring> ring) {
        int total = Arrays.stream(counts).sum();
        long[] points = new long[total];
        int[] owners = new int[total];
        int point = 0;
        for (int i = 0; i < counts.length; i++) {
            long seed = counts[i] == 0 ? 0 : Identity.seed(view.server(i));
            for (int count = 1; count <= counts[i]; count++) {
                points[point] = Mixer.mix(seed + count * Mixer.GOLDEN_GAMMA);
                owners[point++] = i;
            }
        }
        return ring.apply(points, owners);
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

    @Override
    public int firstBut(long key, int one, int two, int three) {
        return ring.firstBut(Mixer.mix(key), one, two, three);
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        return key == KeyHash.NO_KEY ? keyless.score(index, key, nowNanos) : ring.rank(index, Mixer.mix(key));
    }

    @Override
    public String rule() {
        return "the next server on the ring from the key on; without a key in turn";
    }
}

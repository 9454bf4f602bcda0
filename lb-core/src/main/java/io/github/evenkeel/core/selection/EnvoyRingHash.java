package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The ring of Envoy's {@code RING_HASH} cluster: points are {@code XXH64("host:port_i")}, as many as make a whole number
 * for the lightest server and at least the minimum in all, unless that is more than the maximum.
 *
 * @param minimumSize how many points at least
 * @param maximumSize how many points at most
 */
record EnvoyRingHash(int minimumSize, int maximumSize) implements SelectionStrategy {
    private static final int LARGEST = 8 * 1024 * 1024;

    EnvoyRingHash {
        if (minimumSize < 1 || minimumSize > maximumSize || maximumSize > LARGEST) {
            throw new IllegalArgumentException("ring size must be from 1 to " + LARGEST + ", minimum before maximum, "
                    + "but was " + minimumSize + " to " + maximumSize);
        }
    }

    @Override
    public KeyHash keyHash() {
        return KeyHash.xxHash64();
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        if (previous instanceof Selection before && before.strategy.equals(this) && Identity.same(view, before.view)) {
            return new Selection(this, view, before.ring);
        }
        return new Selection(this, view, ring(view));
    }

    /*
     * As in Envoy, down to the order of its floating-point operations: running sums over the servers in the order of
     * the view decide how many points each gets.
     */
    private Ring ring(PoolView view) {
        if (view.size() == 0) {
            return Ring.of(new long[0], new int[0]);
        }
        double[] shares = Weights.scaled(view);
        double sum = Arrays.stream(shares).sum();
        Arrays.setAll(shares, i -> shares[i] / sum);
        double least = Arrays.stream(shares).min().orElseThrow();
        double scale = least > 0 ? Math.min(Math.ceil(least * minimumSize) / least, maximumSize) : maximumSize;
        int[] ends = new int[view.size()];
        double target = 0;
        for (int i = 0; i < ends.length; i++) {
            target += scale * shares[i];
            ends[i] = (int) Math.ceil(target);
        }
        return ring(view, ends);
    }

    private static Ring ring(PoolView view, int[] ends) {
        int total = ends[ends.length - 1];
        long[] points = new long[total];
        int[] owners = new int[total];
        int point = 0;
        for (int i = 0; i < ends.length; i++) {
            String prefix = Identity.address(view.server(i)) + '_';
            int start = point;
            while (point < ends[i]) {
                points[point] = XxHash64.UNSEEDED.hash(prefix + (point - start));
                owners[point++] = i;
            }
        }
        return Ring.of(points, owners);
    }

    private record Selection(EnvoyRingHash strategy, PoolView view, Ring ring) implements KeyOrder {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            return ring.select(key, view, random, tried);
        }

        @Override
        public int firstBut(long key, int one, int two, int three) {
            return ring.firstBut(key, one, two, three);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return ring.rank(index, key);
        }

        @Override
        public String rule() {
            return "the next server on Envoy's ring from the key on";
        }
    }
}

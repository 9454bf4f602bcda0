package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The best of the first few servers in a key's order.
 *
 * @param replicas how many
 * @param hash orders the servers for a key
 * @param inner says which of them is best, and chooses for requests without a key
 */
record FirstOf(int replicas, SelectionStrategy hash, SelectionStrategy inner) implements SelectionStrategy {
    /** As many as can be told apart from each other without an array for each pick. */
    private static final int MOST_REPLICAS = 4;

    FirstOf {
        if (replicas < 1 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException(
                    "the number of replicas must be from 1 to " + MOST_REPLICAS + " but was " + replicas);
        }
        if (!(hash.prepare(PoolView.EMPTY, null, new SplittableRandom(0)) instanceof KeyOrder)) {
            throw new IllegalArgumentException("a key's first servers are those of ringHash, rendezvous, maglev, "
                    + "sourceHash, envoyRingHash or nginxRingHash, but the strategy was another");
        }
        Objects.requireNonNull(inner, "inner");
    }

    @Override
    public @Nullable KeyHash keyHash() {
        return hash.keyHash() == null ? inner.keyHash() : hash.keyHash();
    }

    @Override
    public boolean readsReports() {
        return inner.readsReports();
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        Selection before = previous instanceof Selection selection ? selection : null;
        return new Selection(
                view,
                Math.min(replicas, view.size()),
                (KeyOrder) hash.prepare(view, before == null ? null : before.order, random),
                inner.prepare(view, before == null ? null : before.inner, random));
    }

    private record Selection(PoolView view, int replicas, KeyOrder order, Selector inner) implements Selector {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            if (key == KeyHash.NO_KEY) {
                return inner.select(key, nowNanos, random, tried);
            }
            int best = NONE;
            double least = Double.POSITIVE_INFINITY;
            int alike = 0;
            int one = NONE;
            int two = NONE;
            int three = NONE;
            for (int rank = 0; rank < replicas; rank++) {
                int index = order.firstBut(key, one, two, three);
                if (index == NONE) {
                    break; // of a ring too small for all some own no point
                }
                three = two;
                two = one;
                one = index;
                if (Lease.tried(tried, view.server(index))) {
                    continue;
                }
                double load = load(index, key, nowNanos);
                if (load < least || best == NONE) {
                    least = load;
                    best = index;
                    alike = 1;
                } else if (load == least && random.nextInt(++alike) == 0) {
                    best = index; // the k-th of equals with chance 1/k leaves each with the same
                }
            }
            return best == NONE ? order.select(key, nowNanos, random, tried) : best;
        }

        private double load(int index, long key, long nowNanos) {
            double score = inner.score(index, key, nowNanos);
            if (!Double.isNaN(score)) {
                return score;
            }
            Server server = view.server(index);
            return (server.inFlight() + 1) / view.weight(index);
        }

        @Override
        public void report(int index, LoadReport report, long nowNanos) {
            inner.report(index, report, nowNanos);
        }

        @Override
        public int probe(int nth, long key, RandomGenerator random) {
            return inner.probe(nth, key, random);
        }

        /** That of the inner strategy for the key's replicas; the others come after all of these. */
        @Override
        public double score(int index, long key, long nowNanos) {
            if (key == KeyHash.NO_KEY) {
                return inner.score(index, key, nowNanos);
            }
            int one = order.firstBut(key, NONE, NONE, NONE);
            int two = replicas < 2 ? NONE : order.firstBut(key, one, NONE, NONE);
            int three = replicas < 3 ? NONE : order.firstBut(key, one, two, NONE);
            int four = replicas < 4 ? NONE : order.firstBut(key, one, two, three);
            boolean isReplica = index == one || index == two || index == three || index == four;
            return isReplica ? load(index, key, nowNanos) : Double.POSITIVE_INFINITY;
        }

        @Override
        public String rule() {
            return "of the first " + replicas + " for the key (" + order.rule() + ") the best by: " + inner.rule();
        }
    }
}

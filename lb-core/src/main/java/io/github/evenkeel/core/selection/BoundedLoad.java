package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A ring whose servers refuse more than their share of what is in flight, times a factor. Who is refused goes on in the
 * key's own order of preference, not round the ring: the neighbours of a full server would else be next to fill up
 * (Chen, Coleman, Shrivastava 2021), one key's overflow after the other.
 *
 * @param factor how far above the mean a server may be
 */
record BoundedLoad(double factor) implements SelectionStrategy {
    static final double USUAL_FACTOR = 1.25;

    /** Nearer to 1 nearly all servers are full nearly always, and what sticks to where is chance. */
    private static final double LEAST_FACTOR = 1.01;

    BoundedLoad {
        if (!(factor >= LEAST_FACTOR && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "load factor must be at least " + LEAST_FACTOR + " and finite but was " + factor);
        }
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        Selection before = previous instanceof Selection selection ? selection : null;
        Ring ring = before == null ? RingHash.ring(view) : RingHash.ring(view, before.view, before.ring);
        return new Selection(factor, view, ring, Keyless.prepare(view, before == null ? null : before.keyless, random));
    }

    private static final class Selection implements Selector, Rendezvous.Room {
        final PoolView view;
        final Ring ring;
        final Selector keyless;
        private final double factor;
        private final Rendezvous order;
        private final double[] weights;
        private final double sum;

        Selection(double factor, PoolView view, Ring ring, Selector keyless) {
            this.factor = factor;
            this.view = view;
            this.ring = ring;
            this.keyless = keyless;
            this.order = Rendezvous.of(view);
            this.weights = Weights.scaled(view);
            this.sum = Arrays.stream(weights).sum();
        }

        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            if (view.size() == 0) {
                return NONE;
            }
            boolean keyed = key != KeyHash.NO_KEY;
            long position = Mixer.mix(keyed ? key : random.nextLong());
            int home = keyed ? ring.owner(position) : keyless.select(key, nowNanos, random, tried);
            if (home == NONE) {
                return NONE;
            }
            boolean mayStay = !Lease.tried(tried, view.server(home));
            if (mayStay && view.server(home).inFlight() == 0) {
                return home; // within any bound: there is no need to add up what is in flight elsewhere
            }
            long load = inFlight();
            if (mayStay && on(home, load)) {
                return home;
            }
            int other = order.first(position, tried, this, load);
            if (other != NONE) {
                return other;
            }
            // All that is left is full: what room there is, is on servers tried, or was taken since the count.
            return mayStay ? home : order.first(position, tried);
        }

        /** Whether one more request keeps a server within its bound. */
        @Override
        public boolean on(int index, long load) {
            return view.server(index).inFlight() < Math.ceil(factor * (load + 1) * weights[index] / sum);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return key == KeyHash.NO_KEY ? Double.NaN : order.rank(index, Mixer.mix(key), ring.owner(Mixer.mix(key)));
        }

        @Override
        public String rule() {
            return "the next server on the ring from the key on, or else the highest draw for the key, that has less than "
                    + factor + " times its share of what is in flight";
        }

        private long inFlight() {
            long load = 0;
            for (int i = 0; i < view.size(); i++) {
                load += view.server(i).inFlight();
            }
            return load;
        }
    }
}

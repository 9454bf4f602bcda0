package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Each server owns a share of the keys, the shares side by side: simple, even, and all shifted by every change. */
record SourceHash(PoolView view, Shares shares, Rendezvous order, Selector keyless) implements KeyOrder {
    static final SelectionStrategy STRATEGY = SourceHash::prepare;

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        Selector keyless = previous instanceof SourceHash before ? before.keyless : null;
        return new SourceHash(view, new Shares(view), Rendezvous.of(view), Keyless.prepare(view, keyless, random));
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        if (key == KeyHash.NO_KEY) {
            return keyless.select(key, nowNanos, random, tried);
        }
        if (view.size() == 0) {
            return NONE;
        }
        long position = Mixer.mix(key);
        int home = shares.owner(position);
        return Lease.tried(tried, view.server(home)) ? order.first(position, tried) : home;
    }

    @Override
    public int firstBut(long key, int one, int two, int three) {
        long position = Mixer.mix(key);
        int home = view.size() == 0 ? NONE : shares.owner(position);
        return home == one || home == two || home == three ? order.firstBut(position, one, two, three) : home;
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        return key == KeyHash.NO_KEY
                ? keyless.score(index, key, nowNanos)
                : order.rank(index, Mixer.mix(key), shares.owner(Mixer.mix(key)));
    }

    @Override
    public String rule() {
        return "the server in whose share of the key space the key falls; without a key in turn";
    }
}

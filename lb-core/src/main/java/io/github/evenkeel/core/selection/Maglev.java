package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One look-up in a table of 65 537 slots, of which each server owns its share to within one. */
record Maglev(PoolView view, MaglevTable table, Rendezvous order, Selector keyless) implements KeyOrder {
    static final SelectionStrategy STRATEGY = Maglev::prepare;

    /** The smaller of the two sizes in the paper, and Envoy's: a prime, good for some hundreds of servers. */
    private static final int SIZE = 65_537;

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        if (!(previous instanceof Maglev before)) {
            return new Maglev(view, table(view), Rendezvous.of(view), Keyless.prepare(view, null, random));
        }
        MaglevTable table = Identity.same(view, before.view) ? before.table : table(view);
        return new Maglev(view, table, Rendezvous.of(view), Keyless.prepare(view, before.keyless, random));
    }

    private static MaglevTable table(PoolView view) {
        return new MaglevTable(view, Identity.names(view, Server::id), SIZE);
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
        int home = table.owner(slot(position));
        return Lease.tried(tried, view.server(home)) ? order.first(position, tried) : home;
    }

    private static int slot(long position) {
        return (int) (((position >>> 32) * SIZE) >>> 32);
    }

    @Override
    public int firstBut(long key, int one, int two, int three) {
        long position = Mixer.mix(key);
        int home = view.size() == 0 ? NONE : table.owner(slot(position));
        return home == one || home == two || home == three ? order.firstBut(position, one, two, three) : home;
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        return key == KeyHash.NO_KEY
                ? keyless.score(index, key, nowNanos)
                : order.rank(index, Mixer.mix(key), table.owner(slot(Mixer.mix(key))));
    }

    @Override
    public String rule() {
        return "the owner of the key's slot in the Maglev table; without a key in turn";
    }
}

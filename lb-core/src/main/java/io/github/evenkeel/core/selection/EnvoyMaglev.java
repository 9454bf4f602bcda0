package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The table of Envoy's {@code MAGLEV} cluster, which knows servers by {@code host:port}.
 *
 * @param tableSize a prime
 */
record EnvoyMaglev(int tableSize) implements SelectionStrategy {
    private static final int LARGEST = 5_000_011;

    /** So many hashes are tried for a retry, then the slots that follow: those lead to every server that owns one. */
    private static final int REHASHES = 64;

    EnvoyMaglev {
        if (tableSize > LARGEST || !MaglevTable.isPrime(tableSize)) {
            throw new IllegalArgumentException(
                    "the table size of Maglev must be a prime up to " + LARGEST + " but was " + tableSize);
        }
    }

    @Override
    public KeyHash keyHash() {
        return KeyHash.xxHash64();
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        if (previous instanceof Selection before && before.strategy.equals(this) && Identity.same(view, before.view)) {
            return new Selection(this, view, before.table);
        }
        MaglevTable table = new MaglevTable(view, Identity.names(view, Identity::address), tableSize);
        return new Selection(this, view, table);
    }

    private record Selection(EnvoyMaglev strategy, PoolView view, MaglevTable table) implements Selector {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            if (table.size() == 0 || Tried.all(view, tried)) {
                return NONE;
            }
            int slot = slot(key);
            for (int attempt = 1; Lease.tried(tried, view.server(table.owner(slot))); attempt++) {
                if (attempt > REHASHES + table.size()) {
                    return Untried.any(view, random, tried); // it owns no slot: there are more servers than slots
                }
                // Envoy counts attempts down from zero and flips those bits: so most of them, at every attempt.
                slot = attempt <= REHASHES ? slot(key ^ -attempt) : (slot + 1) % table.size();
            }
            return table.owner(slot);
        }

        /** Who owns the key's slot; the order of the others is that of Envoy's retries, one draw after the other. */
        @Override
        public double score(int index, long key, long nowNanos) {
            return table.owner(slot(key)) == index ? 0 : 1;
        }

        @Override
        public String rule() {
            return "the owner of the key's slot in Envoy's Maglev table";
        }

        private int slot(long hash) {
            return (int) Long.remainderUnsigned(hash, table.size());
        }
    }
}

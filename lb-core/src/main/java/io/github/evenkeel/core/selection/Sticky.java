package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.HealthStatus;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerState;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends a key where it went before while that server may be used: a {@link StickyTable} remembers.
 *
 * @param keys how many keys to remember
 * @param whileDraining whether a draining server keeps its keys
 * @param inner chooses for a key that is new or has lost its server
 */
record Sticky(int keys, boolean whileDraining, SelectionStrategy inner) implements Combination {
    /** Half a megabyte. */
    static final int USUAL_KEYS = 1 << 16;

    private static final int MOST_KEYS = 1 << 24;

    Sticky {
        if (keys < StickyTable.WAYS || keys > MOST_KEYS) {
            throw new IllegalArgumentException("the number of keys to remember must be from " + StickyTable.WAYS
                    + " to " + MOST_KEYS + " but was " + keys);
        }
        Objects.requireNonNull(inner, "inner");
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        Selection before = previous instanceof Selection selection ? selection : null;
        return new Selection(
                view,
                new ServerMarks(view, index -> index < view.size() || (whileDraining && isDrainingWell(view, index))),
                before == null ? new StickyTable(keys) : before.table,
                inner.prepare(view, before == null ? null : before.inner, random));
    }

    private static boolean isDrainingWell(PoolView view, int index) {
        Candidate candidate = view.candidate(index);
        return candidate.state() == ServerState.DRAINING
                && candidate.server().health().status() != HealthStatus.UNHEALTHY
                && candidate.server().breaker().state() == CircuitBreaker.State.CLOSED;
    }

    private record Selection(PoolView view, ServerMarks marks, StickyTable table, Selector inner) implements Selector {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            if (key == KeyHash.NO_KEY) {
                return inner.select(key, nowNanos, random, tried);
            }
            long hash = Mixer.mix(key);
            int mark = table.find(hash);
            int home = mark == StickyTable.NOTHING ? NONE : marks.find(mark);
            if (home != NONE) {
                // One request that failed is no reason to lose a session: the key stays while its server may be used.
                return Lease.tried(tried, view.server(home)) ? inner.select(key, nowNanos, random, tried) : home;
            }
            int index = inner.select(key, nowNanos, random, tried);
            if (index == NONE || index >= view.size()) {
                return index; // what serves in need only is nobody's home
            }
            int agreed = marks.find(table.put(hash, mark, marks.of(index)));
            return agreed == NONE || Lease.tried(tried, view.server(agreed)) ? index : agreed;
        }

        @Override
        public void report(int index, LoadReport report, long nowNanos) {
            inner.report(index, report, nowNanos);
        }

        @Override
        public int probe(int nth, long key, RandomGenerator random) {
            return inner.probe(nth, key, random);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return inner.score(index, key, nowNanos);
        }

        @Override
        public String rule() {
            return "where the key went before; a new one: " + inner.rule();
        }
    }
}

package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One server after the other.
 *
 * @param view the servers
 * @param turn how many picks there were, from a random start; shared by all selectors of a pool, one after the other
 */
record RoundRobin(PoolView view, AtomicLong turn) implements Selector {
    static final SelectionStrategy STRATEGY = RoundRobin::prepare;

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        AtomicLong turn = previous instanceof RoundRobin before ? before.turn : new AtomicLong(random.nextInt() >>> 1);
        return new RoundRobin(view, turn);
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        int size = view.size();
        if (size == 0) {
            return NONE;
        }
        // Without the sign: a counter that wraps must not index below zero (Vert.x, Ribbon and Spring each did).
        int index = (int) ((turn.getAndIncrement() & Long.MAX_VALUE) % size);
        return Lease.tried(tried, view.server(index)) ? Untried.any(view, random, tried) : index;
    }
}

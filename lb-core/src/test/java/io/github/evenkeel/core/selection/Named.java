package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Picks its first server; its scores are the places of its servers. */
record Named(String rule) implements Selector {
    static Selector selector(String rule) {
        return new Named(rule);
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        return 0;
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        return index;
    }
}

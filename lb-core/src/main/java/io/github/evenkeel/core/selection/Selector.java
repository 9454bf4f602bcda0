package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Picks one server of the {@link PoolView} it was prepared for. Called by any number of threads at once; must not
 * block, lock or allocate.
 */
@FunctionalInterface
public interface Selector {
    /** No server can be picked. */
    int NONE = -1;

    /**
     * Picks.
     *
     * @param key what the request should stick to, already hashed; strategies without affinity ignore it
     * @param nowNanos the time
     * @param random the caller's, used by no other thread meanwhile
     * @param tried the latest lease of this exchange; no server of its chain may be picked. Null on a first attempt
     * @return an index into the view, or {@link #NONE} if the view is empty or all of it was tried
     */
    int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried);
}

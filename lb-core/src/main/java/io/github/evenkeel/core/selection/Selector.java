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

    /**
     * How a server compares for a request now, for {@code ServerPool.explain}; never called by a pick.
     *
     * @param index into the view
     * @param key as for {@link #select}
     * @param nowNanos the time
     * @return what the strategy minimises, or NaN if it does not compare servers
     */
    default double score(int index, long key, long nowNanos) {
        return Double.NaN;
    }

    /**
     * Takes in what a server reports of its load. A strategy that does not go by reports ignores it; one that hands
     * others parts of its view hands it on. May allocate, must neither block nor lock.
     *
     * @param index of the server, below {@link PoolView#total}
     * @param report what it says
     * @param nowNanos the time
     */
    default void report(int index, LoadReport report, long nowNanos) {}

    /**
     * Whom to ask for a report with this request: the caller asks one server after the other, on the side, until there
     * is none.
     *
     * @param nth how many it has asked for this request, from 0
     * @param key as for {@link #select}
     * @param random the caller's, used by no other thread meanwhile
     * @return an index into the view, or {@link #NONE} when that is enough
     */
    default int probe(int nth, long key, RandomGenerator random) {
        return NONE;
    }

    /**
     * How this selector chooses, in a few words for a person, for {@code ServerPool.explain}.
     *
     * @return such as "fewest requests in flight by weight, of two drawn at random"
     */
    default String rule() {
        return "the strategy does not say";
    }
}

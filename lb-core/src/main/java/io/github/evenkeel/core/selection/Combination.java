package io.github.evenkeel.core.selection;

import org.jspecify.annotations.Nullable;

/** A strategy made of another one, whose demands are its own. */
interface Combination extends SelectionStrategy {
    /** Chooses among the servers that the combination leaves to it. */
    SelectionStrategy inner();

    @Override
    default @Nullable KeyHash keyHash() {
        return inner().keyHash();
    }

    @Override
    default boolean heedsTiers() {
        return inner().heedsTiers();
    }

    @Override
    default boolean readsReports() {
        return inner().readsReports();
    }
}

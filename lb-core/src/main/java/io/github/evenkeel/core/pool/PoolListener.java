package io.github.evenkeel.core.pool;

/**
 * Hears what changes in a pool: never a pick, only a change. Called on the thread that caused the change, after it took
 * effect, possibly by several threads at once and then in any order; must be thread-safe and must not block.
 */
@FunctionalInterface
public interface PoolListener {
    /** Hears nothing. */
    PoolListener NONE = event -> {};

    /**
     * Called once for each change. An exception is logged and goes no further.
     *
     * @param event what changed
     */
    void onEvent(PoolEvent event);

    /**
     * Both, one after the other; an exception of the first keeps the event from the second.
     *
     * @param next hears each event after this one
     * @return a listener that tells both
     */
    default PoolListener and(PoolListener next) {
        return event -> {
            onEvent(event);
            next.onEvent(event);
        };
    }
}

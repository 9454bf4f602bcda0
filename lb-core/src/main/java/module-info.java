/**
 * Evenkeel's core: server pools, selection strategies, health trackers and circuit breakers as lock-free data
 * structures.
 *
 * <p>Nothing in here reads a clock, draws from a random source of its own, takes a lock or starts a thread: time and
 * randomness come in as parameters, so that a run is repeated exactly by its seed and a simulation can drive the very
 * code that serves production.
 */
module io.github.evenkeel.core {
    requires static transitive org.jspecify;

    exports io.github.evenkeel.core.health;
    exports io.github.evenkeel.core.limit;
    exports io.github.evenkeel.core.pool;
    exports io.github.evenkeel.core.selection;
    exports io.github.evenkeel.core.server;
}

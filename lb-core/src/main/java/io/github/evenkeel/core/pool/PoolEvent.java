package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.OutlierDetector;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.StateCause;

/** Something that changed in a pool. */
public sealed interface PoolEvent {
    /**
     * Where it happened.
     *
     * @return the pool's name
     */
    String pool();

    /**
     * A server joined.
     *
     * @param pool the pool's name
     * @param server the newcomer
     * @param spec what discovery says of it
     */
    record ServerAdded(String pool, Server server, ServerSpec spec) implements PoolEvent {}

    /**
     * A server left. What it has in flight goes on.
     *
     * @param pool the pool's name
     * @param server the leaver
     */
    record ServerRemoved(String pool, Server server) implements PoolEvent {}

    /**
     * Discovery says something else of a server than before: its weight, zone, tier or metadata.
     *
     * @param pool the pool's name
     * @param server the server, with all of its state
     * @param before what discovery said
     * @param after what it says now
     */
    record ServerChanged(String pool, Server server, ServerSpec before, ServerSpec after) implements PoolEvent {}

    /**
     * A server stands elsewhere than before.
     *
     * @param pool the pool's name
     * @param server the server
     * @param from where it stood
     * @param to where it stands now
     * @param cause what moved it
     * @param evidence the same in words, with figures
     */
    record StateChanged(String pool, Server server, ServerState from, ServerState to, StateCause cause, String evidence)
            implements PoolEvent {}

    /**
     * Too few servers were eligible any more, or enough are again.
     *
     * @param pool the pool's name
     * @param failOpen whether the least bad servers are used too now
     * @param evidence why, in words
     */
    record FailOpenChanged(String pool, boolean failOpen, String evidence) implements PoolEvent {}

    /**
     * A server is drained: it gets no new requests.
     *
     * @param pool the pool's name
     * @param server the server
     * @param inFlight what it still has to end
     */
    record DrainBegan(String pool, Server server, int inFlight) implements PoolEvent {}

    /**
     * The draining of a server ended. Unless it was cancelled, the server stays drained.
     *
     * @param pool the pool's name
     * @param server the server
     * @param outcome how it ended
     * @param inFlight what it had in flight when it ended
     */
    record DrainEnded(String pool, Server server, DrainOutcome outcome, int inFlight) implements PoolEvent {}

    /**
     * A server was found to be much worse than the others.
     *
     * @param pool the pool's name
     * @param server the outlier
     * @param verdict the finding and its evidence, and whether the server is ejected for it
     */
    record OutlierFound(String pool, Server server, OutlierDetector.Verdict verdict) implements PoolEvent {}
}

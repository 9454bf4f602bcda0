package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;

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
     */
    record ServerAdded(String pool, Server server) implements PoolEvent {}

    /**
     * A server left. What it has in flight goes on.
     *
     * @param pool the pool's name
     * @param server the leaver
     */
    record ServerRemoved(String pool, Server server) implements PoolEvent {}

    /**
     * A server stands elsewhere than before.
     *
     * @param pool the pool's name
     * @param server the server
     * @param from where it stood
     * @param to where it stands now
     */
    record StateChanged(String pool, Server server, ServerState from, ServerState to) implements PoolEvent {}

    /**
     * No server was eligible any more, or one is again.
     *
     * @param pool the pool's name
     * @param failOpen whether the least bad servers are used now
     */
    record FailOpenChanged(String pool, boolean failOpen) implements PoolEvent {}
}

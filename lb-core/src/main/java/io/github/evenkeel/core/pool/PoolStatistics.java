package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.ServerStatistics;
import java.util.List;

/**
 * The figures of one pool at one moment. Immutable.
 *
 * @param name the pool's name
 * @param failOpen whether no server is eligible, so that the least bad ones are used
 * @param servers the figures of each server, in the order in which discovery named them
 */
public record PoolStatistics(String name, boolean failOpen, List<ServerStatistics> servers) {
    /** Copies what could change. */
    public PoolStatistics {
        servers = List.copyOf(servers);
    }

    /**
     * Requests begun and not ended.
     *
     * @return the sum over all servers
     */
    public int inFlight() {
        return servers.stream().mapToInt(ServerStatistics::inFlight).sum();
    }
}

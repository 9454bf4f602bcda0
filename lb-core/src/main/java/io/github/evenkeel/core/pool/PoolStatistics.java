package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.LatencyPercentiles;
import io.github.evenkeel.core.server.ServerStatistics;
import java.util.List;

/**
 * The figures of one pool at one moment. Immutable.
 *
 * @param name the pool's name
 * @param failOpen whether too few servers are eligible, so that the least bad ones are used too
 * @param failOpenReason why it fails open, in words; empty if it does not
 * @param percentiles the times to the heads of the latest responses of all servers
 * @param servers the figures of each server, in the order in which discovery named them
 */
public record PoolStatistics(
        String name,
        boolean failOpen,
        String failOpenReason,
        LatencyPercentiles percentiles,
        List<ServerStatistics> servers) {
    /** Copies what could change. */
    public PoolStatistics {
        servers = List.copyOf(servers);
    }

    /**
     * Requests begun, those in flight included.
     *
     * @return the sum over all servers
     */
    public long requests() {
        return servers.stream().mapToLong(ServerStatistics::requests).sum();
    }

    /**
     * Requests served well.
     *
     * @return the sum over all servers
     */
    public long successes() {
        return servers.stream().mapToLong(ServerStatistics::successes).sum();
    }

    /**
     * Requests that a server failed.
     *
     * @return the sum over all servers
     */
    public long failures() {
        return servers.stream().mapToLong(ServerStatistics::failures).sum();
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

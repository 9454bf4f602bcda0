package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.ServerState;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a request would go where it would go: which servers were considered, how each compares, why the others were not,
 * and why this one. Immutable; {@link #toString} shows it as a table.
 *
 * @param pool the pool's name
 * @param rule how the strategy chooses
 * @param chosen the id of the server picked, or null if there is none to pick
 * @param reason why this one, or why none
 * @param servers all servers of the pool, in the order of the latest update
 */
public record Explanation(
        String pool, String rule, @Nullable String chosen, String reason, List<ExplainedServer> servers) {
    /** Copies what could change. */
    public Explanation {
        servers = List.copyOf(servers);
    }

    /**
     * One server in an explanation.
     *
     * @param id the server's id
     * @param considered whether the strategy was asked about it
     * @param score what the strategy minimises, or NaN if it does not compare servers or was not asked
     * @param state where it stands
     * @param why why it stands there, and so why it was considered or not
     */
    public record ExplainedServer(String id, boolean considered, double score, ServerState state, String why) {}

    @Override
    public String toString() {
        return servers.stream()
                .map(server -> String.format(
                        "%n%s %-24s %-10s %12s  %s",
                        server.id().equals(chosen) ? "->" : "  ",
                        server.id(),
                        server.state(),
                        Double.isNaN(server.score()) ? "-" : String.format("%.4g", server.score()),
                        server.why()))
                .collect(Collectors.joining("", "pool " + pool + ": " + rule + "; " + reason, ""));
    }
}

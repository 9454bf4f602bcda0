package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import java.util.Objects;

/**
 * A server as a strategy sees it while it prepares. Immutable but for the server's live state.
 *
 * @param server its live state
 * @param spec what discovery says of it
 * @param state where it stands in its pool
 * @param weight how much of the traffic it should get relative to the others, positive and finite
 */
public record Candidate(Server server, ServerSpec spec, ServerState state, double weight) {
    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException if the weight is no weight
     */
    public Candidate {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(state, "state");
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weight must be positive and finite but was " + weight + " (" + server.id() + ")");
        }
    }

    /** The same server with another weight. */
    Candidate with(double newWeight) {
        return new Candidate(server, spec, state, newWeight);
    }
}

package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import org.jspecify.annotations.Nullable;

/**
 * A server with what discovery last said of it, what its operator wants and where that puts it, as of one snapshot.
 *
 * @param server its live state
 * @param spec what discovery last said of it
 * @param drain the operator's wish that it drain, or null
 * @param state where it stands
 * @param standing since when and why
 */
record Member(Server server, ServerSpec spec, @Nullable Drain drain, ServerState state, Standing standing) {
    Member in(ServerState newState) {
        return state == newState ? this : new Member(server, spec, drain, newState, standing);
    }

    Member as(ServerSpec newSpec) {
        return spec.equals(newSpec) ? this : new Member(server, newSpec, drain, state, standing);
    }

    Member under(@Nullable Drain newDrain) {
        return new Member(server, spec, newDrain, state, standing);
    }

    Member with(Standing newStanding) {
        return standing.equals(newStanding) ? this : new Member(server, spec, drain, state, newStanding);
    }

    boolean isDraining() {
        return drain != null || spec.draining();
    }
}

package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;

/** A server with what discovery last said of it and where that puts it, as of one snapshot. */
record Member(Server server, ServerSpec spec, ServerState state) {
    Member in(ServerState newState) {
        return state == newState ? this : new Member(server, spec, newState);
    }
}

package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.server.ServerState;
import java.lang.System.Logger.Level;

/** Logs what changes in a pool, never a request. Silence it by the name of this package. */
final class StateLog implements PoolListener {
    private static final System.Logger LOGGER = System.getLogger(StateLog.class.getName());

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.StateChanged change) {
            Level level = change.to() == ServerState.ACTIVE ? Level.INFO : Level.WARNING;
            LOGGER.log(
                    level,
                    () -> "pool " + change.pool() + ": " + change.server().id() + " was " + change.from() + " and is "
                            + change.to() + ": " + change.evidence());
        } else if (event instanceof PoolEvent.FailOpenChanged change) {
            LOGGER.log(
                    change.failOpen() ? Level.WARNING : Level.INFO,
                    () -> "pool " + change.pool() + ": "
                            + (change.failOpen()
                                    ? "uses the least bad servers, as " + change.evidence()
                                    : "has eligible servers again"));
        }
    }
}

package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.pool.DrainOutcome;
import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.server.Server;
import java.util.List;
import java.util.function.Predicate;

/**
 * Gives each server of a pool a JDK client of its own, if that is wanted, and lets go of it when the server is drained or
 * leaves. Thread-safe.
 */
final class OwnClients implements PoolListener {
    private final Delegate delegate;
    private final String tlsName;
    private final Predicate<Server> members;

    /** Written by changes of the pool, one at a time; whoever has followed the old value looks again afterwards. */
    private volatile boolean wanted;

    /**
     * Of a pool that has no servers yet.
     *
     * @param delegate has the clients
     * @param pool whether it wants them, and whom they check for
     * @param members whether a server is one of the pool's now
     */
    OwnClients(Delegate delegate, PoolDescription pool, Predicate<Server> members) {
        this.delegate = delegate;
        this.tlsName = pool.tlsName();
        this.members = members;
        this.wanted = pool.clientPerServer();
    }

    /** Servers have clients of their own from now on, or no longer. */
    void change(boolean nowWanted, List<Server> servers) {
        if (wanted != nowWanted) {
            wanted = nowWanted;
            servers.forEach(this::settle);
        }
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.ServerAdded added) {
            settle(added.server());
        } else if (event instanceof PoolEvent.ServerRemoved removed) {
            settle(removed.server());
        } else if (event instanceof PoolEvent.DrainEnded drained && drained.outcome() != DrainOutcome.CANCELLED) {
            letGo(drained.server());
            settle(drained.server()); // it may be readmitted
        }
    }

    /** Events come in any order, so it does not matter which: what is true now decides, also right after it was done. */
    private void settle(Server server) {
        JdkClients clients = delegate.openOrNull();
        if (clients != null && isDue(server)) {
            clients.own(server, tlsName);
        }
        if (!isDue(server)) {
            letGo(server);
        }
    }

    private boolean isDue(Server server) {
        return wanted && members.test(server);
    }

    private void letGo(Server server) {
        JdkClients clients = delegate.openOrNull();
        if (clients != null) {
            clients.letGo(server);
        }
    }
}

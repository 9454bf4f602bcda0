package io.github.evenkeel.httpclient.session;

import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.Server;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a pool by names that stay the same while id and origin do, whatever becomes of the objects: a server
 * that leaves and comes back finds its sessions again. Thread-safe; works names out only when the pool has changed.
 */
final class Homes {
    /** Immutable, once made. */
    private record Index(long asOf, Map<String, Server> servers, IdentityHashMap<Server, String> names) {}

    private final Function<Server, String> naming;

    /** How often the membership has changed; written by whoever changes it, read with each look-up. */
    private final AtomicLong changes = new AtomicLong();

    /**
     * Written by whoever finds it out of date. It says as of which change it was read, so that one read while the pool
     * changed is found out of date in its turn.
     */
    private volatile Index index = new Index(-1, Map.of(), new IdentityHashMap<>());

    Homes(Function<Server, String> naming) {
        this.naming = naming;
    }

    void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.ServerAdded || event instanceof PoolEvent.ServerRemoved) {
            changes.incrementAndGet();
        }
    }

    @Nullable
    Server find(String name, ServerPool pool) {
        return index(pool).servers.get(name);
    }

    String name(Server server, ServerPool pool) {
        String known = index(pool).names.get(server);
        return known == null ? naming.apply(server) : known; // it has left meanwhile
    }

    private Index index(ServerPool pool) {
        Index known = index;
        long asOf = changes.get();
        if (known.asOf == asOf) {
            return known;
        }
        Map<String, Server> servers = new HashMap<>();
        IdentityHashMap<Server, String> names = new IdentityHashMap<>();
        for (Server server : pool.servers()) {
            String name = naming.apply(server);
            servers.put(name, server);
            names.put(server, name);
        }
        Index fresh = new Index(asOf, servers, names);
        index = fresh;
        return fresh;
    }
}

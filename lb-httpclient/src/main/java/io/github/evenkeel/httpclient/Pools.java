package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.exchange.HttpPool;
import io.github.evenkeel.httpclient.routing.Routes;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The pools of a client, and which requests go to which of them. Thread-safe. */
final class Pools {
    private final Map<String, RunningPool> pools;

    /** Written by changes of the configuration, whole; a request goes by the old ones or the new ones. */
    private volatile Map<String, Routes> routes;

    /**
     * Names what runs.
     *
     * @param pools by the hosts that stand for them
     * @param routes by the hosts that stand for several pools
     */
    Pools(Map<String, RunningPool> pools, Map<String, Routes> routes) {
        this.pools = Map.copyOf(pools);
        this.routes = Map.copyOf(routes);
    }

    /** Routes these hosts otherwise from now on, to pools that are there. */
    void reroute(Map<String, Routes> changed) {
        Map<String, Routes> all = new HashMap<>(routes);
        changed.forEach((host, to) -> all.put(host.toLowerCase(Locale.ROOT), to));
        routes = Map.copyOf(all);
    }

    /** Whether a host stands for a pool, or for several. */
    boolean has(String host) {
        return pools.containsKey(host) || routes.containsKey(host);
    }

    /** Where a request goes, null if past all pools. */
    @Nullable
    HttpPool of(HttpRequest request) {
        String host = request.uri().getHost();
        if (host == null) {
            return null; // not a request the JDK's builder makes; the JDK client will say so
        }
        RunningPool pool = pools.get(host);
        if (pool == null) {
            String name = host.toLowerCase(Locale.ROOT);
            Routes routed = routes.get(name);
            pool = pools.get(routed == null ? name : routed.pool(request, ThreadLocalRandom.current()));
        }
        return pool == null ? null : pool.http();
    }

    /** The pool of that name, which must be there. */
    RunningPool get(String name) {
        RunningPool known = pools.get(name.toLowerCase(Locale.ROOT));
        if (known == null) {
            throw new IllegalArgumentException("no pool '" + name + "'; there are " + pools.keySet());
        }
        return known;
    }

    Set<String> names() {
        return pools.keySet();
    }
}

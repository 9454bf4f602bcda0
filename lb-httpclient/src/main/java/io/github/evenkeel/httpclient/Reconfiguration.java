package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.configuration.Configuration;
import io.github.evenkeel.httpclient.configuration.ConfigurationException;
import io.github.evenkeel.httpclient.message.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A change of a running client's configuration: all of it, or nothing. Of one thread. */
final class Reconfiguration {
    private final Pools pools;
    private final Configuration before;
    private final List<String> problems = new ArrayList<>();

    Reconfiguration(Pools pools, Configuration before) {
        this.pools = pools;
        this.before = before;
    }

    /**
     * Rehearses it in all pools, and then changes one after the other.
     *
     * @return what the client has now
     * @throws ConfigurationException naming everything that is wrong
     */
    Configuration to(Configuration wanted) {
        Configuration next = wanted.after(before);
        checkRoutes(next);
        Map<String, PoolDescription> descriptions = descriptions(next);
        giveUpIfRefused();
        descriptions.forEach((name, description) -> pools.get(name).become(description));
        pools.reroute(next.routes());
        return next;
    }

    private void checkRoutes(Configuration next) {
        next.routes()
                .forEach((host, routes) -> routes.pools().stream()
                        .filter(pool -> !pools.names().contains(pool))
                        .forEach(pool -> problems.add("evenkeel." + host + ".route: leads to pool '" + pool
                                + "', but the pools are " + pools.names() + "; a new pool needs a new client")));
    }

    private Map<String, PoolDescription> descriptions(Configuration next) {
        Map<String, PoolDescription> descriptions = new TreeMap<>();
        next.pools().forEach((name, settings) -> {
            try {
                PoolDescription description = PoolDescription.of(HostName.checked(name), settings);
                pools.get(name).rehearse(description);
                descriptions.put(name, description);
            } catch (RuntimeException e) { // also a strategy of the user's
                problems.add("evenkeel." + name + ".*: " + e.getMessage());
            }
        });
        return descriptions;
    }

    private void giveUpIfRefused() {
        if (!problems.isEmpty()) {
            throw ConfigurationException.keepingTheLast(problems);
        }
    }
}

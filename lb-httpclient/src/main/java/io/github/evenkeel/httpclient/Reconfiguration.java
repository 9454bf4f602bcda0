package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.configuration.Configuration;
import io.github.evenkeel.httpclient.configuration.ConfigurationException;
import io.github.evenkeel.httpclient.message.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
        problems.addAll(wanted.obstacles(before));
        Configuration next = wanted.after(before);
        problems.addAll(deadEnds(next, pools.names(), "a new pool needs a new client"));
        Map<String, PoolDescription> descriptions = descriptions(next);
        giveUpIfRefused();
        descriptions.forEach((name, description) -> pools.get(name).become(description));
        pools.reroute(next.routes());
        return next;
    }

    /** The routes that lead nowhere: one line for each pool that there is not. */
    static List<String> deadEnds(Configuration configuration, Set<String> pools, String remedy) {
        List<String> deadEnds = new ArrayList<>();
        configuration
                .routes()
                .forEach((host, routes) -> new TreeSet<>(routes.pools())
                        .stream()
                                .filter(pool -> !pools.contains(pool))
                                .forEach(pool -> deadEnds.add("evenkeel." + host + ".route: leads to pool '" + pool
                                        + "', but the pools are " + new TreeSet<>(pools) + "; " + remedy)));
        return deadEnds;
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

package io.github.evenkeel.examples.gateway.balancing;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.core.server.StateCause;
import io.github.evenkeel.examples.gateway.configuration.Configuration;
import io.github.evenkeel.examples.gateway.configuration.ServerEntry;
import io.github.evenkeel.httpclient.Pool;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The servers of all pools and the client that sends to them. Requests {@link #enter} the latest generation without a
 * lock; changes are made one at a time.
 */
public final class Balancer implements AutoCloseable {
    /** Of the changes: what the file last said. */
    private Configuration configuration;

    /** Written by the changes, read by every request: one that sees the former generation is served by it. */
    private volatile Generation latest;

    public Balancer(Configuration configuration) {
        Map<String, List<ServerSpec>> members = new LinkedHashMap<>();
        configuration.pools().forEach((name, pool) -> members.put(name, specs(pool.servers())));
        this.configuration = configuration;
        this.latest = Generation.start(configuration, members);
    }

    private static List<ServerSpec> specs(List<ServerEntry> servers) {
        return servers.stream().map(ServerEntry::spec).toList();
    }

    /** The client to use for one request; {@link Generation#leave} it when the request is over. */
    public Generation enter() {
        Generation generation = latest;
        while (!generation.enter()) {
            generation = latest; // it was replaced before we came
        }
        return generation;
    }

    /** How all servers are doing, pool by pool. */
    public List<PoolStatistics> statistics() {
        Generation generation = latest;
        return generation.configuration().pools().keySet().stream()
                .map(name -> generation.client().pool(name).statistics())
                .toList();
    }

    /** What the file last said of everything but the servers. */
    public Configuration configuration() {
        return latest.configuration();
    }

    /** Adds a server. */
    public synchronized void add(String poolName, ServerEntry server) {
        for (PoolStatistics pool : statistics()) {
            for (ServerStatistics known : pool.servers()) {
                if (known.spec().origin().equals(server.url())) {
                    throw new Refusal(
                            Refusal.Reason.DUPLICATE,
                            "there is a server " + server.url() + " in pool '" + pool.name()
                                    + "' already; update it, or delete it first");
                }
            }
        }
        change(pool(poolName), pool -> pool.add(server.spec()));
    }

    /** Changes what is known of a server. */
    public synchronized ServerEntry update(URI url, UnaryOperator<ServerEntry> change) {
        Pool pool = poolOf(url);
        ServerEntry changed = change.apply(entry(pool, url));
        change(pool, changing -> changing.change(url.toString(), spec -> changed.spec()));
        return changed;
    }

    /** Removes a server: no new requests, no more health checks; what is under way goes on. */
    public synchronized void delete(URI url) {
        change(poolOf(url), pool -> pool.remove(url.toString()));
    }

    /** Sends a server nothing new until it is readmitted. */
    public synchronized void drain(URI url) {
        Duration within = latest.configuration().timeouts().drain();
        change(poolOf(url), pool -> pool.drain(url.toString(), within));
    }

    /** Sends requests to a drained server again. */
    public synchronized void readmit(URI url) {
        change(poolOf(url), pool -> pool.readmit(url.toString()));
    }

    /**
     * Takes up what a changed file says. What it says as before stays as it is, and so do servers that the API added or
     * changed meanwhile. Requests under way end where they began.
     */
    public synchronized void reload(Configuration newer) {
        Map<String, List<ServerSpec>> members = members(newer);
        if (newer.withoutServers().equals(configuration.withoutServers())) {
            members.forEach((name, servers) -> latest.client().pool(name).update(servers));
        } else {
            replace(newer, members);
        }
        configuration = newer;
    }

    private void replace(Configuration newer, Map<String, List<ServerSpec>> members) {
        Generation former = latest;
        List<URI> drained = statistics().stream()
                .flatMap(pool -> pool.servers().stream())
                .filter(Balancer::isDrained)
                .map(server -> server.spec().origin())
                .toList();
        latest = Generation.start(newer, members);
        drained.stream().filter(this::isKnown).forEach(this::drain);
        former.leave();
    }

    /** Drained by somebody, that is: nobody else makes a server drain here. */
    private static boolean isDrained(ServerStatistics server) {
        return server.state() == ServerState.DRAINING && server.standing().cause() == StateCause.OPERATOR;
    }

    /** The servers from now on: those there are, changed as the file was. */
    private Map<String, List<ServerSpec>> members(Configuration newer) {
        Map<URI, ServerEntry> former = byUrl(configuration.servers());
        Map<URI, ServerEntry> listed = byUrl(newer.servers());
        Map<String, List<ServerSpec>> members = new LinkedHashMap<>();
        newer.pools().forEach((name, pool) -> members.put(name, new ArrayList<>()));
        for (PoolStatistics pool : statistics()) {
            List<ServerSpec> stay = members.get(pool.name());
            for (ServerStatistics server : pool.servers()) {
                URI url = server.spec().origin();
                boolean asBefore = listed.containsKey(url) && listed.get(url).equals(former.get(url));
                boolean notOfTheFile = !listed.containsKey(url) && !former.containsKey(url);
                if (stay != null && (notOfTheFile || (asBefore && newer.lists(pool.name(), url)))) {
                    stay.add(server.spec());
                }
            }
        }
        newer.pools()
                .forEach((name, pool) -> pool.servers().forEach(server -> {
                    if (!server.equals(former.get(server.url())) || !configuration.lists(name, server.url())) {
                        members.getOrDefault(name, List.of()).add(server.spec());
                    }
                }));
        return members;
    }

    private static Map<URI, ServerEntry> byUrl(List<ServerEntry> servers) {
        Map<URI, ServerEntry> map = new LinkedHashMap<>();
        servers.forEach(server -> map.put(server.url(), server));
        return map;
    }

    private boolean isKnown(URI url) {
        return statistics().stream()
                .flatMap(pool -> pool.servers().stream())
                .anyMatch(server -> server.spec().origin().equals(url));
    }

    private Pool poolOf(URI url) {
        for (PoolStatistics pool : statistics()) {
            for (ServerStatistics server : pool.servers()) {
                if (server.spec().origin().equals(url)) {
                    return latest.client().pool(pool.name());
                }
            }
        }
        throw new Refusal(Refusal.Reason.UNKNOWN, "there is no server " + url + "; GET /servers lists those there are");
    }

    private Pool pool(String name) {
        if (!latest.configuration().pools().containsKey(name)) {
            throw new Refusal(
                    Refusal.Reason.UNKNOWN,
                    "there is no pool '" + name + "'; there are "
                            + latest.configuration().pools().keySet());
        }
        return latest.client().pool(name);
    }

    private static ServerEntry entry(Pool pool, URI url) {
        return pool.statistics().servers().stream()
                .map(server -> ServerEntry.of(server.spec()))
                .filter(server -> server.url().equals(url))
                .findFirst()
                .orElseThrow();
    }

    private static void change(Pool pool, Consumer<Pool> change) {
        try {
            change.accept(pool);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Reason.SENSELESS, String.valueOf(e.getMessage()));
        }
    }

    /** Ends the client once the last request has left it. */
    @Override
    public synchronized void close() {
        latest.leave();
    }
}

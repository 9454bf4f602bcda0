package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.message.HostName;
import io.github.evenkeel.httpclient.routing.Routes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Pools described by flat properties, {@code evenkeel.<pool>.<key>=<value>}: of a file, the environment, or a framework.
 * Other keys than {@code evenkeel.*} are not looked at. Immutable; it is read, and refused, as a whole.
 *
 * <pre>
 * evenkeel.orders.servers=http://10.0.0.1:8080,http://10.0.0.2:8080;weight=2;zone=b
 * evenkeel.orders.strategy=round-robin
 * evenkeel.orders.probe.path=/health
 * evenkeel.orders.probe.interval=2s
 * evenkeel.orders.breaker.consecutive-failures=3
 * evenkeel.orders.retry.attempts=2
 * evenkeel.shop.route=path /orders/** -&gt; orders, web 95 + canary 5 by cookie sid
 * </pre>
 *
 * <p>Keys are called as the methods of the builder.
 * <p>Servers are separated by commas; each is an origin, followed by {@code ;name=value} for {@code id}, {@code weight},
 * {@code zone}, {@code tier}, {@code draining} and any {@code meta.*}. Durations are written {@code 250ms}, {@code 5s},
 * {@code 2m}, {@code 1h}, {@code 1d} or {@code PT2.5S}. What is left out is as in the builder.
 */
public final class Configuration {
    private static final String ROOT = "evenkeel.";

    private final Map<String, Map<String, String>> texts;
    private final Map<String, PoolSettings> pools;
    private final Map<String, Routes> routes;

    private Configuration(
            Map<String, Map<String, String>> texts, Map<String, PoolSettings> pools, Map<String, Routes> routes) {
        this.texts = texts;
        this.pools = Collections.unmodifiableMap(pools);
        this.routes = Collections.unmodifiableMap(routes);
    }

    /**
     * Reads properties.
     *
     * @param properties all of them, by key; for a {@link java.util.Properties} file as well as for a map
     * @return what they describe
     * @throws ConfigurationException naming everything that is wrong
     */
    public static Configuration of(Map<?, ?> properties) {
        return of(properties, Map.of());
    }

    /**
     * Reads properties that may name strategies of one's own.
     *
     * @param properties all of them, by key
     * @param strategies what makes a strategy, by the name that {@code evenkeel.<pool>.strategy} has for it
     * @return what they describe
     * @throws ConfigurationException naming everything that is wrong
     */
    public static Configuration of(Map<?, ?> properties, Map<String, Supplier<SelectionStrategy>> strategies) {
        List<String> problems = new ArrayList<>();
        Map<String, Map<String, String>> texts = texts(properties, problems);
        Strategies known = new Strategies(strategies);
        Map<String, PoolSettings> pools = new TreeMap<>();
        Map<String, Routes> routes = new TreeMap<>();
        Map<String, String> spellings = new HashMap<>();
        texts.forEach((host, values) -> {
            Section section = new Section(ROOT + host + ".", values, problems);
            try {
                String other = spellings.putIfAbsent(HostName.checked(host), host);
                if (other != null) {
                    section.refuse("is the same host as " + ROOT + other + ".*; write its name in one way");
                }
            } catch (IllegalArgumentException e) {
                section.refuse(String.valueOf(e.getMessage()));
            }
            if (values.keySet().equals(Set.of(PoolKeys.ROUTE))) {
                new RouteReader(section).routes().ifPresent(read -> routes.put(host, read));
            } else {
                pools.put(host, new PoolReader(section, known).read());
            }
        });
        if (!problems.isEmpty()) {
            throw ConfigurationException.refusing(problems);
        }
        return new Configuration(texts, pools, routes);
    }

    /** By pool and by key. A pool's name may hold dots, so what is known of the end decides where it ends. */
    private static Map<String, Map<String, String>> texts(Map<?, ?> properties, List<String> problems) {
        Map<String, Map<String, String>> texts = new TreeMap<>();
        sorted(properties).forEach((whole, value) -> {
            if (whole.startsWith(ROOT)) {
                String rest = whole.substring(ROOT.length());
                PoolKeys.ALL.stream()
                        .filter(key -> rest.endsWith("." + key))
                        .max(Comparator.comparingInt(String::length))
                        .ifPresentOrElse(
                                key -> texts.computeIfAbsent(
                                                rest.substring(0, rest.length() - key.length() - 1),
                                                pool -> new TreeMap<>())
                                        .put(key, value),
                                () -> problems.add(unknown(whole, value, rest)));
            }
        });
        return texts;
    }

    private static Map<String, String> sorted(Map<?, ?> properties) {
        Map<String, String> sorted = new TreeMap<>();
        if (properties instanceof Properties file) { // as a map it does not show its defaults
            file.stringPropertyNames().forEach(key -> sorted.put(key, file.getProperty(key)));
        }
        properties.forEach((key, value) -> sorted.put(String.valueOf(key), String.valueOf(value)));
        return sorted;
    }

    private static String unknown(String whole, String value, String rest) {
        return whole + "=" + Secrets.shown(whole, value)
                + (rest.indexOf('.') < 1 || rest.endsWith(".")
                        ? ": a key names a pool and what is said of it, as evenkeel.orders.servers does"
                        : ": the key is unknown" + PoolKeys.hint(ROOT, rest));
    }

    /**
     * What is described.
     *
     * @return the settings of each pool, by its name
     */
    public Map<String, PoolSettings> pools() {
        return pools;
    }

    /**
     * The hosts that stand for several pools.
     *
     * @return the routes of each, by its name
     */
    public Map<String, Routes> routes() {
        return routes;
    }

    /**
     * What of this only a new client can have.
     *
     * @param before what the running client has
     * @return one line for each problem, naming key, value and remedy
     */
    public List<String> obstacles(Configuration before) {
        List<String> problems = new ArrayList<>();
        TreeSet<String> hosts = new TreeSet<>(texts.keySet());
        hosts.addAll(before.texts.keySet());
        for (String host : hosts) {
            if (pools.containsKey(host) != before.pools.containsKey(host)
                    || routes.containsKey(host) != before.routes.containsKey(host)) {
                problems.add(ROOT + host + ".*: pools and routed hosts neither come nor go while the client runs;"
                        + " build a new client");
            } else if (changed(before, host).contains(PoolKeys.TLS_NAME)) {
                problems.add(fixed(before, host));
            }
        }
        return problems;
    }

    /**
     * This configuration for a running client that has another one: strategies, probes and sessions whose properties stay
     * the same are those that run, and so is all that cannot change.
     *
     * @param before what it has
     * @return what it can have next
     */
    public Configuration after(Configuration before) {
        Map<String, PoolSettings> next = new TreeMap<>();
        pools.forEach((host, settings) -> {
            PoolSettings earlier = before.pools.get(host);
            if (earlier != null) {
                Set<String> changed = changed(before, host);
                next.put(
                        host,
                        settings.with(
                                earlier.tlsName(),
                                changed.contains("strategy") ? settings.strategy() : earlier.strategy(),
                                changed.stream().anyMatch(PoolKeys::isOfProbes) ? settings.probes() : earlier.probes(),
                                changed.stream().anyMatch(PoolKeys::isOfSessions)
                                        ? settings.sessions()
                                        : earlier.sessions()));
            }
        });
        return new Configuration(texts, next, routes);
    }

    /** The keys of a host that says something otherwise, or anew, or no more. */
    private Set<String> changed(Configuration before, String host) {
        Map<String, String> was = before.texts.getOrDefault(host, Map.of());
        Map<String, String> is = texts.getOrDefault(host, Map.of());
        Set<String> keys = new TreeSet<>(was.keySet());
        keys.addAll(is.keySet());
        keys.removeIf(key -> Objects.equals(was.get(key), is.get(key)));
        return keys;
    }

    private String fixed(Configuration before, String host) {
        String key = PoolKeys.TLS_NAME;
        Map<String, String> was = before.texts.getOrDefault(host, Map.of());
        Map<String, String> is = texts.getOrDefault(host, Map.of());
        return ROOT + host + "." + key + "=" + is.getOrDefault(key, "") + ": was " + was.getOrDefault(key, "not set")
                + " and cannot change while the client runs, as connections were proven by it; build a new client for it";
    }

    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        texts.forEach((host, values) ->
                values.forEach((key, value) -> shown.put(host + "." + key, Secrets.shown(key, value))));
        return "Configuration" + shown;
    }
}

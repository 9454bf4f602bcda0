package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.selection.SelectionStrategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * </pre>
 *
 * <p>Servers are separated by commas; each is an origin, followed by {@code ;name=value} for {@code id}, {@code weight},
 * {@code zone}, {@code tier}, {@code draining} and any {@code meta.*}. Durations are written {@code 250ms}, {@code 5s},
 * {@code 2m}, {@code 1h}, {@code 1d} or {@code PT2.5S}. What is left out is as in the builder.
 */
public final class Configuration {
    private static final String ROOT = "evenkeel.";

    private final Map<String, Map<String, String>> texts;
    private final Map<String, PoolSettings> pools;

    private Configuration(Map<String, Map<String, String>> texts, Map<String, PoolSettings> pools) {
        this.texts = texts;
        this.pools = Collections.unmodifiableMap(pools);
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
        texts.forEach(
                (pool, values) -> pools.put(pool, new PoolReader(ROOT + pool + ".", values, known, problems).read()));
        if (!problems.isEmpty()) {
            throw new ConfigurationException("the configuration is refused", problems);
        }
        return new Configuration(texts, pools);
    }

    /** By pool and by key. A pool's name may hold dots, so what is known of the end decides where it ends. */
    private static Map<String, Map<String, String>> texts(Map<?, ?> properties, List<String> problems) {
        Map<String, Map<String, String>> texts = new TreeMap<>();
        Map<String, String> sorted = new TreeMap<>();
        properties.forEach((key, value) -> sorted.put(String.valueOf(key), String.valueOf(value)));
        sorted.forEach((whole, value) -> {
            if (whole.startsWith(ROOT)) {
                String rest = whole.substring(ROOT.length());
                PoolReader.KEYS.stream()
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

    private static String unknown(String whole, String value, String rest) {
        String typed = rest.substring(rest.indexOf('.') + 1);
        String pool = rest.substring(0, rest.length() - typed.length());
        return whole + "=" + value + ": the key is unknown"
                + Nearest.hint(
                        ROOT + pool + typed,
                        PoolReader.KEYS.stream().map(key -> ROOT + pool + key).toList());
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
     * Checks that a running client can go on from another configuration to this one.
     *
     * @param before what it has
     * @throws ConfigurationException naming everything that only a new client can have
     */
    public void checkChangeFrom(Configuration before) {
        List<String> problems = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(texts.keySet());
        names.addAll(before.texts.keySet());
        for (String pool : names) {
            Map<String, String> was = before.texts.get(pool);
            Map<String, String> is = texts.get(pool);
            if (was == null || is == null) {
                problems.add(ROOT + pool + ".*: pools neither come nor go while the client runs; build a new client");
                continue;
            }
            for (String key : new TreeSet<>(PoolReader.KEYS)) {
                if (!key.equals("servers") && !Objects.equals(was.get(key), is.get(key))) {
                    problems.add(ROOT + pool + "." + key + "=" + is.getOrDefault(key, "") + ": was "
                            + was.getOrDefault(key, "not set")
                            + ", and only servers can change while the client runs; build a new client for it");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("the client keeps its last good configuration", problems);
        }
    }

    @Override
    public String toString() {
        return "Configuration" + texts;
    }
}

package io.github.evenkeel.examples.gateway.configuration;

import io.github.evenkeel.examples.gateway.configuration.Configuration.Api;
import io.github.evenkeel.examples.gateway.configuration.Configuration.Timeouts;
import io.github.evenkeel.examples.gateway.configuration.PoolSettings.HealthCheck;
import io.github.evenkeel.examples.gateway.configuration.PoolSettings.Thresholds;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.StatusRange;
import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.Routes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the file: what each key is called, what it may be, and what it is if it is left out. */
public final class ConfigurationFile {
    private final Problems problems;

    /** Every URL so far and where it stood: no two servers share one. */
    private final Map<URI, String> urls = new HashMap<>();

    private ConfigurationFile(Path file) {
        this.problems = new Problems(file.toString());
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException if it is not there or anything in it makes no sense
     */
    public static Configuration read(Path file) throws ConfigurationException {
        return new ConfigurationFile(file).parse(file);
    }

    private Configuration parse(Path file) throws ConfigurationException {
        Configuration configuration = Configuration.EMPTY;
        try {
            LoadSettings settings =
                    LoadSettings.builder().setLabel(file.toString()).build();
            Optional<Node> root = new Compose(settings).composeString(Files.readString(file));
            if (root.isPresent()) {
                configuration = top(new Section(problems, "", root.get()));
            }
        } catch (MarkedYamlEngineException e) {
            problems.add(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(1, "not YAML: " + e.getMessage());
        } catch (CharacterCodingException e) {
            problems.add(1, "is not text in UTF-8; save it as such");
        } catch (NoSuchFileException e) {
            problems.add(
                    1, "there is no such file; name one with --config, or leave that out to start without servers");
        } catch (IOException e) {
            problems.add(1, "cannot be read: " + e.getMessage());
        }
        problems.throwIfAny();
        return configuration;
    }

    private Configuration top(Section top) {
        Map<String, PoolSettings> pools = new LinkedHashMap<>();
        PoolSettings shared = pool(top, PoolSettings.DEFAULT);
        pools.put(Configuration.DEFAULT_POOL, shared);
        top.sections("pools").forEach((name, section) -> {
            if (!name.matches("[a-z]([a-z0-9-]{0,61}[a-z0-9])?")) {
                problems.add(
                        section.at(),
                        "pools." + name,
                        "cannot be the name of a pool; use up to 63 lower-case letters, digits and '-', a letter first");
            } else if (pools.putIfAbsent(name, pool(section, shared.withServers(List.of()))) != null) {
                problems.add(
                        section.at(), "pools." + name, "is the pool of the servers at the top; choose another name");
            }
            section.end();
        });
        Configuration configuration = new Configuration(pools, routes(top, pools), timeouts(top), api(top));
        top.end();
        return configuration;
    }

    /** A pool; what it does not say is as in {@code shared}. */
    private PoolSettings pool(Section section, PoolSettings shared) {
        Strategy strategy = section.read("strategy", Strategy::of).orElse(shared.strategy());
        HealthCheck check = new HealthCheck(
                section.read("health_check_path", path -> HttpCheck.of(path).path())
                        .orElse(shared.healthCheck().path()),
                section.read("health_check_success", ConfigurationFile::statuses)
                        .orElse(shared.healthCheck().success()),
                section.seconds(
                        "health_check_period", "0.1", shared.healthCheck().period()),
                section.seconds(
                        "health_check_timeout", "0.001", shared.healthCheck().timeout()));
        Thresholds thresholds = section.section("thresholds")
                .map(given -> thresholds(given, shared.thresholds()))
                .orElse(shared.thresholds());
        Duration slowStart = section.seconds("slow_start", "0", shared.slowStart());
        int attempts = section.whole("attempts", 1, 100, shared.attempts());
        Optional<String> tlsName = section.text("tls_name");
        Optional<String> sticky = section.read("sticky_cookie", ConfigurationFile::cookie);
        List<ServerEntry> servers = new ArrayList<>();
        for (Section server : section.list("servers")) {
            ServerEntry entry = server(server, check.period());
            if (entry != null) {
                servers.add(entry);
            }
        }
        return new PoolSettings(
                strategy,
                check,
                thresholds,
                slowStart,
                attempts,
                tlsName.or(shared::tlsName),
                sticky.or(shared::sticky),
                servers);
    }

    private static String statuses(String text) {
        StatusRange.parse(text); // refuses what is none
        return text;
    }

    private static String cookie(String name) {
        Affinity.cookie(name); // refuses what cannot be the name of a cookie
        return name;
    }

    private static Thresholds thresholds(Section section, Thresholds shared) {
        Thresholds thresholds = new Thresholds(
                section.whole("rise", 1, 1000, shared.rise()),
                section.whole("fall", 1, 1000, shared.fall()),
                section.whole("failures", 1, 1_000_000, shared.failures()),
                section.whole("failure_rate", 1, 100, shared.failureRate()),
                section.seconds("open_time", "0.001", shared.openTime()));
        section.end();
        return thresholds;
    }

    private @Nullable ServerEntry server(Section section, Duration shownPeriod) {
        URI url = section.read("url", ServerEntry::url).orElse(null);
        int weight = section.whole("weight", 1, 1_000_000, 1);
        Duration period = section.seconds("health_check_period", "0.1", shownPeriod);
        boolean backup = section.flag("backup");
        Optional<String> name = section.text("name");
        section.end();
        if (url == null) {
            if (!section.has("url")) {
                section.problem("url", "is missing; say where the server listens, as in url: http://10.0.0.1:8080");
            }
            return null;
        }
        String earlier = urls.putIfAbsent(url, url.toString());
        if (earlier != null) {
            section.problem("url", "is that of another server too: " + earlier + "; list each server once");
        }
        if (name.isPresent() && name.get().isBlank()) {
            section.problem("name", "is blank; leave it out to use the URL's host and port");
            name = Optional.empty();
        }
        ServerEntry entry = ServerEntry.at(url).withWeight(weight).withHealthCheckPeriod(period);
        return name.map(entry::withName).orElse(entry).withBackup(backup);
    }

    private List<RouteSettings> routes(Section top, Map<String, PoolSettings> pools) {
        List<RouteSettings> routes = new ArrayList<>();
        Routes.Beginning check = null;
        for (Section section : top.list("routes")) {
            RouteSettings route = route(section, pools);
            try {
                check = check == null
                        ? Routes.when(route.condition(), route.split())
                        : check.when(route.condition(), route.split());
                routes.add(route);
            } catch (IllegalArgumentException e) {
                problems.add(section.at(), "routes[" + routes.size() + "]", String.valueOf(e.getMessage()));
            }
        }
        return routes;
    }

    private static RouteSettings route(Section section, Map<String, PoolSettings> pools) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        section.text("pool").ifPresent(pool -> shares.put(pool, 1));
        section.section("split").ifPresent(split -> {
            split.keys().forEach(pool -> shares.put(pool, split.whole(pool, 0, 1_000_000, 1)));
            split.end();
        });
        RouteSettings route = new RouteSettings(
                section.text("path"),
                section.text("header"),
                section.text("cookie"),
                shares,
                section.read("split_by_cookie", ConfigurationFile::cookie));
        section.end();
        String key = section.has("split") ? "split" : "pool";
        if (section.has("pool") == section.has("split")) {
            section.problem(key, "say where the requests go, by pool: NAME or split: {NAME: 95, NAME: 5}");
        }
        for (String pool : shares.keySet()) {
            if (!pools.containsKey(pool)) {
                section.problem(key, "there is no pool '" + pool + "'; there are " + String.join(", ", pools.keySet()));
            }
        }
        return route;
    }

    private static Timeouts timeouts(Section top) {
        Timeouts otherwise = Timeouts.DEFAULT;
        return top.section("timeouts")
                .map(section -> {
                    Timeouts timeouts = new Timeouts(
                            section.seconds("connect", "0.001", otherwise.connect()),
                            section.has("attempt")
                                    ? Optional.of(section.seconds("attempt", "0.001", otherwise.request()))
                                    : otherwise.attempt(),
                            section.seconds("request", "0.001", otherwise.request()),
                            section.seconds("idle", "0.001", otherwise.idle()),
                            section.seconds("drain", "0", otherwise.drain()));
                    section.end();
                    return timeouts;
                })
                .orElse(otherwise);
    }

    private static Api api(Section top) {
        return top.section("api")
                .map(section -> {
                    Api api = new Api(
                            section.text("host").orElse(Api.DEFAULT.host()),
                            section.read("token", ConfigurationFile::token).orElse(null));
                    section.end();
                    return api;
                })
                .orElse(Api.DEFAULT);
    }

    private static String token(String text) {
        if (!text.matches("[!-~]+")) {
            throw new IllegalArgumentException("must be visible ASCII characters without a space");
        }
        return text;
    }
}

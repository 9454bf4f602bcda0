package io.github.evenkeel.examples.gateway.api;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.examples.gateway.balancing.Balancer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The figures of every server for Prometheus, by the library's usual names. A server's meters go when it goes. */
public final class Metrics {
    private final Balancer balancer;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Row> rows = new HashMap<>();

    /** What is known of a server, and the meters that show it. */
    private static final class Row {
        private final List<Meter> meters = new ArrayList<>();
        private ServerStatistics latest;

        Row(ServerStatistics latest) {
            this.latest = latest;
        }

        double get(ToDoubleFunction<ServerStatistics> figure) {
            return figure.applyAsDouble(latest);
        }
    }

    public Metrics(Balancer balancer) {
        this.balancer = balancer;
    }

    String type() {
        return "text/plain; version=0.0.4; charset=utf-8";
    }

    /** All figures of now. */
    synchronized String text() {
        Set<String> there = new HashSet<>();
        for (PoolStatistics pool : balancer.statistics()) {
            for (ServerStatistics server : pool.servers()) {
                String key = pool.name() + " " + server.id();
                there.add(key);
                rows.computeIfAbsent(key, missing -> row(pool.name(), server)).latest = server;
            }
        }
        rows.entrySet().removeIf(row -> {
            if (there.contains(row.getKey())) {
                return false;
            }
            row.getValue().meters.forEach(registry::remove);
            return true;
        });
        return registry.scrape();
    }

    private Row row(String pool, ServerStatistics server) {
        Row row = new Row(server);
        Tags tags = Tags.of("pool", pool, "server", server.id());
        counter(row, "lb.requests", "requests sent to the server", tags, ServerStatistics::requests);
        counter(row, "lb.successes", "requests the server served", tags, ServerStatistics::successes);
        counter(row, "lb.failures", "requests the server failed", tags, ServerStatistics::failures);
        counter(row, "lb.cancellations", "requests without a verdict", tags, ServerStatistics::cancellations);
        counter(row, "lb.ejections", "times its breaker took it out", tags, ServerStatistics::ejections);
        gauge(row, "lb.requests.active", "requests in flight", tags, ServerStatistics::inFlight);
        gauge(row, "lb.server.weight", "weight", tags, of -> of.standing().effectiveWeight());
        gauge(
                row,
                "lb.server.latency.seconds",
                "estimated time to the head of an answer",
                tags,
                of -> of.latency().toNanos() / 1e9);
        for (ServerState state : ServerState.values()) {
            gauge(
                    row,
                    "lb.server.state",
                    "1 for the state the server is in",
                    tags.and("state", state.name().toLowerCase(Locale.ROOT)),
                    of -> of.state() == state ? 1 : 0);
        }
        return row;
    }

    private void counter(Row row, String name, String words, Tags tags, ToDoubleFunction<ServerStatistics> figure) {
        row.meters.add(FunctionCounter.builder(name, row, of -> of.get(figure))
                .description(words)
                .tags(tags)
                .register(registry));
    }

    private void gauge(Row row, String name, String words, Tags tags, ToDoubleFunction<ServerStatistics> figure) {
        row.meters.add(Gauge.builder(name, row, of -> of.get(figure))
                .description(words)
                .tags(tags)
                .register(registry));
    }
}

package io.github.evenkeel.examples.gateway.api;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.examples.gateway.balancing.Balancer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How the servers are doing: on demand, and once a second for whoever listens. */
public final class Reports implements AutoCloseable {
    private final Balancer balancer;
    private final Traffic traffic = new Traffic();
    private final List<Consumer<Map<String, Object>>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "reports");
        thread.setDaemon(true);
        return thread;
    });

    @SuppressWarnings("FutureReturnValueIgnored") // second never throws, and close ends it
    public Reports(Balancer balancer) {
        this.balancer = balancer;
        timer.scheduleAtFixedRate(this::second, 0, 1, TimeUnit.SECONDS);
    }

    private void second() {
        try {
            traffic.second(balancer.statistics());
            tell();
        } catch (RuntimeException e) {
            System.getLogger(Reports.class.getName()).log(System.Logger.Level.WARNING, "a report was lost", e);
        }
    }

    private void tell() {
        if (!listeners.isEmpty()) {
            Map<String, Object> report = report();
            listeners.forEach(listener -> listener.accept(report));
        }
    }

    /** Somebody changed something: who listens shall see it at once. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    void changed() {
        timer.execute(this::tell);
    }

    /** Every server of every pool. */
    List<ServerReport> servers() {
        List<ServerReport> reports = new ArrayList<>();
        for (PoolStatistics pool : balancer.statistics()) {
            for (ServerStatistics server : pool.servers()) {
                reports.add(ServerReport.of(pool.name(), server, traffic.of(server)));
            }
        }
        return reports;
    }

    /** The same with the requests of each second of the last minute, and what each pool as a whole does. */
    Map<String, Object> report() {
        List<Map<String, Object>> pools = new ArrayList<>();
        for (PoolStatistics pool : balancer.statistics()) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("name", pool.name());
            report.put(
                    "strategy",
                    balancer.configuration().pool(pool.name()).strategy().toString());
            report.put("fail_open", pool.failOpenReason());
            report.put("p50_ms", pool.percentiles().p50().toNanos() / 1e6);
            report.put("p99_ms", pool.percentiles().p99().toNanos() / 1e6);
            report.put(
                    "servers",
                    pool.servers().stream()
                            .map(server -> Map.of(
                                    "now",
                                    ServerReport.of(pool.name(), server, traffic.of(server)),
                                    "history",
                                    traffic.of(server).history()))
                            .toList());
            pools.add(report);
        }
        return Map.of("pools", pools);
    }

    void listen(Consumer<Map<String, Object>> listener) {
        listeners.add(listener);
    }

    void forget(Consumer<Map<String, Object>> listener) {
        listeners.remove(listener);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

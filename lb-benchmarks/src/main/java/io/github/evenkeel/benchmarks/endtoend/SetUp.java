package io.github.evenkeel.benchmarks.endtoend;

import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.policy.Timeouts;
import io.github.evenkeel.httpclient.probe.Probe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A way to three servers. All but the bare one wait for 1 s at most for a server, try up to three, and, but for nginx,
 * which cannot, ask each every second how it is.
 */
enum SetUp {
    /** Our client, straight to the servers. */
    EVENKEEL {
        @Override
        Running start(List<String> origins, Path folder) {
            return new Running(
                    () -> Contender.evenkeel(LoadBalancedHttpClient.newBuilder()
                            .pool(
                                    Contender.pool(),
                                    pool -> pool.servers(origins.toArray(String[]::new))
                                            .timeouts(Timeouts.DEFAULT.withAttempt(Duration.ofSeconds(1)))
                                            .probe(Probe.http("/health").withInterval(Duration.ofSeconds(1))))
                            .build()),
                    null);
        }
    },

    /** The JDK's client, by way of HAProxy. */
    HAPROXY {
        @Override
        Running start(List<String> origins, Path folder) throws IOException, InterruptedException {
            return proxy("haproxy", List.of("-db", "-f"), "haproxy.cfg", origins, folder);
        }
    },

    /** The JDK's client, by way of nginx. */
    NGINX {
        @Override
        Running start(List<String> origins, Path folder) throws IOException, InterruptedException {
            return proxy("nginx", List.of("-c"), "nginx-proxy.conf", origins, folder);
        }
    },

    /** The JDK's client, from server to server in turn. */
    BARE {
        @Override
        Running start(List<String> origins, Path folder) {
            return new Running(() -> Contender.bare(origins), null);
        }
    };

    /**
     * One that runs.
     *
     * @param contender makes clients that are given requests
     * @param proxy that these go to, if there is one
     */
    record Running(Supplier<Contender> contender, @Nullable Daemon proxy) implements AutoCloseable {
        @Override
        public void close() {
            if (proxy != null) {
                proxy.close();
            }
        }
    }

    abstract Running start(List<String> origins, Path folder) throws IOException, InterruptedException;

    private static Running proxy(
            String program, List<String> options, String configuration, List<String> origins, Path folder)
            throws IOException, InterruptedException {
        int port = Daemon.freePorts(1).get(0);
        Map<String, Object> values = new HashMap<>(Map.of("folder", folder, "port", port));
        for (int i = 0; i < origins.size(); i++) {
            values.put("port-" + i, URI.create(origins.get(i)).getPort());
        }
        Path file = Daemon.configuration(Files.createDirectories(folder), configuration, values);
        List<String> command = new ArrayList<>();
        command.add(Daemon.required(program).toString());
        command.addAll(options);
        command.add(file.toString());
        Daemon daemon = Daemon.start(folder, List.of(port), command);
        return new Running(() -> Contender.bare(List.of("http://127.0.0.1:" + port)), daemon);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

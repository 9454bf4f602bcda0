package io.github.evenkeel.httpclient.probe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What it costs to probe a large pool with the usual values. Prints the figure; what is asserted is coarse. */
class ProbeCostTest {
    private static final int SERVERS = 1000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** The time that the client's threads have worked, as far as they live. */
    private long clientNanos() {
        long sum = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().matches("HttpClient-.*|evenkeel-.*")) {
                sum += Math.max(0, threads.getThreadCpuTime(thread.getId()));
            }
        }
        return sum;
    }

    private static LoadBalancedHttpClient client(List<ServerSpec> specs, Probe probe) {
        return LoadBalancedHttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(30)) // so many at once overflow the server's backlog
                .pool("orders", pool -> pool.servers(specs).probe(probe))
                .build();
    }

    @Test
    void aThousandServersCostLittleAndAreProbedEvenly() throws Exception {
        try (TestServer server = TestServer.answering(200, "{\"status\":\"UP\"}")) {
            List<ServerSpec> specs = IntStream.range(0, SERVERS)
                    .mapToObj(i -> ServerSpec.of(server.origin()).withId("server-" + i))
                    .toList();
            Probe probe = Probe.http("/health").withTimeout(Duration.ofSeconds(30));
            try (LoadBalancedHttpClient warmUp =
                    client(specs.subList(0, 20), probe.withInterval(Duration.ofMillis(10)))) {
                Await.until("the code is compiled", () -> server.hits() >= 10 * SERVERS);
                assertTrue(warmUp.pool("orders").statistics().servers().size() == 20);
            }
            int hits = server.hits();
            try (LoadBalancedHttpClient client = client(specs, probe)) {
                Await.until("a probe each", () -> server.hits() - hits >= 2 * SERVERS);
                int before = server.hits();
                long began = System.nanoTime();
                long worked = clientNanos();
                Thread.sleep(5_000);
                worked = clientNanos() - worked;
                long took = System.nanoTime() - began;
                int probes = server.hits() - before;
                double share = (double) worked / took;
                System.out.printf(
                        Locale.ROOT,
                        "%d servers, %.0f probes a second: %.1f %% of a core, %.0f us a probe%n",
                        SERVERS,
                        probes * 1e9 / took,
                        100 * share,
                        worked / 1e3 / Math.max(1, probes));
                assertTrue(probes > 0, "there were probes");
                assertTrue(probes < SERVERS * (took / 1e9 / 4 + 2), () -> probes + " probes are too many");
                assertTrue(client.pool("orders").statistics().servers().stream()
                        .allMatch(one -> one.state() == ServerState.ACTIVE));
                assertTrue(share < 0.5, () -> "a share of " + share);
            }
        }
    }
}

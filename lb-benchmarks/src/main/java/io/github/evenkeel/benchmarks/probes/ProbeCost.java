package io.github.evenkeel.benchmarks.probes;

import com.sun.management.OperatingSystemMXBean;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.probe.Probe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What part of one core it takes to probe 1000 servers every 5 s, and what the JDK's client alone takes for as many GETs:
 * {@code ProbeCost FOLDER [--quick]}. The servers run in another process; what counts is all that this one works, its
 * compiler and its collector included.
 */
public final class ProbeCost {
    /** Held here, or its level would be forgotten. */
    private static final Logger LOG = Logger.getLogger("io.github.evenkeel");

    private static final int SERVERS = 1000;
    private static final Probe PROBE = Probe.http("/health");
    private static final double PROBES_A_SECOND =
            (double) SERVERS / PROBE.interval().toSeconds();

    /** A client starts anew for each row, and what it runs is compiled before it counts. */
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private static final Probe WARMING = PROBE.withInterval(Duration.ofMillis(10));
    private static final int WARMING_SERVERS = 20;
    private static final double WARMING_PROBES_A_SECOND = 2000;

    /** The first probes come sooner than the others. */
    private static final Duration SETTLING = Duration.ofSeconds(8);

    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(1);

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final List<String> origins;
    private final int windows;
    private final StringBuilder table = new StringBuilder();

    private ProbeCost(List<String> origins, int windows) {
        this.origins = origins;
        this.windows = windows;
    }

    /**
     * Measures, prints a table and writes it to {@code probes.md} in the folder.
     *
     * @param words the folder, and whether to be quick
     * @throws IOException if the servers cannot be started or the file cannot be written
     * @throws InterruptedException never
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(words[0]));
        LOG.setLevel(Level.OFF);
        try (Servers servers = Servers.start(SERVERS)) {
            ProbeCost cost = new ProbeCost(servers.origins(), words.length > 1 ? 3 : 10);
            cost.head();
            cost.evenkeel();
            cost.bare("the JDK's client alone, evenly", 1);
            cost.bare("the same, as many at once as Evenkeel's probes", 20);
            Files.writeString(folder.resolve("probes.md"), cost.table);
            System.out.print(cost.table);
            System.out.flush();
        }
        System.exit(0); // the JDK's clients of 17 go on for a while
    }

    private void head() {
        line(
                "%d servers probed every %d s; JDK %s, %d processors; median of %d times 5 s, in brackets the least",
                SERVERS, PROBE.interval().toSeconds(), Runtime.version(), system.getAvailableProcessors(), windows);
        line("");
        line("| | of one core | a probe |");
        line("|---|---:|---:|");
    }

    private void line(String format, Object... arguments) {
        table.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private LoadBalancedHttpClient client(List<String> servers, Probe probe) {
        return LoadBalancedHttpClient.newBuilder()
                .pool(
                        "orders",
                        pool -> pool.servers(servers.toArray(String[]::new)).probe(probe))
                .build();
    }

    private void evenkeel() throws InterruptedException {
        LoadBalancedHttpClient warmUp = client(origins.subList(0, WARMING_SERVERS), WARMING);
        Thread.sleep(WARM_UP.toMillis());
        warmUp.close();
        try (LoadBalancedHttpClient client = client(origins, PROBE)) {
            Thread.sleep(SETTLING.toMillis());
            // So many connections at once may take some servers longer than a probe waits.
            for (int i = 0; i < LONGEST_RECOVERY.toSeconds() && active(client) < SERVERS; i++) {
                Thread.sleep(1000);
            }
            measure("Evenkeel's probes, " + active(client) + " servers in use");
        }
    }

    private static long active(LoadBalancedHttpClient client) {
        return client.pool("orders").statistics().servers().stream()
                .filter(server -> server.state() == ServerState.ACTIVE)
                .count();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails will be asked again
    private void bare(String name, int atOnce) throws InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(2))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        List<HttpRequest> requests = origins.stream()
                .map(origin -> HttpRequest.newBuilder(URI.create(origin + "/health"))
                        .timeout(PROBE.timeout())
                        .build())
                .toList();
        int[] next = {0}; // the timer has one thread
        Runnable ask = () -> {
            for (int i = 0; i < atOnce; i++) {
                client.sendAsync(requests.get(next[0]++ % SERVERS), BodyHandlers.discarding());
            }
        };
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> often = repeat(timer, ask, atOnce / WARMING_PROBES_A_SECOND);
        Thread.sleep(WARM_UP.toMillis());
        often.cancel(false);
        repeat(timer, ask, atOnce / PROBES_A_SECOND);
        Thread.sleep(SETTLING.toMillis());
        measure(name);
        timer.shutdownNow();
    }

    private static ScheduledFuture<?> repeat(ScheduledExecutorService timer, Runnable work, double seconds) {
        return timer.scheduleAtFixedRate(work, 0, (long) (seconds * 1e9), TimeUnit.NANOSECONDS);
    }

    private void measure(String name) throws InterruptedException {
        double[] shares = new double[windows];
        for (int i = 0; i < windows; i++) {
            long worked = system.getProcessCpuTime();
            long began = System.nanoTime();
            Thread.sleep(PROBE.interval().toMillis());
            shares[i] = (double) (system.getProcessCpuTime() - worked) / (System.nanoTime() - began);
        }
        Arrays.sort(shares);
        double least = shares[0];
        double median = shares[windows / 2];
        line(
                "| %s | %.1f %% (%.1f %%) | %.0f us (%.0f us) |",
                name, 100 * median, 100 * least, 1e6 * median / PROBES_A_SECOND, 1e6 * least / PROBES_A_SECOND);
    }
}

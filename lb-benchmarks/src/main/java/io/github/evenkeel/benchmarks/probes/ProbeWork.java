package io.github.evenkeel.benchmarks.probes;

import com.sun.management.OperatingSystemMXBean;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.probe.Probe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process that does nothing but probe, and tells what part of a core it works: {@code ProbeWork KIND WINDOWS}, the
 * servers' origins on its input, one a line. Its compiler and its collector count too.
 */
final class ProbeWork {
    private static final Probe PROBE = Probe.http("/health");

    /** In a window each server is probed once. */
    static final Duration WINDOW = PROBE.interval();

    /** Held here, or its level would be forgotten. */
    private static final Logger LOG = Logger.getLogger("io.github.evenkeel");

    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final int WARMING_SERVERS = 20;
    private static final Duration WARMING_INTERVAL = Duration.ofMillis(10);

    /** The compiler is at rest if it has worked less than a hundredth of a window; one that never is counts in full. */
    private static final long RESTING_MILLIS = WINDOW.toMillis() / 100;

    private static final int LONGEST_COMPILING_WINDOWS = 12;

    /** So many connections at once may take some servers longer than a probe waits. */
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(1);

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private final List<String> origins;
    private final int windows;

    /** Who asks the servers. */
    enum Kind {
        EVENKEEL("Evenkeel's probes", 0),
        JDK_EVENLY("the JDK's client alone, evenly", 1),
        JDK_TOGETHER("the same, as many at once as Evenkeel's probes", 20);

        private final String title;
        private final int atOnce;

        Kind(String title, int atOnce) {
            this.title = title;
            this.atOnce = atOnce;
        }

        String title() {
            return title;
        }
    }

    /** Shares of one core. */
    record Shares(double least, double median, double most) {}

    private ProbeWork(List<String> origins, int windows) {
        this.origins = origins;
        this.windows = windows;
    }

    /** Starts such a process with the options for its JVM, and waits for what it has measured. */
    static Shares start(Kind kind, int windows, List<String> origins, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ProbeWork.class.getName()));
        command.addAll(List.of(kind.name(), Integer.toString(windows)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.inputReader(StandardCharsets.US_ASCII)) {
            try (var input = process.outputWriter(StandardCharsets.US_ASCII)) {
                input.write(String.join("\n", origins));
            }
            String said = output.readLine();
            if (said == null) {
                throw new IOException(kind + " was not measured: its process ended with " + process.waitFor());
            }
            String[] shares = said.split(" ", -1);
            return new Shares(
                    Double.parseDouble(shares[0]), Double.parseDouble(shares[1]), Double.parseDouble(shares[2]));
        } finally {
            process.destroy();
        }
    }

    /**
     * The process: prints the least, the median and the most.
     *
     * @param words the kind and the number of windows
     * @throws IOException if there is no input
     * @throws InterruptedException never
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        LOG.setLevel(Level.OFF);
        List<String> origins;
        try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            origins = input.lines().toList();
        }
        Kind kind = Kind.valueOf(words[0]);
        ProbeWork work = new ProbeWork(origins, Integer.parseInt(words[1]));
        Shares shares = kind == Kind.EVENKEEL ? work.evenkeel() : work.bare(kind.atOnce);
        System.out.println(shares.least + " " + shares.median + " " + shares.most);
        System.out.flush();
        System.exit(0); // the JDK's clients of 17 go on for a while
    }

    private static LoadBalancedHttpClient client(List<String> servers, Probe probe) {
        return LoadBalancedHttpClient.newBuilder()
                .pool(
                        "orders",
                        pool -> pool.servers(servers.toArray(String[]::new)).probe(probe))
                .build();
    }

    private Shares evenkeel() throws InterruptedException {
        LoadBalancedHttpClient warmUp =
                client(origins.subList(0, WARMING_SERVERS), PROBE.withInterval(WARMING_INTERVAL));
        Thread.sleep(WARM_UP.toMillis());
        warmUp.close();
        try (LoadBalancedHttpClient client = client(origins, PROBE)) {
            for (int i = 0; i < LONGEST_RECOVERY.toSeconds() && active(client) < origins.size(); i++) {
                Thread.sleep(1000);
            }
            Shares shares = measured();
            if (active(client) < origins.size()) {
                throw new IllegalStateException("only " + active(client) + " servers pass their probes");
            }
            return shares;
        }
    }

    private static long active(LoadBalancedHttpClient client) {
        return client.pool("orders").statistics().servers().stream()
                .filter(server -> server.state() == ServerState.ACTIVE)
                .count();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails will be asked again
    private Shares bare(int atOnce) throws InterruptedException {
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
                client.sendAsync(requests.get(next[0]++ % requests.size()), BodyHandlers.discarding());
            }
        };
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> often = repeat(timer, ask, WARMING_INTERVAL.toNanos() * atOnce / WARMING_SERVERS);
        Thread.sleep(WARM_UP.toMillis());
        often.cancel(false);
        repeat(timer, ask, WINDOW.toNanos() * atOnce / requests.size());
        return measured();
    }

    private static ScheduledFuture<?> repeat(ScheduledExecutorService timer, Runnable work, long nanos) {
        return timer.scheduleAtFixedRate(work, 0, nanos, TimeUnit.NANOSECONDS);
    }

    private Shares measured() throws InterruptedException {
        awaitCompiled();
        double[] shares = new double[windows];
        for (int i = 0; i < windows; i++) {
            long worked = system.getProcessCpuTime();
            long began = System.nanoTime();
            Thread.sleep(WINDOW.toMillis());
            shares[i] = (double) (system.getProcessCpuTime() - worked) / (System.nanoTime() - began);
        }
        Arrays.sort(shares);
        return new Shares(shares[0], shares[windows / 2], shares[windows - 1]);
    }

    /** At a few probes a millisecond code turns hot only after a while; a client that probes for days pays once. */
    private void awaitCompiled() throws InterruptedException {
        for (int i = 0; i < LONGEST_COMPILING_WINDOWS; i++) {
            long compiled = compiler.getTotalCompilationTime();
            Thread.sleep(WINDOW.toMillis());
            if (compiler.getTotalCompilationTime() - compiled < RESTING_MILLIS) {
                return;
            }
        }
    }
}

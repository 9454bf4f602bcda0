package io.github.evenkeel.benchmarks.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a proxy on the same machine costs and does in place of our client: {@code Hop FOLDER [--quick]}. Reached by
 * {@code lb-benchmarks/run}, which checks the words.
 */
public final class Hop {
    private static final HttpClient.Version VERSION = HttpClient.Version.HTTP_1_1;

    /** Far from what anybody here could take, so that latency tells of servers and not of queues. */
    private static final int PER_SECOND = 500;

    private static final List<Case> CASES =
            List.of(new Case(Case.Way.SEND, 1, Body.SMALL), new Case(Case.Way.SEND, 16, Body.SMALL));

    /**
     * How long to measure.
     *
     * @param steady while all is well
     * @param rounds of each outage
     * @param warmUpMillis of each set-up before each outage
     * @param outageMillis of each outage, from its beginning
     */
    record Extent(Effort steady, int rounds, int warmUpMillis, int outageMillis) {
        private static final Extent QUICK = new Extent(new Effort(1, 1500, 8, 200), 1, 2000, 5000);
        private static final Extent FULL = new Extent(new Effort(1, 5000, 40, 250), 3, 4000, 10_000);
    }

    private final Extent extent;
    private final Path folder;

    Hop(Extent extent, Path folder) {
        this.extent = extent;
        this.folder = folder;
    }

    /**
     * Measures, and writes {@code hop.md} and {@code hop.json} to the folder.
     *
     * @param words the folder, and whether to be quick
     * @throws IOException if a server cannot be started or a file not be written
     * @throws InterruptedException never
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        Daemon.required("nginx");
        Daemon.required("haproxy");
        Path results = Files.createDirectories(Path.of(words[0]));
        boolean quick = words.length > 1;
        long start = System.nanoTime();
        Path folder = Files.createTempDirectory("hop");
        try {
            Extent extent = quick ? Extent.QUICK : Extent.FULL;
            Hop hop = new Hop(extent, folder);
            Map<Case, Map<SetUp, List<Sample>>> steady = hop.steady();
            Map<Outage, Map<SetUp, List<Arrivals.Result>>> outages = hop.outages();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            new HopReport(quick, extent, seconds, steady, outages).write(results);
        } finally {
            Folders.delete(folder);
        }
        System.exit(0);
    }

    /** All servers are in order. */
    Map<Case, Map<SetUp, List<Sample>>> steady() throws IOException, InterruptedException {
        System.err.println("all is well");
        Map<SetUp, SetUp.Running> running = new EnumMap<>(SetUp.class);
        try (Servers servers = Servers.nginx(Files.createDirectories(folder.resolve("servers")));
                Lanes lanes = new Lanes()) {
            for (SetUp setUp : SetUp.values()) {
                running.put(setUp, setUp.start(servers.origins(), folder.resolve("steady-" + setUp)));
            }
            for (Case how : CASES) {
                blocks(lanes, running, how, 1, extent.steady.warmUpMillis());
            }
            Map<Case, Map<SetUp, List<Sample>>> samples = new LinkedHashMap<>();
            for (Case how : CASES) {
                samples.put(how, blocks(lanes, running, how, extent.steady.pairs(), extent.steady.blockMillis()));
            }
            return samples;
        } finally {
            for (SetUp.Running each : running.values()) {
                each.close();
            }
        }
    }

    /** Who comes after whom changes from round to round, and the clients are new in each. */
    private static Map<SetUp, List<Sample>> blocks(
            Lanes lanes, Map<SetUp, SetUp.Running> running, Case how, int rounds, int millis) {
        Map<SetUp, List<Sample>> samples = new EnumMap<>(SetUp.class);
        List<Map.Entry<SetUp, SetUp.Running>> all = List.copyOf(running.entrySet());
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < all.size(); i++) {
                int turn = round % 2 == 0 ? i : all.size() - 1 - i;
                Map.Entry<SetUp, SetUp.Running> next = all.get((turn + round / 2) % all.size());
                try (Contender contender = next.getValue().contender().get()) {
                    samples.computeIfAbsent(next.getKey(), first -> new ArrayList<>())
                            .add(lanes.runOnceConnected(contender, how, VERSION, millis));
                }
            }
        }
        return samples;
    }

    /** One server of each set-up's three fails while requests come at a steady rate. */
    Map<Outage, Map<SetUp, List<Arrivals.Result>>> outages() throws IOException, InterruptedException {
        Map<Outage, Map<SetUp, List<Arrivals.Result>>> results = new EnumMap<>(Outage.class);
        for (int round = 0; round < extent.rounds; round++) {
            for (Outage outage : Outage.values()) {
                for (SetUp setUp : SetUp.values()) {
                    System.err.printf("[%d/%d] %s, %s%n", round + 1, extent.rounds, outage, setUp);
                    Path own = Files.createDirectories(folder.resolve(round + "-" + outage + "-" + setUp));
                    results.computeIfAbsent(outage, first -> new EnumMap<>(SetUp.class))
                            .computeIfAbsent(setUp, first -> new ArrayList<>())
                            .add(during(outage, setUp, own));
                }
            }
        }
        return results;
    }

    Arrivals.Result during(Outage outage, SetUp setUp, Path own) throws IOException, InterruptedException {
        try (Servers servers = Servers.jetty(own);
                SetUp.Running running = setUp.start(servers.origins(), own.resolve("proxy"));
                Contender contender = running.contender().get()) {
            Arrivals.run(contender, PER_SECOND, extent.warmUpMillis);
            String healthy = servers.origins().get(0);
            int failing = URI.create(servers.origins().get(1)).getPort();
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(healthy + outage.order(failing)))
                                    .build(),
                            BodyHandlers.discarding());
            return Arrivals.run(contender, PER_SECOND, extent.outageMillis);
        }
    }
}

package io.github.evenkeel.examples.quickstart;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sends requests to three servers, kills one, starts it again, and shows that the caller notices nothing. */
@Command(
        name = "quickstart",
        sortOptions = false,
        description = {
            "Sends requests to three servers on this machine, kills one of them after a third of the time, starts it "
                    + "again after two thirds, and shows where the requests go meanwhile.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 if no request failed and the server that came back got its share again, 1 if not, "
                    + "2 for bad arguments."
        })
final class Quickstart implements Callable<Integer> {

    private static final String POOL = "orders";

    /** Long enough for two probes to pass, on a busy machine too. */
    private static final Duration TIME_TO_NOTICE = Duration.ofMillis(1500);

    /** The table tells of every ejection already. A field, because a logger that nobody holds forgets its level. */
    private static final Logger LIBRARY_LOG = Logger.getLogger("io.github.evenkeel");

    @Mixin
    private final Options options = new Options();

    public static void main(String[] arguments) {
        LIBRARY_LOG.setLevel(Level.SEVERE);
        CommandLine commandLine = new CommandLine(new Quickstart());
        commandLine.setParameterExceptionHandler((problem, given) -> {
            System.err.println("quickstart: " + problem.getMessage());
            System.err.println("Try 'quickstart --help'.");
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof IOException) {
                System.err.println("quickstart: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        System.exit(commandLine.execute(arguments));
    }

    /** The part to copy: a client for one pool of servers, used from then on like any other HttpClient. */
    private LoadBalancedHttpClient client(String... servers) {
        return LoadBalancedHttpClient.newBuilder()
                .pool(POOL, pool -> {
                    pool.servers(servers)
                            .strategy(options.strategy().create())
                            .slowStart(new SlowStart(warmUp(), 0.1, 1));
                    options.probe().ifPresent(pool::probe);
                })
                .build();
    }

    @Override
    public Integer call() throws IOException {
        options.check();
        if (!options.servers().isEmpty()) {
            return run(options.servers(), (load, watch) -> {
                watch.until(options.duration());
                return OptionalDouble.empty();
            });
        }
        try (Backend first = Backend.start();
                Backend second = Backend.start();
                Backend third = Backend.start()) {
            List<String> origins = List.of(first.origin(), second.origin(), third.origin());
            return run(origins, (load, watch) -> outage(second, load, watch));
        }
    }

    private int run(List<String> origins, Story story) throws IOException {
        LastWord lastWord = LastWord.ofThisThread();
        try (LoadBalancedHttpClient client = client(origins.toArray(String[]::new));
                Load load = new Load(client, options.target(POOL), options.concurrency())) {
            System.out.println(options.concurrency() + " threads send GET "
                    + options.target(POOL).apply(1) + " to " + origins.size() + " servers for "
                    + options.duration().toSeconds() + " s.");
            System.out.println("Strategy: " + options.strategy() + ". Share, p50 and p99 are those of the last 3 s.");
            Watch watch = new Watch(() -> client.pool(POOL).statistics(), load, Screen.of(System.out, System.getenv()));
            OptionalDouble revivedShare = OptionalDouble.empty();
            try {
                revivedShare = story.tell(load, watch);
            } catch (InterruptedException signal) {
                watch.say("interrupted: letting the requests in flight finish");
            }
            load.stop();
            watch.finish();
            Summary summary = load.summary(revivedShare);
            summary.problem().ifPresent(System.err::println);
            System.out.println(summary);
            return summary.problem().isEmpty() ? 0 : 1;
        } finally {
            lastWord.said();
        }
    }

    /** Shorter than the ten seconds that the library takes by default: the whole show may be no longer. */
    private Duration warmUp() {
        return options.duration().dividedBy(12);
    }

    /** A third of the time all is well, for a third one server is dead, for a third it is back. */
    private OptionalDouble outage(Backend victim, Load load, Watch watch) throws IOException, InterruptedException {
        Duration third = options.duration().dividedBy(3);
        watch.until(third);
        victim.kill();
        watch.say("killed " + Table.name(victim.origin()) + " with everything it was doing");

        watch.until(third.multipliedBy(2));
        victim.restart();
        watch.say("started " + Table.name(victim.origin()) + " again");

        watch.until(third.multipliedBy(2).plus(TIME_TO_NOTICE).plus(warmUp()));
        Map<String, Long> before = load.answers();
        watch.until(options.duration());
        return OptionalDouble.of(Summary.fairness(before, load.answers(), victim.origin()));
    }

    /** What happens while the load runs; returns the share of the server that was revived, if one was. */
    private interface Story {
        OptionalDouble tell(Load load, Watch watch) throws IOException, InterruptedException;
    }
}

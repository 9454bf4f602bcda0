package io.github.evenkeel.examples.quickstart;

import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.probe.Probe;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What can be said on the command line. */
final class Options {

    /** A third of it is enough to notice that a server is back, and leaves that server half a second to show itself. */
    private static final int LEAST_SECONDS_OF_AN_OUTAGE = 6;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else
    private CommandSpec command;

    @Option(
            names = "--servers",
            paramLabel = "URL,URL,...",
            converter = Origins.Converter.class,
            description = "Send to these servers instead; none of them is killed.")
    private Origins servers = new Origins(List.of());

    @Option(
            names = "--path",
            paramLabel = "PATH",
            converter = Path.class,
            description = "The path to request; /api without --servers, / with them.")
    private @Nullable String path;

    @Option(
            names = "--probe",
            paramLabel = "PATH",
            converter = Path.class,
            description = "The path at which to probe the servers given with --servers; they are not probed otherwise.")
    private @Nullable String probe;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            converter = Count.class,
            description = "How long to run; ${DEFAULT-VALUE} unless given.")
    private int seconds;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "16",
            converter = Count.class,
            description = "How many threads send; ${DEFAULT-VALUE} unless given.")
    private int concurrency;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            defaultValue = "least-expected-latency",
            converter = Strategy.Converter.class,
            description = "How to choose a server, one of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
    private Strategy strategy = Strategy.LEAST_EXPECTED_LATENCY;

    @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
    @SuppressWarnings("UnusedVariable") // picocli needs a place for it
    private boolean help;

    /** Refuses what cannot be judged one option at a time. */
    void check() {
        if (servers().isEmpty() && probe != null) {
            throw refusal("--probe " + probe + " is for servers of your own: name them with --servers");
        }
        if (servers().isEmpty() && seconds < LEAST_SECONDS_OF_AN_OUTAGE) {
            throw refusal("--seconds " + seconds + " is too short to kill a server and see it come back: give it "
                    + LEAST_SECONDS_OF_AN_OUTAGE + " or more");
        }
    }

    private ParameterException refusal(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    List<String> servers() {
        return servers.urls;
    }

    /** The address of the n-th request to a pool. */
    LongFunction<URI> target(String pool) {
        if (!servers().isEmpty()) {
            URI target = URI.create("http://" + pool + (path == null ? "/" : path));
            return n -> target;
        }
        return n -> URI.create("http://" + pool + (path == null ? "/api" : path) + "/" + n);
    }

    /** More frequent than usual, because the show is short; empty for no probes. */
    Optional<Probe> probe() {
        Duration interval = Duration.ofMillis(servers().isEmpty() ? 250 : 1000);
        return Optional.ofNullable(servers().isEmpty() ? "/health" : probe)
                .map(Probe::http)
                .map(often -> often.withInterval(interval).withTimeout(Duration.ofMillis(500)));
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    int concurrency() {
        return concurrency;
    }

    Strategy strategy() {
        return strategy;
    }

    /** From 1 to 10,000: more threads or seconds than that are a slip of the finger. */
    private static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[1-9][0-9]{0,3}|10000")) {
                throw new TypeConversionException("'" + text + "' is not a whole number from 1 to 10000");
            }
            return Integer.valueOf(text);
        }
    }

    private static final class Path implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!text.startsWith("/") || text.startsWith("//")) {
                throw new TypeConversionException("'" + text + "' is not a path; give one such as /api");
            }
            try {
                return new URI(text).toString();
            } catch (URISyntaxException e) {
                throw new TypeConversionException("'" + text + "' is not a path (" + e.getReason() + " at index "
                        + e.getIndex() + "); give one such as /api");
            }
        }
    }

    /** The servers named with --servers, at least one; empty if the option is not given. */
    private record Origins(List<String> urls) {

        private static final class Converter implements ITypeConverter<Origins> {
            @Override
            public Origins convert(String text) {
                List<String> urls =
                        Arrays.stream(text.split(",", -1)).map(Converter::url).toList();
                if (Set.copyOf(urls).size() < urls.size()) {
                    throw new TypeConversionException("'" + text + "' names a server twice; name each once");
                }
                if (urls.stream()
                                .map(url -> URI.create(url).getScheme())
                                .distinct()
                                .count()
                        > 1) {
                    throw new TypeConversionException("'" + text + "' mixes http and https; name servers of one kind");
                }
                return new Origins(urls);
            }

            /** The library knows best what it can use, and says why where it cannot. */
            private static String url(String text) {
                try {
                    return ServerSpec.of(text).id();
                } catch (IllegalArgumentException e) {
                    throw new TypeConversionException(e.getMessage());
                }
            }
        }
    }
}

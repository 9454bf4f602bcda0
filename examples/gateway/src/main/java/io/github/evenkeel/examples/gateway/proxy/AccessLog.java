package io.github.evenkeel.examples.gateway.proxy;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.examples.gateway.configuration.ServerEntry;
import io.github.evenkeel.httpclient.LoadBalancedResponse;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** A line for each request, once it is over. Thread-safe. */
public final class AccessLog {
    private final PrintStream out;
    private final boolean decisions;

    /**
     * Starts a log.
     *
     * @param out where it goes
     * @param decisions whether a second line says why the server was chosen
     */
    public AccessLog(PrintStream out, boolean decisions) {
        this.out = out;
        this.decisions = decisions;
    }

    void log(Forwarding forwarding, @Nullable Throwable failure) {
        Request request = forwarding.request();
        Response response = forwarding.response();
        LoadBalancedResponse<?> answer = forwarding.answer();
        long begun = request.getBeginNanoTime();
        String line = String.format(
                Locale.ROOT,
                "%s %s \"%s %s %s\" %d %d server=%s attempts=%d server_ms=%s total_ms=%.1f%s",
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                Request.getRemoteAddr(request),
                request.getMethod(),
                escaped(request.getHttpURI().getPathQuery()),
                request.getConnectionMetaData().getHttpVersion().asString(),
                response.getStatus(),
                Response.getContentBytesWritten(response),
                answer == null ? "-" : answer.server().origin(),
                attempts(forwarding),
                answer == null ? "-" : String.format(Locale.ROOT, "%.1f", (forwarding.answeredNanos() - begun) / 1e6),
                (System.nanoTime() - begun) / 1e6,
                failure == null ? "" : " cut off");
        out.println(decisions ? line + System.lineSeparator() + decision(forwarding) : line);
    }

    /** How often it was sent; of those that failed only the last failure is known, and what went before that. */
    private static int attempts(Forwarding forwarding) {
        LoadBalancedResponse<?> answer = forwarding.answer();
        Throwable failure = forwarding.failure();
        return answer != null ? answer.attempts() : failure != null ? failure.getSuppressed().length + 1 : 0;
    }

    /** Where it went, and how the servers of its pool stood. */
    private static String decision(Forwarding forwarding) {
        LoadBalancedResponse<?> answer = forwarding.answer();
        PoolStatistics pool =
                forwarding.generation().client().pool(forwarding.pool()).statistics();
        String servers = pool.servers().stream()
                .map(server -> ServerEntry.of(server.spec()).name() + " "
                        + server.state().name().toLowerCase(Locale.ROOT) + " in-flight=" + server.inFlight()
                        + " weight=" + server.spec().weight())
                .collect(Collectors.joining(", "));
        String why = answer != null
                ? "chose " + answer.physicalUri() + tried(answer.earlierServers())
                : "no answer: " + forwarding.failure() + earlier(forwarding.failure());
        return "  pool " + pool.name() + " ("
                + forwarding.generation().configuration().pool(pool.name()).strategy() + "): " + why + "; "
                + servers;
    }

    private static String tried(List<Server> servers) {
        return servers.isEmpty()
                ? ""
                : servers.stream()
                        .map(server -> server.origin().toString())
                        .collect(Collectors.joining(", ", " after trying ", ""));
    }

    private static String earlier(@Nullable Throwable failure) {
        return failure == null || failure.getSuppressed().length == 0
                ? ""
                : ", before that " + Arrays.toString(failure.getSuppressed());
    }

    /** A client chooses what stands here, but not the form of the log. */
    private static String escaped(String target) {
        return target.replace("\"", "%22").replaceAll("[\\p{Cntrl}]", "?");
    }
}

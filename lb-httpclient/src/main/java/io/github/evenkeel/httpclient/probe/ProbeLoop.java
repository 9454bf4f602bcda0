package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.server.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Probes one server, over and over: wait, ask, record, wait again. At most one probe is under way, and none outlives
 * its timeout or {@link #stop}.
 */
final class ProbeLoop {
    private static final System.Logger LOGGER = System.getLogger(ProbeLoop.class.getName());

    /** The first probe comes soon, since its result decides, but those of many servers not all at once. */
    private static final long LONGEST_FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Server server;
    private final HttpProbe probe;
    private final Supplier<@Nullable HttpClient> client;
    private final ScheduledExecutorService timer;
    private final HttpRequest request;

    private volatile boolean stopped;

    /** The latest probe. Written before ask looks whether to stop, read by stop after it said so: one of both cancels. */
    private volatile @Nullable Future<?> latest;

    ProbeLoop(Server server, HttpProbe probe, Supplier<@Nullable HttpClient> client, ScheduledExecutorService timer) {
        this.server = server;
        this.probe = probe;
        this.client = client;
        this.timer = timer;
        this.request = request(server, probe);
    }

    private static HttpRequest request(Server server, HttpProbe probe) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.origin() + probe.path()))
                .timeout(probe.timeout())
                .header("User-Agent", "Evenkeel-Probe");
        if (server.origin().getScheme().equals("http")) {
            request.version(HttpClient.Version.HTTP_1_1); // without an upgrade that plain servers hardly ever know
        }
        return request.build();
    }

    void start() {
        long longest = Math.min(LONGEST_FIRST_WAIT_NANOS, probe.interval().toNanos());
        askIn(ThreadLocalRandom.current().nextLong(longest));
    }

    void stop() {
        stopped = true;
        Future<?> now = latest;
        if (now != null) {
            now.cancel(true);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // stop makes it do nothing
    private void askIn(long nanos) {
        try {
            timer.schedule(this::ask, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            stopped = true; // the timer is shut down, and so is the client
        }
    }

    private void ask() {
        HttpClient open = client.get();
        if (stopped || open == null) {
            return;
        }
        CompletableFuture<HttpResponse<Void>> answer;
        try {
            answer = open.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        } catch (RuntimeException | Error e) { // the user's executor is full, or no thread can be started
            LOGGER.log(System.Logger.Level.WARNING, "probe of " + request.uri() + " could not be sent", e);
            answered(false);
            return;
        }
        follow(answer);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // answered leaves nothing to ignore
    private void follow(CompletableFuture<HttpResponse<Void>> answer) {
        latest = answer;
        if (stopped) {
            answer.cancel(true);
            return;
        }
        try {
            // The request's own timeout ends with the head of the response; a body may stall.
            Future<?> timeout =
                    timer.schedule(() -> answer.cancel(true), probe.timeout().toNanos(), TimeUnit.NANOSECONDS);
            answer.whenComplete((response, failure) -> {
                timeout.cancel(false);
                answered(response != null && passes(response.statusCode()));
            });
        } catch (RejectedExecutionException e) {
            stop(); // the timer is shut down, and so is the client
        }
    }

    private void answered(boolean passed) {
        if (stopped) {
            return;
        }
        try {
            server.recordProbe(passed, System.nanoTime());
        } catch (RuntimeException | Error e) { // a listener or strategy of the user's; the probing must go on
            LOGGER.log(System.Logger.Level.WARNING, "result of the probe of " + request.uri() + " was lost", e);
        }
        double spread = 1 + probe.jitter() * ThreadLocalRandom.current().nextDouble(-1, 1);
        askIn((long) (probe.interval().toNanos() * spread));
    }

    private static boolean passes(int status) {
        return status >= 200 && status < 400;
    }
}

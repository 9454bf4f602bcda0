package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.json.Json;
import io.github.evenkeel.httpclient.json.JsonException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers for their load beside requests, whom and how many its pool's strategy says: {@code GET} of a path that
 * answers {@code {"in_flight": 3, "latency_ms": 12.5}}. No request waits for that: what comes back serves later ones. What
 * does not come back, or is no report, is forgotten. Thread-safe.
 */
public final class LoadProber implements LongConsumer {
    /** Much longer than an answer takes, as one that is given up costs its connection; a report is good for a second. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** Where answers fail to come, requests ask no more. */
    private static final int MOST_UNDER_WAY = 256;

    private static final double NANOS_IN_A_MILLI = 1e6;

    private final HttpCheck question;
    private final ServerPool pool;
    private final Function<Server, @Nullable HttpClient> client;
    private final Executor executor;

    /** Requests whose probes are not all answered; counted up by requests and down by answers, read by requests. */
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * Asks nothing yet.
     *
     * @param question what to ask for; its checks are not made
     * @param pool whose strategy says whom to ask, and is told the answers
     * @param client sends the probes of a server, null once closed
     * @param executor runs what is short, elsewhere than the request
     */
    public LoadProber(
            HttpCheck question, ServerPool pool, Function<Server, @Nullable HttpClient> client, Executor executor) {
        this.question = question;
        this.pool = pool;
        this.client = client;
        this.executor = executor;
    }

    /**
     * Asks beside one request.
     *
     * @param key what the request sticks to, hashed
     */
    @Override
    public void accept(long key) {
        if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
            underWay.decrementAndGet();
            return;
        }
        try {
            executor.execute(() -> ask(key));
        } catch (RejectedExecutionException e) {
            underWay.decrementAndGet(); // the client is closed
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // each takes care of its own answer
    private void ask(long key) {
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        try {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            Server server = pool.probeTarget(0, key, random);
            for (int nth = 1; server != null; nth++) {
                all = CompletableFuture.allOf(all, ask(server));
                server = pool.probeTarget(nth, key, random);
            }
        } finally {
            all.whenComplete((done, failure) -> underWay.decrementAndGet());
        }
    }

    private CompletableFuture<?> ask(Server server) {
        HttpClient open = client.apply(server);
        if (open == null) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            HttpRequest request =
                    HttpAsker.request(server, question).timeout(PATIENCE).build();
            return open.sendAsync(request, head -> new KeptBody()).thenAccept(response -> answered(server, response));
        } catch (RuntimeException e) { // the user's executor is full
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answered(Server server, HttpResponse<KeptBody> response) {
        LoadReport report =
                question.passes(response.statusCode()) ? report(response.body().text()) : null;
        if (report != null) {
            pool.report(server, report, System.nanoTime());
        }
    }

    static @Nullable LoadReport report(String text) {
        try {
            if (Json.parse(text) instanceof Map<?, ?> members
                    && members.get("in_flight") instanceof Number inFlight
                    && members.get("latency_ms") instanceof Number millis) {
                double nanos = millis.doubleValue() * NANOS_IN_A_MILLI;
                return LoadReport.ofQueue(inFlight.intValue(), (long) nanos);
            }
            return null;
        } catch (JsonException e) {
            return null;
        }
    }
}

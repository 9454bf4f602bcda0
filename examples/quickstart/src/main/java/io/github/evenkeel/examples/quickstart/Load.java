package io.github.evenkeel.examples.quickstart;

import io.github.evenkeel.httpclient.LoadBalancedResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Threads that send one request after the other until closed, and what came of it. */
final class Load implements AutoCloseable {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** Where every request fails at once, a loop without a pause would only make heat. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(20);

    private final HttpClient client;
    private final LongFunction<URI> target;
    private final ExecutorService threads;
    private volatile boolean running = true;

    private final AtomicLong sequence = new AtomicLong();
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final AtomicReference<@Nullable String> firstError = new AtomicReference<>();

    /** Starts at once; {@code target} is the address of the n-th request. */
    Load(HttpClient client, LongFunction<URI> target, int concurrency) {
        this.client = client;
        this.target = target;
        threads = Executors.newFixedThreadPool(concurrency);
        for (int i = 0; i < concurrency; i++) {
            threads.execute(this::work);
        }
    }

    private void work() {
        try {
            while (running) {
                exchange(HttpRequest.newBuilder(target.apply(sequence.incrementAndGet()))
                        .timeout(REQUEST_TIMEOUT)
                        .build());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void exchange(HttpRequest request) throws InterruptedException {
        long start = System.nanoTime();
        try {
            HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
            finished((LoadBalancedResponse<Void>) response, System.nanoTime() - start);
        } catch (IOException | RuntimeException failure) {
            requests.increment();
            failed(failure.toString());
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
        }
    }

    private void finished(LoadBalancedResponse<Void> response, long nanos) {
        requests.increment();
        tally(response.server().id()).record(nanos);
        if (response.attempts() > 1) {
            retried.increment();
        }
        if (response.statusCode() >= 500) {
            failed("status " + response.statusCode() + " from " + response.physicalUri());
        }
    }

    private void failed(String why) {
        errors.increment();
        firstError.compareAndSet(null, why);
    }

    Tally tally(String server) {
        return tallies.computeIfAbsent(server, id -> new Tally());
    }

    /** How many requests each server has answered so far; {@link Watch} sees to it that none is missing. */
    Map<String, Long> answers() {
        Map<String, Long> answers = new TreeMap<>();
        tallies.forEach((server, tally) -> answers.put(server, tally.answers()));
        return answers;
    }

    Summary summary(OptionalDouble revivedShare) {
        return new Summary(requests.sum(), errors.sum(), retried.sum(), revivedShare, firstError.get());
    }

    @Override
    public void close() {
        stop();
    }

    /** Lets the requests in flight finish, which takes no longer than their timeout. */
    void stop() {
        running = false;
        threads.shutdown();
        try {
            if (threads.awaitTermination(REQUEST_TIMEOUT.toMillis() + 500, TimeUnit.MILLISECONDS)) {
                return;
            }
            failed("a request was still unanswered after its timeout of " + REQUEST_TIMEOUT.toSeconds() + " s");
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}

package io.github.evenkeel.benchmarks.endtoend;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests that come at a steady rate, whether those before are answered or not. Latency counts from when each was due,
 * and counts for those that fail too.
 */
final class Arrivals {
    /** As long as a caller would wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Contender contender;
    private final Histogram latencies = new ConcurrentHistogram(LONGEST_NANOS, 3);
    private final Map<String, Long> errors = new ConcurrentSkipListMap<>();

    private Arrivals(Contender contender) {
        this.contender = contender;
    }

    /**
     * What came of them.
     *
     * @param requests made
     * @param errors how many failed with what, or had what status instead of 200
     * @param p50Millis the median of all latencies
     * @param p99Millis their 99th percentile
     * @param maxMillis the longest
     */
    record Result(long requests, Map<String, Long> errors, double p50Millis, double p99Millis, double maxMillis) {
        long failed() {
            return errors.values().stream().mapToLong(count -> count).sum();
        }
    }

    static Result run(Contender contender, int perSecond, int millis) {
        return new Arrivals(contender).run(perSecond, millis);
    }

    private Result run(int perSecond, int millis) {
        List<HttpRequest> requests = contender.requests(Body.SMALL, HttpClient.Version.HTTP_1_1).stream()
                .map(request -> HttpRequest.newBuilder(request, (name, value) -> true)
                        .timeout(PATIENCE)
                        .build())
                .toList();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        long start = System.nanoTime();
        int all = (int) ((long) perSecond * millis / 1000);
        for (int i = 0; i < all; i++) {
            long due = start + TimeUnit.SECONDS.toNanos(i) / perSecond;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            answers.add(send(requests.get(i % requests.size()), due));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .orTimeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return new Result(
                all,
                Map.copyOf(errors),
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                latencies.getMaxValue() / 1e6);
    }

    private CompletableFuture<Boolean> send(HttpRequest request, long due) {
        return contender.client().sendAsync(request, BodyHandlers.ofByteArray()).handle((response, failure) -> {
            latencies.recordValue(Math.max(0, Math.min(System.nanoTime() - due, LONGEST_NANOS)));
            boolean good = response != null && response.statusCode() == 200;
            if (!good) {
                String what = response == null ? kind(failure) : "status " + response.statusCode();
                errors.merge(what, 1L, Long::sum);
            }
            return good;
        });
    }

    private static String kind(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return (cause == null ? failure : cause).getClass().getSimpleName();
    }
}

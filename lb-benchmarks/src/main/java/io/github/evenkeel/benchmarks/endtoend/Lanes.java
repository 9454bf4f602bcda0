package io.github.evenkeel.benchmarks.endtoend;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Makes one request after the other on each of several lanes, for a while. Not thread-safe. */
final class Lanes implements AutoCloseable {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int CONNECTING_REQUESTS = 40;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "lane");
        thread.setDaemon(true);
        return thread;
    });

    /** As {@link #run}, but of a new client, which connects first, and then has a quarter of the time to begin. */
    Sample runOnceConnected(Contender contender, Case how, HttpClient.Version version, long millis) {
        connect(contender, version);
        run(contender, how, version, millis / 4);
        return run(contender, how, version, millis);
    }

    /**
     * To every server, most likely, by small requests one after the other: a change to HTTP/2 that the body of a megabyte
     * follows at once can fail between the JDK's client and Jetty.
     */
    private static void connect(Contender contender, HttpClient.Version version) {
        Lane first = new Lane(contender.client(), contender.requests(Body.SMALL, version), 0, Body.SMALL.size(), 0);
        for (int i = 0; i < CONNECTING_REQUESTS; i++) {
            first.request();
        }
    }

    /**
     * Has a contender answer requests.
     *
     * @throws IllegalStateException if one is not answered as it should be
     */
    Sample run(Contender contender, Case how, HttpClient.Version version, long millis) {
        List<HttpRequest> requests = contender.requests(how.body(), version);
        List<Lane> lanes = IntStream.range(0, how.concurrency())
                .mapToObj(i ->
                        new Lane(contender.client(), requests, i, how.body().size(), millis))
                .toList();
        Meter meter = new Meter();
        long start = System.nanoTime();
        CompletableFuture<?>[] runs = lanes.stream()
                .map(lane ->
                        how.way() == Case.Way.SEND ? CompletableFuture.runAsync(lane::block, threads) : lane.start())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(runs).join();
        double seconds = (System.nanoTime() - start) / 1e9;
        Meter.Use used = meter.used();

        Histogram all = new Histogram(LONGEST_NANOS, 3);
        lanes.forEach(lane -> all.add(lane.latencies));
        long count = Math.max(1, all.getTotalCount());
        return new Sample(
                all.getTotalCount(),
                seconds,
                all.getValueAtPercentile(50) / 1e3,
                all.getValueAtPercentile(99) / 1e3,
                used.cpuNanos() / 1e3 / count,
                (double) used.bytes() / count);
    }

    /** One request after the other; the next is made by whoever has the answer to the last. */
    private static final class Lane {
        private final HttpClient client;
        private final List<HttpRequest> requests;
        private final int size;
        private final long longestNanos;
        private final BodyHandler<byte[]> handler = BodyHandlers.ofByteArray();
        private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int turn;
        private long endNanos;

        Lane(HttpClient client, List<HttpRequest> requests, int turn, int size, long millis) {
            this.client = client;
            this.requests = requests;
            this.turn = turn;
            this.size = size;
            this.longestNanos = TimeUnit.MILLISECONDS.toNanos(millis);
        }

        void block() {
            endNanos = System.nanoTime() + longestNanos;
            while (System.nanoTime() < endNanos) {
                request();
            }
        }

        void request() {
            long start = System.nanoTime();
            try {
                answered(client.send(next(), handler), start);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }

        CompletableFuture<Void> start() {
            endNanos = System.nanoTime() + longestNanos;
            sendNext();
            return done;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what becomes of it is in "done"
        private void sendNext() {
            long start = System.nanoTime();
            if (start >= endNanos) {
                done.complete(null);
                return;
            }
            client.sendAsync(next(), handler).whenComplete((response, failure) -> sent(response, failure, start));
        }

        private void sent(@Nullable HttpResponse<byte[]> response, @Nullable Throwable failure, long start) {
            if (response == null) {
                done.completeExceptionally(failure == null ? new IllegalStateException("no response") : failure);
                return;
            }
            try {
                answered(response, start);
            } catch (IllegalStateException e) {
                done.completeExceptionally(e);
                return;
            }
            sendNext();
        }

        private HttpRequest next() {
            turn = (turn + 1) % requests.size();
            return requests.get(turn);
        }

        private void answered(HttpResponse<byte[]> response, long start) {
            latencies.recordValue(Math.min(System.nanoTime() - start, LONGEST_NANOS));
            if (response.statusCode() != 200 || response.body().length != size) {
                throw new IllegalStateException(response + ", " + response.body().length + " bytes, not " + size);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package io.github.evenkeel.httpclient.probe;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Sends the requests of a pool's probes, and blocks nobody who asks for that. Thread-safe. */
final class ProbeSender implements AutoCloseable {
    /**
     * Whether each answer of {@code sendAsync} has a thread started for it, as futures do for whatever is asynchronous
     * before JDK 25 with fewer than three processors. A thread that is kept and waits for the answer costs half as much.
     */
    private static final boolean THREAD_EACH =
            !(new CompletableFuture<Void>().defaultExecutor() instanceof ForkJoinPool);

    /** As many as those of a thousand servers on one beat, and some that are slow. */
    static final int MOST_WAITING = 32;

    private static final long IDLE_SECONDS = 10;

    private final boolean waits;

    /** Those that wait. None is started unless needed, and they end when they have nothing to do. */
    private final ThreadPoolExecutor threads;

    ProbeSender() {
        this(THREAD_EACH);
    }

    ProbeSender(boolean waits) {
        this.waits = waits;
        this.threads = new ThreadPoolExecutor(
                0,
                MOST_WAITING,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                ProbeMeans.daemons("evenkeel-asks"));
    }

    /**
     * Sends a request.
     *
     * @throws RuntimeException if it cannot even be begun
     */
    <T> CompletableFuture<HttpResponse<T>> send(HttpClient client, HttpRequest request, BodyHandler<T> handler) {
        if (waits) {
            Waiting<T> waiting = new Waiting<>(client, request, handler);
            try {
                threads.execute(waiting.task);
                return waiting;
            } catch (RejectedExecutionException e) {
                // all threads wait for slow servers, which must not hold up the others
            }
        }
        return client.sendAsync(request, handler);
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** The answer that a thread waits for; whoever cancels it interrupts that, upon which the JDK breaks the connection off. */
    private static final class Waiting<T> extends CompletableFuture<HttpResponse<T>> {
        private final FutureTask<?> task;

        Waiting(HttpClient client, HttpRequest request, BodyHandler<T> handler) {
            task = new FutureTask<>(() -> send(client, request, handler), null);
        }

        private void send(HttpClient client, HttpRequest request, BodyHandler<T> handler) {
            try {
                complete(client.send(request, handler));
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                completeExceptionally(e);
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) { // or it would be whoever tells of the answer that is interrupted
                task.cancel(true);
            }
            return cancelled;
        }
    }
}

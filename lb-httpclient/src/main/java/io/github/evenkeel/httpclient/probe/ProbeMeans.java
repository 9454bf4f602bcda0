package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the probes of a pool ask with. Threads are started for checks that need them only. Thread-safe. */
final class ProbeMeans implements AutoCloseable {
    private static final int WORKERS = 4;
    private static final long IDLE_SECONDS = 10;

    private final Function<Server, @Nullable HttpClient> client;

    /** For what may block: the user's own code, and the resolving of names. They end when they have nothing to do. */
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS, WORKERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("evenkeel-checks"));

    /** Null until the first TCP check, which writes it; read by later ones and by close. */
    private final AtomicReference<@Nullable AsynchronousChannelGroup> connections = new AtomicReference<>();

    /** Set once, by close. Whoever opens a group looks at it afterwards. */
    private volatile boolean closed;

    ProbeMeans(Function<Server, @Nullable HttpClient> client) {
        this.client = client;
        workers.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The client that sends a server's requests too, null once closed. */
    Supplier<@Nullable HttpClient> client(Server server) {
        return () -> client.apply(server);
    }

    /**
     * Takes back an interrupt that code of the user's has left: who is told what it found, as a logger that writes through
     * a channel, must not suffer from it.
     */
    @SuppressWarnings("CheckReturnValue") // whoever cancels work listens to it no more
    static void forgetInterrupt() {
        Thread.interrupted();
    }

    /**
     * Runs what may block; cancelling it interrupts it, or takes it from the queue.
     *
     * @throws RejectedExecutionException once closed
     */
    Future<?> work(Runnable work) {
        Work task = new Work(work);
        workers.execute(task);
        return task;
    }

    /** Whoever is at work may end it by what it says, and is then not interrupted: others are still to be told. */
    private final class Work extends FutureTask<@Nullable Void> {
        /** Written when it begins, read by whoever cancels it: the same thread, or any other. */
        private volatile @Nullable Thread worker;

        Work(Runnable work) {
            super(work, null);
        }

        @Override
        public void run() {
            worker = Thread.currentThread();
            super.run();
        }

        @Override
        public boolean cancel(boolean interrupts) {
            return super.cancel(interrupts && worker != Thread.currentThread());
        }

        @Override
        protected void done() {
            if (isCancelled()) {
                workers.remove(this);
            }
        }
    }

    /** A channel of the one thread that waits for connections. */
    AsynchronousSocketChannel openChannel() throws IOException {
        AsynchronousChannelGroup group = connections.get();
        if (group == null) {
            AsynchronousChannelGroup fresh =
                    AsynchronousChannelGroup.withFixedThreadPool(1, daemons("evenkeel-connects"));
            if (connections.compareAndSet(null, fresh)) {
                group = fresh;
            } else {
                fresh.shutdownNow();
                group = connections.get();
            }
            if (closed) {
                close();
            }
        }
        return AsynchronousSocketChannel.open(group);
    }

    @Override
    public void close() {
        closed = true;
        workers.shutdownNow();
        AsynchronousChannelGroup group = connections.get();
        if (group != null) {
            try {
                group.shutdownNow();
            } catch (IOException e) {
                throw new UncheckedIOException("probe connections could not be closed", e);
            }
        }
    }
}

package io.github.evenkeel.httpclient.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A response to be. Whoever completes it, or anything derived from it, in a way of their own (cancel, orTimeout,
 * completeExceptionally) no longer wants the answer, so the exchange ends. The JDK's own future ends the exchange on
 * {@code cancel(true)} alone and lets it run on, connection and all, in every other case.
 */
public final class ExchangeFuture<V> extends CompletableFuture<V> {
    /** Shared by all derived futures. Empty once the exchange is over: who keeps a future must not keep all of it. */
    private final AtomicReference<@Nullable Runnable> abort;

    /**
     * Not complete.
     *
     * @param abort ends the exchange
     */
    public ExchangeFuture(Runnable abort) {
        this(new AtomicReference<>(abort));
    }

    private ExchangeFuture(AtomicReference<@Nullable Runnable> abort) {
        this.abort = abort;
    }

    /**
     * Completes it with what the exchange came to.
     *
     * @param value the response
     * @return false if it has another answer already
     */
    public boolean finish(V value) {
        abort.set(null);
        return super.complete(value);
    }

    /**
     * Completes it with what the exchange failed with, in a {@link CompletionException} as the JDK's futures do, for
     * those who look at its cause. If the exchange ended because the caller completed a derived one, that is no failure:
     * then this one is cancelled.
     *
     * @param failure of the last attempt
     */
    public void finishExceptionally(Throwable failure) {
        if (abort.getAndSet(null) == null) {
            super.cancel(false);
        } else {
            super.completeExceptionally(new CompletionException(failure));
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ExchangeFuture<>(abort);
    }

    @Override
    public boolean complete(V value) {
        return abortIf(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return abortIf(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean wasDone = isDone();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        abortIf(cancelled && !wasDone);
        return cancelled;
    }

    /** Refused, as by the JDK's futures: it would hide the answer from some, and end nothing. */
    @Override
    public void obtrudeValue(V value) {
        throw new UnsupportedOperationException("complete the future instead");
    }

    /** Refused likewise. */
    @Override
    public void obtrudeException(Throwable failure) {
        throw new UnsupportedOperationException("complete the future exceptionally instead");
    }

    private boolean abortIf(boolean completedByCaller) {
        Runnable now = completedByCaller ? abort.getAndSet(null) : null;
        if (now != null) {
            now.run();
        }
        return completedByCaller;
    }
}

package io.github.evenkeel.httpclient.exchange;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a response nobody will see, so that its connection can be used again; but not for long: an error
 * page is worth reading to its end, an endless stream or one that stalls is not. The next attempt does not wait for it.
 */
public final class DiscardedBody<T> implements BodySubscriber<T> {
    private static final long ENOUGH_BYTES = 64 * 1024;
    private static final Duration GRACE = Duration.ofSeconds(1);

    /*
     * Both written and read by the JDK's thread and (cancel) the driver's: whoever comes second of onSubscribe and
     * cancel sees the other's write and cancels.
     */
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;

    /** Written by the JDK's thread, read by who would end it: a stale value costs a call that does nothing. */
    private volatile boolean ended;

    /** Of the JDK's thread alone. */
    private long bytesRead;

    @Override
    @SuppressWarnings("NullAway") // the body of a discarded response is null and never reaches a caller
    public CompletionStage<T> getBody() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
        if (cancelled) {
            newSubscription.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            bytesRead += buffer.remaining();
        }
        if (bytesRead > ENOUGH_BYTES) {
            cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        ended = true; // The rest is lost, and nobody cares.
    }

    @Override
    public void onComplete() {
        ended = true; // The connection is free again.
    }

    /** As {@link #cancel}, but for a body whose end may just be on its way. */
    public void cancelSoon() {
        if (!ended) {
            CompletableFuture.delayedExecutor(GRACE.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(this::cancel);
        }
    }

    /** Enough: if the body has not ended, its connection does. */
    public void cancel() {
        cancelled = true;
        Flow.Subscription now = subscription;
        if (now != null) {
            now.cancel();
        }
    }
}

package io.github.evenkeel.httpclient.exchange;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a response nobody will see, so that its connection can be used again; but not for long: an error
 * page is worth reading to its end, an endless stream is not.
 */
final class DiscardedBody<T> implements BodySubscriber<T> {
    private static final long ENOUGH_BYTES = 64 * 1024;

    private final CompletableFuture<@Nullable T> done = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long bytesRead;

    @Override
    @SuppressWarnings("NullAway") // the body of a discarded response is null and never reaches a caller
    public CompletionStage<T> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            bytesRead += buffer.remaining();
        }
        if (bytesRead > ENOUGH_BYTES && subscription != null) {
            subscription.cancel();
            done.complete(null);
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.complete(null); // the next attempt does not wait for, nor care about, the rest of this one
    }

    @Override
    public void onComplete() {
        done.complete(null);
    }
}

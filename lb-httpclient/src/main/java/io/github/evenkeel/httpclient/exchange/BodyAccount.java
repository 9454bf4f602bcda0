package io.github.evenkeel.httpclient.exchange;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The caller's body subscriber, watched: however the body ends (read to its end, broken off, closed early by the
 * reader, or failed by the caller's own code) the attempt hears of it.
 */
final class BodyAccount<T> implements BodySubscriber<T>, Flow.Subscription {
    /**
     * Subscribers of the JDK that keep the bytes to themselves until the body is complete: those of ofString,
     * ofByteArray, discarding and replacing. Of all others, mapping and buffering included, it depends on what the
     * caller gave them.
     */
    private static final Set<String> GATHERING = Set.of(
            "jdk.internal.net.http.ResponseSubscribers$ByteArraySubscriber",
            "jdk.internal.net.http.ResponseSubscribers$NullSubscriber");

    private final BodySubscriber<T> downstream;
    private final Attempt<T> attempt;

    /*
     * Both written and read by the JDK's thread, the reader's, and (abandon) the driver's: whoever comes second of
     * onSubscribe and abandon sees the other's write and cancels.
     */
    private volatile Flow.@Nullable Subscription upstream;
    private volatile boolean abandoned;

    BodyAccount(BodySubscriber<T> downstream, Attempt<T> attempt) {
        this.downstream = Objects.requireNonNull(downstream, "the body handler's subscriber");
        this.attempt = attempt;
    }

    /** Whether a broken body is lost without a trace, so that another one may take its place. */
    boolean onlyGathers() {
        return GATHERING.contains(downstream.getClass().getName());
    }

    @Override
    public CompletionStage<T> getBody() {
        return downstream.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        downstream.onSubscribe(this);
        if (abandoned) {
            cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        try {
            downstream.onNext(bytes);
        } catch (Throwable failure) {
            attempt.callerFailed();
            throw failure;
        }
    }

    @Override
    public void onError(Throwable failure) {
        attempt.bodyBroke(failure);
        downstream.onError(failure);
    }

    @Override
    public void onComplete() {
        attempt.bodyEnded();
        downstream.onComplete();
    }

    @Override
    public void request(long n) {
        upstream().request(n);
    }

    @Override
    public void cancel() {
        attempt.bodyClosedEarly();
        upstream().cancel();
    }

    /** Nobody will read the body: its future was completed by someone else before the response came. */
    void abandon() {
        abandoned = true;
        if (upstream != null) {
            cancel();
        }
    }

    private Flow.Subscription upstream() {
        Flow.Subscription subscription = upstream;
        if (subscription == null) {
            throw new IllegalStateException("used before onSubscribe");
        }
        return subscription;
    }
}

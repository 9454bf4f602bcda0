package io.github.evenkeel.httpclient.exchange;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Flow;

/**
 * A request body that knows whether it can be sent again: always, if it is of a kind that starts anew with each
 * subscriber; otherwise only as long as nobody has subscribed. (A publisher over one stream does not fail the second
 * time, it sends an empty body and the server says 200.)
 */
public final class TrackedPublisher implements BodyPublisher {
    /** Publishers of the JDK that are known to start anew; of its others it depends on what the caller gave them. */
    private static final Set<String> REPLAYABLE = Set.of(
            "jdk.internal.net.http.RequestPublishers$StringPublisher",
            "jdk.internal.net.http.RequestPublishers$ByteArrayPublisher",
            "jdk.internal.net.http.RequestPublishers$FilePublisher",
            "jdk.internal.net.http.RequestPublishers$EmptyPublisher");

    private final BodyPublisher body;
    private final boolean replayable;

    /** Written by the JDK's thread that sends, read when the attempt has failed, which happens after. */
    private volatile boolean subscribed;

    private volatile boolean failed;

    TrackedPublisher(BodyPublisher body) {
        this.body = body;
        this.replayable = isReplayable(body);
    }

    /**
     * Whether a body can be sent again, whatever has become of it.
     *
     * @param body the caller's
     * @return true if it is known to start anew with each subscriber
     */
    public static boolean isReplayable(BodyPublisher body) {
        return body.contentLength() == 0 || REPLAYABLE.contains(body.getClass().getName());
    }

    /** Whether it starts anew with each subscriber. */
    boolean isReplayable() {
        return replayable;
    }

    /** Whether sending this body now, maybe again, sends what the caller meant. */
    boolean canBeSent() {
        return replayable || !subscribed;
    }

    /** Whether the caller's own publisher failed, which is no fault of the server. */
    boolean hasFailed() {
        return failed;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscribed = true;
        body.subscribe(new FailureWitness(subscriber));
    }

    private final class FailureWitness implements Flow.Subscriber<ByteBuffer> {
        private final Flow.Subscriber<? super ByteBuffer> downstream;

        FailureWitness(Flow.Subscriber<? super ByteBuffer> downstream) {
            this.downstream = downstream;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            downstream.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            downstream.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            failed = true;
            downstream.onError(failure);
        }

        @Override
        public void onComplete() {
            downstream.onComplete();
        }
    }
}

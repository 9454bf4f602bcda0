package io.github.evenkeel.httpclient.exchange;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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

    /** The latest; written by the JDK's thread that sends, read when the attempt has failed. */
    private volatile @Nullable Witness witness;

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

    /**
     * Whether the caller's own publisher is the one who is waited for: it was asked for more and has not given it. Those
     * known to start anew give at once.
     */
    boolean isWaitedFor() {
        Witness now = witness;
        return !replayable && now != null && now.isWaiting();
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscribed = true;
        Witness next = new Witness(subscriber);
        witness = next;
        body.subscribe(next);
    }

    private final class Witness implements Flow.Subscriber<ByteBuffer>, Flow.Subscription {
        /** So much is as good as everything, and a few times as much is still a long. */
        private static final long ENDLESS = 1L << 60;

        private final Flow.Subscriber<? super ByteBuffer> downstream;

        /**
         * How many parts the publisher was asked for and has not given; before it has answered its subscription one more.
         * Written by the JDK's and the publisher's threads, read when time is up: a stale value is one of a moment ago.
         */
        private final AtomicLong owed = new AtomicLong(1);

        private volatile boolean ended;

        /** Written before anybody can ask by it. */
        private Flow.@Nullable Subscription upstream;

        Witness(Flow.Subscriber<? super ByteBuffer> downstream) {
            this.downstream = downstream;
        }

        boolean isWaiting() {
            return !ended && owed.get() > 0;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            owed.decrementAndGet();
            downstream.onSubscribe(this);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            owed.decrementAndGet();
            downstream.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            failed = true;
            ended = true;
            downstream.onError(failure);
        }

        @Override
        public void onComplete() {
            ended = true;
            downstream.onComplete();
        }

        @Override
        public void request(long n) {
            if (owed.get() < ENDLESS) {
                owed.addAndGet(Math.max(0, Math.min(n, ENDLESS)));
            }
            upstream().request(n);
        }

        @Override
        public void cancel() {
            upstream().cancel();
        }

        private Flow.Subscription upstream() {
            return Objects.requireNonNull(upstream, "the publisher subscribed us without a subscription");
        }
    }
}

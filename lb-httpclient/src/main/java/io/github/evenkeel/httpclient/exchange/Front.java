package io.github.evenkeel.httpclient.exchange;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK sees of an account of a body. It asks subscribers that it does not know for their body on one more
 * thread, since that could take long: a hop that costs each request more than all else that is done to it here. Its own
 * it trusts, those around others too; so where the caller's is one of those that only gather, ours goes into one.
 */
final class Front {
    /** Since JDK 25: one that limits a body, here to more than there is, and passes everything on as it comes. */
    private static final @Nullable MethodHandle LIMITING = limiting();

    /** Before, where it ends the body on the thread that its end comes on: one around a subscriber of bytes. */
    private static final boolean ADAPTING = LIMITING == null && adaptsAtOnce();

    private Front() {}

    /** Whether a body that ends by itself, not by the JDK's hand, has to be ended in front as well. */
    static boolean hasOwnEnd(BodySubscriber<?> front) {
        return ADAPTING && !(front instanceof BodyAccount<?>);
    }

    @SuppressWarnings("unchecked")
    static <T> BodySubscriber<T> of(BodyAccount<T> account) {
        if (!account.onlyGathers()) {
            return account;
        }
        if (LIMITING != null) {
            try {
                return (BodySubscriber<T>) LIMITING.invokeExact((BodySubscriber<?>) account, Long.MAX_VALUE);
            } catch (Throwable e) {
                throw new IllegalStateException("BodySubscribers.limiting", e);
            }
        }
        return ADAPTING ? BodySubscribers.fromSubscriber(account, Front::gathered) : account;
    }

    /** Called when the account has passed on the end: who only gathers then has the body, or could not make it. */
    @SuppressWarnings("NullAway") // a body may be null, as that of a discarded one is
    private static <T> T gathered(BodyAccount<T> account) {
        CompletableFuture<T> body = account.getBody().toCompletableFuture();
        if (!body.isDone()) {
            throw new IllegalStateException("a body that has no end");
        }
        try {
            return body.getNow(null);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private static @Nullable MethodHandle limiting() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            BodySubscribers.class,
                            "limiting",
                            MethodType.methodType(BodySubscriber.class, BodySubscriber.class, long.class));
        } catch (NoSuchMethodException | IllegalAccessException before25) {
            return null;
        }
    }

    /** Some JDKs between end the body on yet another thread. */
    private static boolean adaptsAtOnce() {
        Thread here = Thread.currentThread();
        boolean[] atOnce = new boolean[1];
        BodySubscribers.fromSubscriber(new Nothing(), nothing -> atOnce[0] |= Thread.currentThread() == here)
                .onComplete();
        return atOnce[0];
    }

    private static final class Nothing implements Flow.Subscriber<List<ByteBuffer>> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(List<ByteBuffer> bytes) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}

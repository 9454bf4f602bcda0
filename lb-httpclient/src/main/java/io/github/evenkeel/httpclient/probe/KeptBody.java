package io.github.evenkeel.httpclient.probe;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The beginning of a body; one that does not end there is not read on. */
final class KeptBody implements BodySubscriber<KeptBody> {
    static final int MOST = 64 * 1024;

    /** Of an answer whose body says nothing. */
    static final KeptBody NONE = new KeptBody();

    private static final int SHOWN = 100;

    private final CompletableFuture<KeptBody> end = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;
    private boolean longer;

    @Override
    public CompletionStage<KeptBody> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] some = new byte[Math.min(buffer.remaining(), MOST - bytes.size())];
            longer |= buffer.remaining() > some.length;
            buffer.get(some);
            bytes.writeBytes(some);
        }
        if (longer && subscription != null) {
            subscription.cancel();
            end.complete(this);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(this);
    }

    /** Whether there was more than is kept. */
    boolean isLonger() {
        return longer;
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The first of it, for people. */
    String shown() {
        String text = text();
        return text.isEmpty()
                ? "no body"
                : "\"" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + "\"";
    }
}

package io.github.evenkeel.examples.gateway.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, from the server's connection to the client's: read only as fast as the client takes it, so that
 * a body of any size takes no more memory than a small one.
 */
final class ResponseBody extends IteratingCallback implements Flow.Subscriber<List<ByteBuffer>> {
    private final Response response;
    private final Callback whole;

    /** What is left of the length that the server promised; negative if it promised none. */
    private long left;

    /*
     * Written by the server's side, read by the client's: the former offers one list only after the latter has asked for
     * it, having written the one before.
     */
    private final Queue<ByteBuffer> pending = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;

    private volatile boolean asking;
    private volatile boolean ended;
    private volatile boolean lastWritten;

    ResponseBody(Response response, Callback whole, long length) {
        this.response = response;
        this.whole = whole;
        this.left = length;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        iterate();
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                pending.add(buffer);
            }
        }
        asking = false;
        iterate();
    }

    @Override
    public void onComplete() {
        ended = true;
        asking = false;
        iterate();
    }

    /** The server broke off: so must we, or the client would take what there is for the whole. */
    @Override
    public void onError(Throwable failure) {
        abort(failure);
    }

    @Override
    protected Action process() {
        if (asking) {
            return Action.IDLE;
        }
        ByteBuffer next = pending.poll();
        if (next != null) {
            left -= next.remaining();
            // The last bytes go out together with the end, unless nobody knows that they are the last.
            lastWritten = left == 0 && pending.isEmpty();
            response.write(lastWritten, next, this);
            return Action.SCHEDULED;
        }
        if (ended) {
            if (lastWritten) {
                return Action.SUCCEEDED;
            }
            lastWritten = true;
            response.write(true, BufferUtil.EMPTY_BUFFER, this);
            return Action.SCHEDULED;
        }
        asking = true;
        if (subscription != null) {
            subscription.request(1);
        }
        return Action.IDLE;
    }

    @Override
    protected void onCompleteSuccess() {
        whole.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable failure) {
        if (subscription != null) {
            subscription.cancel();
        }
        whole.failed(failure);
    }
}

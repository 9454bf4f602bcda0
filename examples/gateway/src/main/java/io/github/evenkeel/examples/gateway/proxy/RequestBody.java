package io.github.evenkeel.examples.gateway.proxy;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, from the client's connection to the server's: read only as fast as the server takes it, so that
 * a body of any size takes no more memory than a small one. It can be sent once.
 */
final class RequestBody implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
    private final Content.Source source;

    /** What was read to see whether there is a body. */
    private Content.@Nullable Chunk first;

    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

    /** How many buffers the server's connection asked for and has not got. */
    private final AtomicLong asked = new AtomicLong();

    /** Above 0 while somebody delivers; whoever raises it from 0 does, and goes on for those who raise it meanwhile. */
    private final AtomicInteger work = new AtomicInteger();

    /** Set before content is demanded, unset when there is some. */
    private volatile boolean waiting;

    private volatile boolean over;

    /** When the server last took something. Written by whoever delivers, read by the watch over the request. */
    private volatile long progressNanos = System.nanoTime();

    RequestBody(Content.Source source, Content.@Nullable Chunk first) {
        this.source = source;
        this.first = first;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> newSubscriber) {
        if (subscriber != null) {
            throw new IllegalStateException("the body of a request can be sent once");
        }
        subscriber = newSubscriber;
        newSubscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        asked.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        work();
    }

    /** The server wants no more: the rest stays where it is, and Jetty sees to it when the answer has been sent. */
    @Override
    public void cancel() {
        over = true;
    }

    /** Since when it has been for the server to do something: it takes the body too slowly, or has all of it. */
    long serversTurnNanos() {
        return waiting ? System.nanoTime() : progressNanos;
    }

    private void available() {
        progressNanos = System.nanoTime();
        waiting = false;
        work();
    }

    private void work() {
        if (work.getAndIncrement() == 0) {
            do {
                deliver();
            } while (work.decrementAndGet() != 0);
        }
    }

    private void deliver() {
        Flow.Subscriber<? super ByteBuffer> to = subscriber;
        while (to != null && !over && !waiting && asked.get() > 0) {
            Content.Chunk chunk = next();
            if (chunk == null) {
                waiting = true;
                source.demand(this::available);
            } else if (Content.Chunk.isFailure(chunk)) {
                over = true;
                to.onError(chunk.getFailure());
            } else {
                deliver(chunk, to);
            }
        }
    }

    private Content.@Nullable Chunk next() {
        Content.Chunk chunk = first;
        first = null;
        return chunk != null ? chunk : source.read();
    }

    private void deliver(Content.Chunk chunk, Flow.Subscriber<? super ByteBuffer> to) {
        boolean last = chunk.isLast();
        ByteBuffer bytes = chunk.getByteBuffer();
        if (bytes.hasRemaining()) {
            // The connection keeps it for as long as it likes, and Jetty wants its own back.
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            asked.decrementAndGet();
            progressNanos = System.nanoTime();
            chunk.release();
            to.onNext(copy);
        } else {
            chunk.release();
        }
        if (last) {
            over = true;
            to.onComplete();
        }
    }
}

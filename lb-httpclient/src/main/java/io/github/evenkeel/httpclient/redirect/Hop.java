package io.github.evenkeel.httpclient.redirect;

import io.github.evenkeel.httpclient.exchange.DiscardedBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import org.jspecify.annotations.Nullable;

/**
 * One request between the caller's and the response that is handed over. It stands before the caller's body handler,
 * which sees the last response only.
 */
final class Hop<T> implements BodyHandler<T> {
    private final Followed<T> call;
    private final HttpRequest request;
    private final int number;
    private final @Nullable Hop<T> before;

    /*
     * Written by the JDK's thread as the head arrives, read by the driver when the response is there: the JDK completes
     * its future after that.
     */
    private volatile @Nullable URI target;
    private volatile @Nullable DiscardedBody<T> page;

    /**
     * Nothing is sent yet.
     *
     * @param call what it is a part of
     * @param request as the caller would have made it
     * @param before the hop that led here, null if this is the caller's own
     */
    Hop(Followed<T> call, HttpRequest request, @Nullable Hop<T> before) {
        this.call = call;
        this.request = request;
        this.number = before == null ? 0 : before.number + 1;
        this.before = before;
    }

    HttpRequest request() {
        return request;
    }

    /** Where the response leads, null if it is the caller's. */
    @Nullable
    URI target() {
        return target;
    }

    @Override
    public BodySubscriber<T> apply(ResponseInfo head) {
        try {
            call.cookies().takeFrom(head.headers(), request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        target = call.rules().target(request, head.statusCode(), head.headers(), number);
        if (target == null) {
            return call.handler().apply(head);
        }
        DiscardedBody<T> discarded = new DiscardedBody<>();
        page = discarded;
        return discarded;
    }

    /**
     * There is a response, or a failure. What the redirect before said besides may be read until then, and a little
     * longer, since that end may come on a thread of its own.
     */
    void over() {
        DiscardedBody<T> earlier = before == null ? null : before.page;
        if (earlier != null) {
            earlier.cancelSoon();
        }
    }
}

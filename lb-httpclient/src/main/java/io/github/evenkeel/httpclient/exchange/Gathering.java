package io.github.evenkeel.httpclient.exchange;

import java.net.http.HttpResponse.BodySubscriber;
import java.util.Set;

/**
 * Subscribers of the JDK that keep the bytes to themselves until the body is complete: those of ofString, ofByteArray,
 * discarding and replacing. Of all others, mapping and buffering included, it depends on what the caller gave them.
 */
final class Gathering {
    private static final Set<String> SUBSCRIBERS = Set.of(
            "jdk.internal.net.http.ResponseSubscribers$ByteArraySubscriber",
            "jdk.internal.net.http.ResponseSubscribers$NullSubscriber");

    private Gathering() {}

    /** Whether a body broken off is lost without a trace, so that another one may take its place. */
    static boolean is(BodySubscriber<?> subscriber) {
        return SUBSCRIBERS.contains(subscriber.getClass().getName());
    }
}

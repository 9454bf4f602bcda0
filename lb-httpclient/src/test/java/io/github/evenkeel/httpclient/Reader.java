package io.github.evenkeel.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a caller does with a response's body, well or badly. */
enum Reader {
    STRING,
    BYTES,
    NOTHING,
    MAPPED,
    BUFFERED,
    STREAM_READ,
    STREAM_CLOSED_EARLY,
    STREAM_FORGOTTEN,
    LINES_FORGOTTEN_AFTER_ONE,
    PUBLISHER_READ,
    PUBLISHER_CANCELLED_TWICE,
    PUBLISHER_FORGOTTEN,
    MAPPER_THROWS,
    HANDLER_THROWS,
    HANDLER_RETURNS_NULL,
    GET_BODY_THROWS,
    GET_BODY_RETURNS_NULL,
    ON_SUBSCRIBE_THROWS,
    ON_NEXT_THROWS,
    ON_END_THROWS,
    ASKS_FOR_ZERO,
    ASKS_FOR_LESS,
    ASKS_FOR_NOTHING,
    ASKS_OVER_AND_OVER,
    CANCELS_TWICE_AT_ONCE,
    CANCELS_AND_THROWS,
    BODY_IS_THERE_AT_ONCE,
    BODY_FAILS_AT_ONCE;

    BodyHandler<?> handler() {
        return switch (this) {
            case STRING -> BodyHandlers.ofString();
            case BYTES -> BodyHandlers.ofByteArray();
            case NOTHING -> BodyHandlers.discarding();
            case BUFFERED -> BodyHandlers.buffering(BodyHandlers.ofInputStream(), 10);
            case MAPPED -> info -> mapping(String::length);
            case MAPPER_THROWS ->
                info -> mapping(text -> {
                    throw new IllegalStateException("mine");
                });
            case STREAM_READ, STREAM_CLOSED_EARLY, STREAM_FORGOTTEN -> BodyHandlers.ofInputStream();
            case LINES_FORGOTTEN_AFTER_ONE -> BodyHandlers.ofLines();
            case PUBLISHER_READ, PUBLISHER_CANCELLED_TWICE, PUBLISHER_FORGOTTEN -> BodyHandlers.ofPublisher();
            case HANDLER_THROWS ->
                info -> {
                    throw new IllegalStateException("mine");
                };
            case HANDLER_RETURNS_NULL -> info -> null;
            default -> odd();
        };
    }

    private BodyHandler<String> odd() {
        return info -> new Odd(this);
    }

    private static <T> BodySubscriber<T> mapping(Function<String, T> mapper) {
        return BodySubscribers.mapping(BodySubscribers.ofString(StandardCharsets.UTF_8), mapper);
    }

    /** What it does once it has the body, which may come in the middle of that to its end. */
    void take(Object body) {
        try {
            if (body instanceof InputStream in && this == STREAM_FORGOTTEN) {
                in.read();
            } else if (body instanceof InputStream in) {
                try (in) {
                    in.readNBytes(this == STREAM_CLOSED_EARLY ? 1 : Integer.MAX_VALUE);
                }
            } else if (body instanceof Stream<?> lines) {
                lines.findFirst();
            } else if (body instanceof Flow.Publisher<?> publisher && this != PUBLISHER_FORGOTTEN) {
                subscribe(publisher, new Odd(this == PUBLISHER_READ ? STRING : CANCELS_TWICE_AT_ONCE));
            }
        } catch (IOException | RuntimeException brokenOff) {
            // It was the server's intention, or the caller's.
        }
    }

    @SuppressWarnings("unchecked") // it is the JDK's
    private static void subscribe(Flow.Publisher<?> publisher, Flow.Subscriber<List<ByteBuffer>> reader) {
        ((Flow.Publisher<List<ByteBuffer>>) publisher).subscribe(reader);
    }

    private static final class Odd implements BodySubscriber<String> {
        private final Reader kind;
        private final CompletableFuture<String> body = new CompletableFuture<>();
        private volatile Flow.Subscription subscription;

        Odd(Reader kind) {
            this.kind = kind;
        }

        @Override
        public CompletionStage<String> getBody() {
            return switch (kind) {
                case GET_BODY_THROWS -> throw new IllegalStateException("mine");
                case GET_BODY_RETURNS_NULL -> null;
                case BODY_IS_THERE_AT_ONCE -> CompletableFuture.completedFuture("");
                case BODY_FAILS_AT_ONCE -> CompletableFuture.failedFuture(new IllegalStateException("mine"));
                default -> body;
            };
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            switch (kind) {
                case ON_SUBSCRIBE_THROWS -> throw new IllegalStateException("mine");
                case ASKS_FOR_ZERO -> newSubscription.request(0);
                case ASKS_FOR_LESS -> newSubscription.request(-1);
                case ASKS_FOR_NOTHING -> {}
                case ASKS_OVER_AND_OVER -> {
                    for (int i = 0; i < 20; i++) {
                        newSubscription.request(Long.MAX_VALUE);
                    }
                }
                case CANCELS_TWICE_AT_ONCE, CANCELS_AND_THROWS -> cancel();
                default -> newSubscription.request(1);
            }
        }

        private void cancel() {
            subscription.cancel();
            subscription.cancel();
            body.complete("cancelled");
            if (kind == CANCELS_AND_THROWS) {
                throw new IllegalStateException("mine");
            }
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            if (kind == ON_NEXT_THROWS) {
                throw new IllegalStateException("mine");
            }
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
            failAtTheEnd();
        }

        @Override
        public void onComplete() {
            body.complete("");
            failAtTheEnd();
        }

        private void failAtTheEnd() {
            if (kind == ON_END_THROWS) {
                throw new IllegalStateException("mine");
            }
        }
    }
}

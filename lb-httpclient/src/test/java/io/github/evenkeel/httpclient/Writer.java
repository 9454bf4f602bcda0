package io.github.evenkeel.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;

/** A request body that says it has four bytes, and what goes wrong with it. */
enum Writer {
    GOOD(false),
    ENDS_TWICE(false),
    CANCEL_THROWS(false),
    SUBSCRIBE_THROWS(true),
    REQUEST_THROWS(true),
    GIVES_NULL(true),
    FAILS(true),
    FAILS_LIKE_A_CONNECTION(true),
    STREAM_FAILS(true),
    TOO_FEW_BYTES(true),
    TOO_MANY_BYTES(true),
    NEVER_SUBSCRIBES(true),
    GIVES_NOTHING(true),
    STOPS_HALF_WAY(true);

    private static final long LENGTH = 4;

    private final boolean bad;

    Writer(boolean bad) {
        this.bad = bad;
    }

    /** Whether no request can be made of it. */
    boolean isBad() {
        return bad;
    }

    /** Whether it lets others wait for ever. */
    boolean stalls() {
        return this == NEVER_SUBSCRIBES || this == GIVES_NOTHING || this == STOPS_HALF_WAY;
    }

    BodyPublisher body() {
        return this == STREAM_FAILS
                ? BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(Writer::brokenStream), LENGTH)
                : BodyPublishers.fromPublisher(this::subscribe, LENGTH);
    }

    private static InputStream brokenStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("mine");
            }
        };
    }

    private void subscribe(Flow.Subscriber<? super ByteBuffer> reader) {
        if (this == SUBSCRIBE_THROWS) {
            throw new IllegalStateException("mine");
        }
        if (this != NEVER_SUBSCRIBES) {
            reader.onSubscribe(new Giving(reader));
        }
    }

    /** Gives all it has when it is first asked. */
    private final class Giving implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> reader;
        private boolean asked;

        Giving(Flow.Subscriber<? super ByteBuffer> reader) {
            this.reader = reader;
        }

        @Override
        public void request(long n) {
            if (asked) {
                return;
            }
            asked = true;
            switch (Writer.this) {
                case REQUEST_THROWS -> throw new IllegalStateException("mine");
                case GIVES_NULL -> reader.onNext(null);
                case FAILS -> reader.onError(new IllegalStateException("mine"));
                case FAILS_LIKE_A_CONNECTION -> reader.onError(new ConnectException("mine"));
                case GIVES_NOTHING -> {}
                case STOPS_HALF_WAY -> give("ab");
                case TOO_FEW_BYTES -> giveAll("ab");
                case TOO_MANY_BYTES -> giveAll("abcdef");
                case ENDS_TWICE -> {
                    giveAll("abcd");
                    reader.onComplete();
                }
                default -> giveAll("abcd");
            }
        }

        private void giveAll(String text) {
            give(text);
            reader.onComplete();
        }

        private void give(String text) {
            reader.onNext(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public void cancel() {
            if (Writer.this == CANCEL_THROWS) {
                throw new IllegalStateException("mine");
            }
        }
    }
}

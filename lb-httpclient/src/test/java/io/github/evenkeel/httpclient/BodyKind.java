package io.github.evenkeel.httpclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A way to take a body: a handler, and how to get text out of what it makes. */
record BodyKind<T>(String name, BodyHandler<T> handler, Function<T, String> text, String seenOf) {
    private static final String WHOLE = "one\ntwo\n";

    /** Those whose body is there before it has come. */
    static Stream<BodyKind<?>> streaming() {
        return Stream.of(
                new BodyKind<>("ofInputStream", BodyHandlers.ofInputStream(), BodyKind::read, WHOLE),
                new BodyKind<>("ofLines", BodyHandlers.ofLines(), BodyKind::join, "one|two"),
                new BodyKind<>("ofPublisher", BodyHandlers.ofPublisher(), BodyKind::collect, WHOLE),
                new BodyKind<>(
                        "buffering ofPublisher",
                        BodyHandlers.buffering(BodyHandlers.ofPublisher(), 3),
                        BodyKind::collect,
                        WHOLE),
                new BodyKind<>(
                        "mapping ofPublisher",
                        info -> BodySubscribers.mapping(BodySubscribers.ofPublisher(), publisher -> publisher),
                        BodyKind::collect,
                        WHOLE));
    }

    /** Those whose body is there when all of it has come. */
    static Stream<BodyKind<?>> collecting(Path file) {
        Text seen = new Text();
        Text lines = new Text();
        StringBuilder consumed = new StringBuilder();
        return Stream.of(
                new BodyKind<>("ofString", BodyHandlers.ofString(), body -> body, WHOLE),
                new BodyKind<>("ofByteArray", BodyHandlers.ofByteArray(), String::new, WHOLE),
                new BodyKind<>("ofFile", BodyHandlers.ofFile(file), BodyKind::content, WHOLE),
                new BodyKind<>("discarding", BodyHandlers.discarding(), String::valueOf, "null"),
                new BodyKind<>("replacing", BodyHandlers.replacing("other"), body -> body, "other"),
                new BodyKind<>("buffering", BodyHandlers.buffering(BodyHandlers.ofString(), 3), body -> body, WHOLE),
                new BodyKind<>(
                        "fromSubscriber", BodyHandlers.fromSubscriber(seen.ofBytes()), none -> seen.toString(), WHOLE),
                new BodyKind<>(
                        "fromLineSubscriber",
                        BodyHandlers.fromLineSubscriber(lines),
                        none -> lines.toString(),
                        "one|two|"),
                new BodyKind<>(
                        "ofByteArrayConsumer",
                        BodyHandlers.ofByteArrayConsumer(part ->
                                part.ifPresent(bytes -> consumed.append(new String(bytes, StandardCharsets.UTF_8)))),
                        none -> consumed.toString(),
                        WHOLE),
                new BodyKind<>(
                        "mapping",
                        info -> BodySubscribers.mapping(
                                BodySubscribers.ofString(StandardCharsets.UTF_8), String::length),
                        String::valueOf,
                        "8"));
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String join(Stream<String> lines) {
        return lines.collect(Collectors.joining("|"));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return copy;
    }

    private static String collect(Flow.Publisher<List<ByteBuffer>> publisher) {
        Text text = new Text();
        publisher.subscribe(text.ofBytes());
        return text.complete.join();
    }

    @Override
    public String toString() {
        return name;
    }

    /** A subscriber that collects; of lines, each ended by a bar. */
    private static final class Text implements Flow.Subscriber<String> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<String> complete = new CompletableFuture<>();

        Flow.Subscriber<List<ByteBuffer>> ofBytes() {
            return new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    Text.this.onSubscribe(subscription);
                }

                @Override
                public void onNext(List<ByteBuffer> buffers) {
                    buffers.forEach(buffer -> bytes.writeBytes(copy(buffer)));
                }

                @Override
                public void onError(Throwable failure) {
                    Text.this.onError(failure);
                }

                @Override
                public void onComplete() {
                    Text.this.onComplete();
                }
            };
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            bytes.writeBytes((line + "|").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void onError(Throwable failure) {
            complete.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            complete.complete(toString());
        }

        @Override
        public String toString() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}

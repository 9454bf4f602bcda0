package io.github.evenkeel.httpclient.contract;

import static io.github.evenkeel.httpclient.contract.Row.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Responses, whole and broken, and what callers make of their bodies. */
final class Responses {
    private Responses() {}

    static Stream<Row> rows() {
        return Stream.of(servers(), handlers(), responses()).flatMap(Function.identity());
    }

    private static Stream<Row> servers() {
        Stream<Row> statuses = Stream.of(204, 205, 299, 300, 304, 400, 401, 404, 417, 429, 500, 503, 599, 999)
                .map(status -> row("status " + status, it -> it.both(it.get("/status/" + status))));
        Stream<Row> broken = Stream.of(
                        "fin",
                        "cut",
                        "chunk-cut",
                        "bad-chunk",
                        "garbage",
                        "bad-field",
                        "bad-length",
                        "hints",
                        "no-length")
                .map(kind -> row(kind, it -> it.both(it.get("/" + kind))));
        Stream<Row> posted = Stream.of("fin", "cut")
                .map(kind -> row(
                        "POST " + kind,
                        it -> it.both(it.request("/" + kind)
                                .POST(BodyPublishers.ofString("abc"))
                                .build())));
        return Stream.of(statuses, broken, posted).flatMap(Function.identity());
    }

    private static Stream<Row> responses() {
        return Stream.of(
                row("accessors", it -> {
                    HttpRequest request = it.request("/x?y=1").header("A", "b").build();
                    HttpResponse<String> got = it.client().send(request, BodyHandlers.ofString());
                    return List.of(
                            got.statusCode(),
                            got.headers().map(),
                            got.uri(),
                            got.version(),
                            got.previousResponse(),
                            got.sslSession(),
                            got.request().equals(request) && request.equals(got.request()),
                            got.request().hashCode() == request.hashCode(),
                            got.request().headers().map(),
                            got.request().timeout(),
                            got.request().version());
                }),
                row(
                                "text",
                                it -> it.client()
                                        .send(it.get("/"), BodyHandlers.ofString())
                                        .toString())
                        .butOurs("(GET ORIGIN/) 200 from SERVER"),
                row(
                        "one response is not another",
                        it -> it.client()
                                .send(it.get("/"), BodyHandlers.ofString())
                                .equals(it.client().send(it.get("/"), BodyHandlers.ofString()))),
                row(
                        "headers cannot be changed",
                        it -> it.client()
                                .sendAsync(it.get("/"), BodyHandlers.ofString())
                                .thenApply(got -> got.headers().map().put("a", List.of()))
                                .handle((put, failure) -> failure.getCause().getClass())
                                .get()));
    }

    private static Stream<Row> handlers() {
        Stream<Row> failed = Stream.of(
                        new IOException("mine"),
                        new IllegalStateException("mine"),
                        new Error("mine"),
                        new CancellationException("mine"),
                        new HttpTimeoutException("mine"),
                        new InterruptedException("mine"),
                        new CompletionException(new IOException("mine")))
                .flatMap(e -> handled(
                        "body that fails with " + e,
                        () -> info -> new Text() {
                            @Override
                            public CompletionStage<String> getBody() {
                                return CompletableFuture.failedStage(e);
                            }
                        }));
        Stream<Row> throwing = Stream.of(
                        new IllegalStateException("mine"),
                        new CancellationException("mine"),
                        new UncheckedIOException(new IOException("mine")))
                .flatMap(e -> handled("handler that throws " + e, () -> info -> {
                    throw e;
                }));
        Stream<Row> parts = Stream.of(
                        handled(
                                "onSubscribe throws",
                                () -> info -> new Text() {
                                    @Override
                                    public void onSubscribe(Flow.Subscription subscription) {
                                        throw new IllegalStateException("mine");
                                    }
                                }),
                        handled(
                                "onNext throws",
                                () -> info -> new Text() {
                                    @Override
                                    public void onNext(List<ByteBuffer> bytes) {
                                        throw new IllegalStateException("mine");
                                    }
                                }),
                        handled(
                                "onComplete throws",
                                () -> info -> new Text() {
                                    @Override
                                    public void onComplete() {
                                        throw new IllegalStateException("mine");
                                    }
                                }),
                        handled(
                                "body without an end",
                                () -> info -> new Text() {
                                    @Override
                                    public CompletionStage<String> getBody() {
                                        return CompletableFuture.completedStage("early");
                                    }
                                }),
                        handled("no body", () -> BodyHandlers.replacing(null)),
                        handled(
                                "bytes counted",
                                () -> info ->
                                        BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> bytes.length)),
                        handled(
                                "mapping throws",
                                () -> info -> BodySubscribers.mapping(new Text(), text -> {
                                    throw new IllegalStateException("mine");
                                })),
                        handled(
                                "lines",
                                () -> info -> BodySubscribers.mapping(
                                        BodySubscribers.ofLines(StandardCharsets.UTF_8), Stream::toList)),
                        handled("buffering", () -> BodyHandlers.buffering(BodyHandlers.ofString(), 2)),
                        handled("discarding", BodyHandlers::discarding),
                        handled("file in no directory", () -> BodyHandlers.ofFile(Path.of("/nowhere/x"))))
                .flatMap(Function.identity());
        return Stream.of(failed, throwing, parts).flatMap(Function.identity());
    }

    /** Also where there is nothing for it. */
    private static <T> Stream<Row> handled(String name, Supplier<BodyHandler<T>> handler) {
        return Stream.of("/", "/status/204")
                .map(target -> row(name + " of " + target, it -> it.both(it.get(target), handler.get())));
    }

    /** A subscriber of a caller's own. */
    private static class Text implements BodySubscriber<String> {
        private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);

        @Override
        public CompletionStage<String> getBody() {
            return text.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            text.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            text.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            text.onError(failure);
        }

        @Override
        public void onComplete() {
            text.onComplete();
        }
    }
}
